from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .complaint_common import MajorCase

FORGED = {"sdw_bypass": True, "default_sdw_complaint_id": 1, "skip_backorder": True}


@tagged("post_install", "-at_install")
class TestReturnGate(MajorCase):
    """Nothing comes back for a major complaint before the manager decided, whatever door the goods take."""

    @covers("X-03", "X-19")
    def test_no_door_before_the_decision(self):
        order = self.delivered()
        loose = self.by_hand()
        self.claimed(order)
        for context in ({}, FORGED):
            wizard = self.return_wizard(self.sent(order), **context)
            for method in ("action_create_returns", "action_create_returns_all", "action_create_exchanges"):
                with self.assertRaises(UserError), self.cr.savepoint():
                    getattr(wizard, method)()
            loose.with_context(**context).action_confirm()
            loose.move_ids.write({"quantity": 1, "picked": True})
            self.assertEqual(self.codes(loose, "return"), ["complaint_undecided"])
            self.assertFalse(self.codes(loose, "ship"), "no rule of shipping holds a return")
            with self.assertRaises(UserError), self.cr.savepoint():
                loose.with_context(**context).button_validate()
            with self.assertRaises(UserError), self.cr.savepoint():
                loose.move_ids.with_context(**context).write({"state": "done"})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.by_hand(move_ids=[Command.create(self._goods(state="done"))])
        self.assertNotEqual(loose.state, "done")
        self.assertEqual(loose.blocker_panel["items"][0]["code"], "complaint_undecided")

    def _goods(self, **values):
        return {
            "product_id": self.product.id,
            "product_uom_qty": 1,
            "location_id": self.customers.id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
            **values,
        }

    @covers("X-19")
    def test_bare_moves_and_nameless_transfers(self):
        move = self.env["stock.move"].with_user(self.keeper).create(self._goods())
        move._action_confirm()
        move.write({"quantity": 1, "picked": True})
        with self.assertRaises(UserError), self.cr.savepoint():
            move._action_done()
        nameless = self.by_hand(partner=self.env["res.partner"])
        nameless.action_confirm()
        nameless.move_ids.write({"quantity": 1, "picked": True})
        with self.assertRaises(UserError), self.cr.savepoint():
            nameless.button_validate()

    @covers("X-19")
    def test_more_goods_on_a_finished_return(self):
        order = self.delivered()
        picking = self.by_hand(2)
        picking.action_confirm()
        self.ship(picking)
        self.claimed(order)
        line = picking.move_line_ids.sudo()
        with self.assertRaises(UserError), self.cr.savepoint():
            line.with_user(self.keeper).write({"quantity": 3})
        line.with_user(self.keeper).write({"quantity": 1})
        self.assertEqual(line.quantity, 1, "a correction downwards is none of the rule's business")

    @covers("X-03")
    def test_whom_it_concerns(self):
        mine, other = self.delivered(), self.delivered()
        self.claimed(mine)
        self.assertFalse(self.codes(self.return_wizard(self.sent(other))._create_return(), "return"), "another order")
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.assertFalse(self.codes(self.by_hand(partner=stranger), "return"))
        child = self.env["res.partner"].create({"name": "Yard", "parent_id": self.customer.id})
        self.assertEqual(self.codes(self.by_hand(partner=child), "return"), ["complaint_undecided"])
        self.complaint(claim="return")
        with self.assertRaises(UserError), self.cr.savepoint():
            self.return_wizard(self.sent(other))._create_return()

    @covers("X-03")
    def test_minor_ones_hold_nothing(self):
        order = self.delivered()
        self.claimed(order, claim="replacement")
        self.ship(self.return_wizard(self.sent(order))._create_return().sudo())
        self.claimed(order, claim="none", grave=True)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.return_wizard(self.sent(order))._create_return()

    @covers("X-03")
    def test_refused_stays_refused(self):
        order = self.delivered()
        complaint = self.claimed(order)
        self.asked(complaint).with_user(self.manager).action_reject("Used up")
        for _step in range(2):
            with self.assertRaisesRegex(UserError, "refused"), self.cr.savepoint():
                self.return_wizard(self.sent(order))._create_return()
            if complaint.state != "closed":
                complaint.with_user(self.salesperson).action_solve("Explained to the customer")
                complaint.with_user(self.salesperson).action_close()
        self.assertEqual(complaint.state, "closed")

    @covers("X-03")
    def test_off_warn_and_older(self):
        order = self.delivered()
        self.claimed(order)
        self.switch("warn", "complaint")
        self.ship(self.return_wizard(self.sent(order))._create_return().sudo())
        finding = self.env["sdw.audit.finding"].search([("code", "=", "complaint_undecided")])
        self.assertEqual(set(finding.mapped("rule")), {"complaint"})
        self.switch("off", "complaint")
        picking = self.by_hand()
        picking.action_confirm()
        self.env.flush_all()
        with self.assertQueries([], flush=False):
            self.assertFalse(picking.sudo()._get_blockers("return")[picking])
        self.ship(picking.sudo())
        self.assertEqual(self.env["sdw.audit.finding"].search([("code", "=", "complaint_undecided")]), finding)
        self.switch("block", "complaint")
        picking = self.return_wizard(self.sent(order))._create_return()
        self.assertFalse(self.codes(picking, "return"), "an order older than the rule is exempt")


