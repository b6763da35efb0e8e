from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.complaint.complaint_judge import About
from .common import covers
from .complaint_common import MajorCase


@tagged("post_install", "-at_install")
class TestComplaintDocuments(MajorCase):
    """The return and the credit note of a decided complaint, by the core's own wizards."""

    @covers("X-03", "X-19")
    def test_return(self):
        order = self.delivered()
        complaint = self.claimed(order, quantity=2, amount=2000.0)
        mine = complaint.with_user(self.salesperson)
        with self.assertRaises(UserError):
            mine.action_make_return()
        self.granted(complaint)
        with self.assertRaises(AccessError):
            complaint.with_user(self.second_salesperson).action_make_return()
        action = mine.action_make_return()
        picking = complaint.return_picking_id
        self.assertEqual(action["res_id"], picking.id)
        self.assertEqual((picking.sudo().sdw_complaint_id, picking.return_id), (complaint, self.sent(order)))
        self.assertEqual(picking.move_ids.product_uom_qty, 2)
        self.assertEqual(picking.move_ids.sale_line_id, order.order_line)
        self.assertFalse(self.codes(picking, "return"))
        with self.assertRaises(UserError), self.cr.savepoint():
            mine.action_make_return()
        picking.move_ids.with_user(self.keeper).write({"quantity": 3, "picked": True})
        with self.assertRaises(UserError), self.cr.savepoint():
            picking.with_user(self.keeper).button_validate()
        picking.move_ids.with_user(self.keeper).write({"quantity": 1, "picked": True})
        picking.with_user(self.keeper).with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")
        backorder = picking.backorder_ids
        self.assertEqual(backorder.sudo().sdw_complaint_id, complaint, "the rest of it comes for it, too")
        self.ship(backorder.sudo())
        self.assertEqual(order.order_line.qty_delivered, 3)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.return_wizard(self.sent(order))._create_return()

    @covers("X-03", "X-19")
    def test_credit_note_of_a_return(self):
        order = self.delivered()
        invoice = order.invoice_ids
        complaint = self.granted(self.claimed(order, quantity=2, amount=2000.0))
        complaint.with_user(self.salesperson).action_make_refund()
        note = complaint.refund_id
        self.assertRecordValues(
            note,
            [{"move_type": "out_refund", "state": "draft", "amount_total": 2000.0, "reversed_entry_id": invoice.id}],
        )
        self.assertEqual(note.invoice_line_ids.quantity, 2)
        with self.assertRaises(UserError), self.cr.savepoint():
            complaint.with_user(self.salesperson).action_make_refund()
        note.invoice_line_ids.with_user(self.accountant).price_unit = 1001.0
        with self.assertRaises(UserError), self.cr.savepoint():
            note.with_user(self.accountant).action_post()
        note.invoice_line_ids.with_user(self.accountant).price_unit = 1000.0
        note.with_user(self.accountant).action_post()
        self.assertEqual(note.state, "posted")

    @covers("X-03")
    def test_compensation(self):
        order = self.delivered()
        complaint = self.granted(self.claimed(order, "compensation", quantity=0, amount=333.33))
        with self.assertRaises(UserError):
            complaint.with_user(self.salesperson).action_make_return()
        complaint.with_user(self.sales_admin).action_make_refund()
        note = complaint.refund_id
        self.assertEqual((note.amount_total, len(note.invoice_line_ids)), (333.33, 1))
        note.with_user(self.accountant).action_post()
        self.assertFalse(self.codes(complaint, "close"))

    @covers("X-03")
    def test_compensation_with_tax(self):
        tax = self.env["account.tax"].create({"name": "VAT 13", "amount": 13.0, "type_tax_use": "sale"})
        order = self.delivered()
        invoice = self.env["account.move"].browse(order.invoice_ids.id)
        invoice.button_draft()
        invoice.invoice_line_ids.tax_ids = tax
        invoice.action_post()
        complaint = self.granted(self.claimed(order, "compensation", quantity=0, amount=1000.0))
        complaint.with_user(self.salesperson).action_make_refund()
        self.assertEqual(complaint.refund_id.amount_total, 1000.0)
        complaint.refund_id.with_user(self.accountant).action_post()

    @covers("X-03")
    def test_nothing_to_credit(self):
        complaint = self.granted(self.claimed(self.delivered(invoiced=False), amount=10.0))
        with self.assertRaises(UserError):
            complaint.with_user(self.salesperson).action_make_refund()

    @covers("X-03")
    def test_another_company_s_complaint_holds_nothing_of_ours(self):
        """Asked for documents of two companies at once, each answers to its own complaints."""
        other = self.env["res.company"].create({"name": "Other"})
        nothing = self.env["sale.order"]
        theirs = self.claimed(self.delivered(invoiced=False))
        theirs.sudo().flush_recordset()
        self.cr.execute(
            "UPDATE sdw_complaint SET company_id = %s, order_id = NULL WHERE id = %s", (other.id, theirs.id)
        )
        self.env.invalidate_all()
        complaints = self.env["sdw.complaint"]
        abouts = {company: About(complaints, company, nothing, self.customer) for company in (self.company, other)}
        found = complaints._concerning(abouts)
        self.assertEqual((found[self.company], found[other]), (complaints, theirs.sudo()))

    @covers("X-03", "X-19")
    def test_a_wizard_used_again_names_no_complaint(self):
        """Only what the system makes answers to the decision on one complaint; what a client runs does not."""
        order = self.delivered()
        complaint = self.granted(self.claimed(order, quantity=2, amount=2000.0))
        reversals = self.env["account.move.reversal"].with_user(self.accountant)
        wizard = reversals._for_complaint(complaint, order.invoice_ids).sudo(False)
        wizard.reverse_moves()
        self.assertTrue(wizard.new_move_ids)
        self.assertFalse(wizard.new_move_ids.sudo().sdw_complaint_id)
        values = {"picking_id": self.sent(order).id, "sdw_complaint_id": complaint.id}
        back = self.env["stock.return.picking"].with_user(self.keeper).sudo().create(values).sudo(False)
        back.product_return_moves.quantity = 1
        self.assertFalse(back._create_return().sudo().sdw_complaint_id)

    def test_who_opens_them(self):
        complaint = self.granted(self.claimed(self.delivered(), amount=2000.0))
        complaint.with_user(self.salesperson).action_make_return()
        action = complaint.with_user(self.salesperson).action_open_return()
        self.assertEqual(action["res_id"], complaint.return_picking_id.id)
        with self.assertRaises(AccessError):
            complaint.with_user(self.second_salesperson).action_open_return()


