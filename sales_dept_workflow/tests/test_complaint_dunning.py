from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestComplaintDunning(CollectionCase):
    """A disputed invoice is not chased while the claim is being decided or was granted, and no longer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.sdw_superior_id = cls.manager
        cls.switch("block", "complaint")

    def disputed(self, invoice=None, **values):
        invoices = [Command.set(invoice.ids)] if invoice else []
        values = {"claim": "compensation", "claim_amount": 100.0, "invoice_ids": invoices, **values}
        values = {"partner_id": self.customer.id, "description": "The pump leaks", **values}
        complaint = self.env["sdw.complaint"].with_user(self.sales_admin).create(values)
        cause = self.env["sdw.complaint.cause"].search([], limit=1)
        complaint._sdw_system().write({"cause_id": cause.id, "improvement_waived": "Known and dealt with"})
        return complaint

    def ask(self, complaint):
        return complaint.with_user(self.sales_admin).action_request_approval("complaint", "He insists")

    def overdue(self):
        cases = self.env["sdw.collection.case"].sudo()
        limits = cases._sweep_limits(companies=self.company)
        return (self.company.id, self.customer.id) in cases._overdue_customers(limits)

    @covers("X-03")
    def test_from_the_request_to_the_refusal(self):
        invoice = self.invoice(1000.0)
        complaint = self.disputed(invoice)
        self.assertTrue(self.overdue(), "a complaint alone parks no debt")
        approval = self.ask(complaint)
        self.assertFalse(self.overdue())
        self.sweep()
        self.assertFalse(self.case_of())
        approval.with_user(self.manager).action_reject("He broke it himself")
        self.assertTrue(self.overdue())
        approval = self.ask(complaint)
        self.assertFalse(self.overdue())
        complaint.with_user(self.sales_admin).claim_amount = 5000.0
        self.assertEqual(approval.sudo().state, "lapsed")
        self.assertTrue(self.overdue())

    @covers("X-03")
    def test_granted_until_it_is_closed(self):
        complaint = self.disputed(self.invoice(1000.0))
        self.ask(complaint).with_user(self.manager).action_approve()
        self.assertFalse(self.overdue())
        complaint.with_user(self.sales_admin).action_solve("Credited")
        complaint.with_user(self.sales_admin).action_close()
        self.assertTrue(self.overdue())

    @covers("X-03", "X-08")
    def test_nobody_parks_a_debt_for_ever(self):
        complaint = self.disputed(self.invoice(1000.0))
        self.ask(complaint)
        self.env["sdw.deadline.mixin"]._cron_deadlines(complaint.solve_by + timedelta(hours=1))
        self.assertTrue(complaint.solve_escalated_on)
        self.assertTrue(self.overdue(), "the solution is overdue and the manager knows")
        later = complaint.solve_by + timedelta(days=9)
        complaint.with_user(self.manager).action_move_solution(later, "Expert's report")
        self.assertFalse(self.overdue(), "he gave it more time")

    @covers("X-03", "X-08")
    def test_solved_but_never_closed(self):
        complaint = self.disputed(self.invoice(1000.0))
        self.ask(complaint).with_user(self.manager).action_approve()
        complaint.with_user(self.sales_admin).action_solve("Credited")
        self.assertFalse(self.overdue(), "the credit note is still to come")
        complaint._sdw_system().solve_by = datetime.now() - timedelta(hours=1)
        self.assertTrue(self.overdue(), "whoever forgets to close it parks the debt no longer than a solution takes")

    @covers("X-03")
    def test_only_what_this_customer_bought(self):
        """Somebody else's order is not disputed by naming it: neither by RPC nor by changing the customer."""
        order = self.order(partner=self.subsidiary, lines=[(self.product, 1, {})]).sudo()
        for user in (self.salesperson, self.sales_admin):
            with self.assertRaisesRegex(UserError, "those of the customer"), self.cr.savepoint():
                values = {"partner_id": self.customer.id, "description": "Leaks", "order_id": order.id}
                self.env["sdw.complaint"].with_user(user).create(values)
        complaint = self.disputed()
        with self.assertRaisesRegex(UserError, "those of the customer"), self.cr.savepoint():
            complaint.with_user(self.sales_admin).write({"order_id": order.id})
            self.env.flush_all()
        own = self.order(lines=[(self.product, 1, {})])
        complaint.with_user(self.sales_admin).order_id = own.id
        self.assertEqual(complaint.order_id, own)

    def test_only_what_is_disputed(self):
        first = self.invoice(1000.0)
        complaint = self.disputed(first)
        self.ask(complaint)
        self.assertFalse(self.overdue())
        self.invoice(10.0)
        self.assertTrue(self.overdue())
        self.sweep()
        self.assertEqual(self.case_of().overdue_amount_company, 10.0)

    def test_by_the_order(self):
        self.switch("off", "complaint", "shipping_hold")
        order = self.order(lines=[(self.product, 1, {})]).sudo()
        order.action_confirm()
        self.ship(order.picking_ids)
        invoice = order._create_invoices()
        dates = {"invoice_date": self.ago(60), "invoice_date_due": self.ago(30)}
        invoice.write({**dates, "invoice_payment_term_id": False})
        invoice.action_post()
        self.assertTrue(self.overdue())
        self.ask(self.disputed(order_id=order.id))
        self.assertFalse(self.overdue())

    def test_statements_do_not_grow(self):
        """One statement for the whole ledger, however many complaints there are."""
        cases = self.env["sdw.collection.case"].sudo()
        limits = cases._sweep_limits(companies=self.company)
        costs = []
        for size in (2, 20):
            for _number in range(size):
                self.ask(self.disputed(self.invoice(10.0)))
            self.env.flush_all()
            before = self.cr.sql_log_count
            cases._overdue_customers(limits)
            costs.append(self.cr.sql_log_count - before)
        self.assertEqual(costs, [1, 1])
