from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import covers
from .invoice_common import DEADLINE, NUMBER, PROBLEM, SHIPPED, DispatchCase


@tagged("post_install", "-at_install")
class TestInvoiceDispatchMoney(DispatchCase):
    """What goes with the invoice itself: several shipments, currencies, companies, readers, costs."""

    @covers("D-04")
    def test_several_shipments_one_invoice(self):
        first, one = self.shipped()
        second, two = self.shipped(lines=[(self.product, 3, {})])
        invoice = self.invoiced(first, second)
        self.assertEqual(len(invoice), 1)
        both = one | two
        both.with_user(self.sales_admin).action_send()
        both.with_user(self.finance).action_issue(invoice.id, NUMBER)
        self.assertEqual(both.mapped("state"), ["issued", "cancelled"])
        self.assertEqual(two.joined_to_id, one)
        self.assertEqual(one.order_ids, first | second)
        self.assertEqual(one.picking_ids, (first | second).picking_ids)
        self.assertEqual(one.amount_total, invoice.amount_total)
        self.assertFalse(self.activity(two, DEADLINE))
        with self.assertRaises(UserError):
            two.with_user(self.sales_admin).action_request_again("x")

    @covers("D-04")
    def test_follows_the_invoice(self):
        order, dispatch = self.mailed()
        invoice = dispatch.move_id
        invoice.button_draft()
        self.assertEqual(dispatch.state, "cancelled")
        self.assertIn("12345678", self.activity(dispatch, PROBLEM).summary)
        fresh = self.dispatches(order) - dispatch
        self.assertEqual((fresh.state, fresh.replaces_id), ("requested", dispatch))
        invoice.action_post()
        fresh.with_user(self.finance).action_issue(invoice.id, "87654321")
        reversal = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        reversal.action_post()
        self.assertEqual(fresh.state, "cancelled")
        self.assertEqual(self.dispatches(order), dispatch | fresh, "nothing is asked for anew")
        fresh.with_user(self.sales_admin).action_request_again("invoiced to the wrong title")
        self.assertEqual(len(self.dispatches(order)), 3)
        with self.assertRaises(UserError):
            fresh.with_user(self.sales_admin).action_request_again("once more")

    @covers("D-03")
    def test_foreign_currency_discount_and_return(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        self.env["res.currency.rate"].create({"currency_id": usd.id, "rate": 0.125, "name": "2020-01-01"})
        pricelist = self.env["product.pricelist"].create({"name": "USD", "currency_id": usd.id})
        with freeze_time(SHIPPED):
            order = self.order(pricelist_id=pricelist.id, lines=[(self.product, 3, {"discount": 10})])
            order.sudo().action_confirm()
            self.ship(order.sudo().picking_ids)
        dispatch = self.dispatches(order)
        self.assertEqual(dispatch.currency_id, order.currency_id)
        self.assertEqual(dispatch.amount_total, order.sudo().amount_total)
        picking = order.sudo().picking_ids
        wizard = self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 1
        self.ship(self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"]))
        self.assertEqual(self.dispatches(order), dispatch, "what comes back asks for no invoice")

    @covers("D-03")
    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        _order, dispatch = self.mailed()
        self.finance.write({"company_ids": [Command.link(other.id)]})
        there = dispatch.with_user(self.finance).with_context(allowed_company_ids=other.ids)
        with self.assertRaises(AccessError):
            there.action_received()
        self.assertFalse(there.search([("id", "=", dispatch.id)]))
        self.company.sdw_invoice_arrival_days = 0
        self.assertFalse(self.shipped()[1], "switched off")

    def test_who_reads(self):
        _order, dispatch = self.shipped()
        readers = (self.salesperson, self.manager, self.director, self.sales_admin, self.accountant, self.finance)
        found = self.env["sdw.invoice.dispatch"]
        for user in readers:
            self.assertTrue(found.with_user(user).search([("id", "=", dispatch.id)]), user.name)
            self.assertTrue(dispatch.with_user(user).read(["missing_data", "amount_total", "title"]))
            self.assertTrue(dispatch.line_ids.with_user(user).mapped("name"))
        self.assertFalse(found.with_user(self.second_salesperson).search([("id", "=", dispatch.id)]))
        for user in (self.keeper, self.legal, self.support):
            with self.assertRaises(AccessError):
                found.with_user(user).search([])

    def test_windows(self):
        order, dispatch = self.shipped()
        invoice = self.invoiced(order)
        finance = dispatch.with_user(self.finance)
        with freeze_time(SHIPPED):
            action = finance.action_open_issue()
            form = Form(self.env["sdw.invoice.wizard"].with_user(self.finance).with_context(**action["context"]))
            self.assertEqual(form.move_id, invoice)
            form.fapiao_number = "1234 5678"
            form.save().action_confirm()
            action = finance.action_open_mail()
            form = Form(self.env["sdw.invoice.wizard"].with_user(self.finance).with_context(**action["context"]))
            form.courier_id, form.tracking_number = self.courier, "SF9"
            form.save().action_confirm()
        self.assertRecordValues(dispatch, [{"state": "mailed", "fapiao_number": "12345678"}])
        action = finance.action_ask_not_received()
        wizard = self.env["sdw.reason.wizard"].with_user(self.finance).with_context(**action["context"]).create({})
        wizard.reason = "no"
        wizard.action_confirm()
        self.assertEqual(dispatch.call_count, 1)
        self.assertEqual(finance.action_print_sheet()["report_name"], "sales_dept_workflow.report_invoice_data")

    def test_cost_does_not_grow(self):
        costs = []
        for size in (20, 200):
            partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(size)])
            line = {"product_id": self.product.id, "product_uom_qty": 1}
            orders = self.env["sale.order"].create(
                [{"partner_id": partner.id, "order_line": [Command.create(line)]} for partner in partners]
            )
            orders.action_confirm()
            self.company.sdw_invoice_arrival_days = 0
            self.ship(orders.picking_ids)
            self.company.sdw_invoice_arrival_days = 7
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["sdw.invoice.dispatch"]._open(orders.picking_ids.move_ids)
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(found), size)
        self.assertLess(costs[1] - costs[0], 40, costs)