@tagged("post_install", "-at_install")
class TestReplacement(MajorCase):
    """Goods in place of bad ones: a shipment worth nothing, with a notice, without the accountant (decision 25)."""

    def setUp(self):
        super().setUp()
        self.order_sent = self.delivered()
        self.switch("block", "credit", "delivery_notice", "shipping_hold")

    def replaced(self, quantity=2):
        complaint = self.granted(self.claimed(self.order_sent, "replacement", quantity))
        complaint.with_user(self.salesperson).action_make_replacement()
        return complaint, complaint.replacement_picking_id

    @covers("X-03", "X-06")
    def test_no_accountant_but_a_notice(self):
        complaint = self.claimed(self.order_sent, "replacement", 2)
        with self.assertRaises(UserError):
            complaint.with_user(self.salesperson).action_make_replacement()
        complaint, picking = self.replaced()
        self.assertRecordValues(
            picking.move_ids, [{"product_id": self.product.id, "product_uom_qty": 2, "sale_line_id": False}]
        )
        self.assertEqual(self.codes(picking, "ship"), ["delivery_notice"])
        self.assertEqual(picking.sudo()._sdw_goods_value(), 0.0)
        self.assertEqual(picking.sudo().sdw_credit_approval_state, "not_needed")
        with self.assertRaises(UserError), self.cr.savepoint():
            complaint.with_user(self.salesperson).action_make_replacement()
        self.switch("off", "delivery_notice")
        self.ship(picking.sudo())
        self.assertEqual(self.order_sent.order_line.qty_delivered, 5, "the order is owed nothing for it")

    @covers("X-03")
    def test_forged_ones_need_the_accountant(self):
        complaint, picking = self.replaced()
        with self.cr.savepoint() as point:
            picking.move_ids.with_user(self.keeper).product_uom_qty = 3
            self.assertIn("credit_approval", self.codes(picking, "ship"), "more than granted")
            point.rollback()
        picking.invalidate_recordset()
        with self.cr.savepoint() as point:
            stranger = self.env["res.partner"].create({"name": "Stranger"})
            picking.sudo().partner_id = stranger
            self.assertIn("credit_approval", self.codes(picking, "ship"), "to somebody else")
            point.rollback()
        picking.invalidate_recordset()
        other = picking.sudo().copy()
        self.assertFalse(other.sdw_complaint_id, "a copy is made from no complaint")
        self.assertIn("credit_approval", self.codes(other, "ship"))
        with self.assertRaises(AccessError):
            other.with_user(self.keeper).write({"sdw_complaint_id": complaint.id})
        self.assertFalse([code for code in self.codes(picking, "ship") if code == "credit_approval"])
        complaint.with_user(self.salesperson).write(
            {"line_ids": [Command.create({"product_id": self.product.id, "quantity": 9})]}
        )
        self.assertIn("credit_approval", self.codes(picking, "ship"), "the decision has lapsed")