@tagged("post_install", "-at_install")
class TestCreditGate(MajorCase):
    @covers("X-03", "X-19")
    def test_no_door_before_the_decision(self):
        order = self.delivered()
        typed = self.credit_note()
        self.claimed(order, claim="compensation", amount=100.0)
        for context in ({}, FORGED):
            for method in ("refund_moves", "modify_moves", "reverse_moves"):
                with self.assertRaises(UserError), self.cr.savepoint():
                    getattr(self.reversal(order.invoice_ids, **context), method)()
            note = typed.with_user(self.accountant).with_context(**context)
            with self.assertRaises(UserError), self.cr.savepoint():
                note.action_post()
            with self.assertRaises(UserError), self.cr.savepoint():
                note._post()
            with self.assertRaises(UserError), self.cr.savepoint():
                note.write({"state": "posted"})
        self.assertEqual(typed.state, "draft")
        panel = typed.with_user(self.accountant).blocker_panel["items"][0]
        self.assertEqual((panel["code"], panel["action"]), ("complaint_undecided", False), "he reads no complaints")
        self.assertTrue(self.env["account.move"].browse(typed.id).get_blockers("post")[0]["action"])

    @covers("X-03")
    def test_nobody_links_a_document_to_a_decided_complaint(self):
        order = self.delivered()
        decided = self.granted(self.claimed(self.delivered(), quantity=5, amount=5000.0))
        self.claimed(order, claim="compensation", amount=100.0)
        note, picking = self.credit_note(), self.by_hand()
        for document in (note.with_user(self.accountant), picking, note.with_user(self.gm)):
            with self.assertRaises(AccessError):
                document.write({"sdw_complaint_id": decided.id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.by_hand(sdw_complaint_id=decided.id)
        wizard = self.return_wizard(self.sent(order), default_sdw_complaint_id=decided.id)
        wizard.sudo().sdw_complaint_id = decided
        with self.assertRaises(UserError), self.cr.savepoint():
            wizard.action_create_returns()
        reversal = self.reversal(order.invoice_ids)
        reversal.sudo().sdw_complaint_id = decided
        with self.assertRaises(UserError), self.cr.savepoint():
            reversal.refund_moves()

    @covers("X-03")
    def test_no_more_than_granted(self):
        order = self.delivered()
        complaint = self.granted(self.claimed(order, claim="compensation", quantity=0, amount=300.0))
        dear, cheap, second = (self.credit_note(amount) for amount in (301.0, 200.0, 101.0))
        with self.assertRaises(UserError), self.cr.savepoint():
            dear.action_post()
        cheap.action_post()
        with self.assertRaises(UserError), self.cr.savepoint():
            second.action_post()
        complaint.with_user(self.salesperson).claim_amount = 250.0
        self.assertEqual(complaint.decision_state, "approved", "less is no worse")
        self.credit_note(100.0).action_post()

    @covers("X-03")
    def test_what_was_made_from_it_counts_for_it_alone(self):
        """A credit note made from a complaint uses up what that one was granted, not what another was."""
        order = self.delivered()
        first, second = (
            self.granted(self.claimed(order, claim="compensation", quantity=0, amount=300.0)) for _number in range(2)
        )
        notes = [self.credit_note(200.0) for _number in range(3)]
        for note, complaint in zip(notes, (first, first, second), strict=True):
            note._sdw_system().sdw_complaint_id = complaint
        notes[0].action_post()
        with self.assertRaises(UserError), self.cr.savepoint():
            notes[1].action_post()
        notes[2].action_post()

    @covers("X-03")
    def test_another_companys_complaint_holds_nothing(self):
        self.delivered()
        company = self.env["res.company"].create({"name": "Sister"})
        values = {"partner_id": self.customer.id, "description": "Leaks", "claim": "compensation"}
        complaint = self.env["sdw.complaint"].create({**values, "company_id": company.id})
        self.assertEqual((complaint.severity, complaint.company_id), ("major", company))
        self.credit_note().action_post()
        complaint.copy({"company_id": self.company.id})
        with self.assertRaises(UserError):
            self.credit_note().action_post()

    @covers("X-03")
    def test_together_no_more_than_granted(self):
        order = self.delivered()
        self.granted(self.claimed(order, claim="compensation", quantity=0, amount=300.0))
        both = self.credit_note(200.0) | self.credit_note(200.0)
        with self.assertRaises(UserError), self.cr.savepoint():
            both.action_post()
        both[0].action_post()

    @covers("X-03")
    def test_the_audit_finds_only_what_came_later(self):
        order = self.delivered()
        early = self.credit_note(10.0)
        early.action_post()
        self.ship(self.return_wizard(self.sent(order))._create_return().sudo())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET create_date = create_date - interval '1 day' WHERE id = %s", early.ids
        )
        self.env.cr.execute("UPDATE stock_picking SET date_done = date_done - interval '1 day'")
        self.env.invalidate_all()
        complaint = self.claimed(order)
        found = self.env["sdw.audit.finding"].sudo()
        found._cron_audit()
        mine = [("code", "=", "complaint_undecided")]
        self.assertFalse(found.search(mine), "they came before the complaint")
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_picking SET date_done = now() + interval '1 hour'")
        self.env.invalidate_all()
        found._cron_audit()
        self.assertEqual(set(found.search(mine).mapped("res_model")), {"stock.picking"})
        self.assertTrue(complaint)

    @covers("X-03")
    def test_off_costs_nothing(self):
        self.switch("off", "complaint")
        note = self.credit_note()
        self.env.flush_all()
        note.mapped("company_id.sdw_mode_complaint")
        with self.assertQueries([], flush=False):
            self.assertFalse(note.sudo()._get_blockers("reverse")[note.sudo()])

    @covers("X-03")
    def test_queries_do_not_grow(self):
        """Asking 200 credit notes and returns costs as much as asking 20."""
        order = self.delivered()
        for _number in range(3):
            self.claimed(order, claim="compensation", amount=5.0)
        self.granted(self.claimed(order, claim="compensation", amount=5.0))
        costs = {}
        for size in (20, 200):
            notes = self.credit_note(1.0).sudo()
            for _number in range(size - 1):
                notes |= notes[0].copy()
            pickings = self.env["stock.picking"].sudo().union(*(self.by_hand() for _number in range(size))).sudo()
            for documents, gate in ((notes, "post"), (pickings, "return")):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                blockers = documents._get_blockers(gate)
                costs[gate, size] = self.cr.sql_log_count - before
                self.assertTrue(all(blockers.values()))
        self.assertLess(costs["post", 200] - costs["post", 20], 10, costs)
        self.assertLess(costs["return", 200] - costs["return", 20], 10, costs)
