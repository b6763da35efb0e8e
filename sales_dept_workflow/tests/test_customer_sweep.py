from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import covers
from .status_common import StatusCase

REMINDER = "sales_dept_workflow.mail_activity_type_status_review"
ESCALATION = "sales_dept_workflow.mail_activity_type_escalation"


@tagged("post_install", "-at_install")
class TestCustomerSweep(StatusCase):
    """What follows from the orders, and what no longer fits."""

    def sweep(self):
        self.env["res.partner"]._sdw_sweep_status()
        return self.customer.customer_status

    @covers("A-45", "A-48")
    def test_active_on_confirmation(self):
        order = self.sold()
        self.assertEqual(self.customer.customer_status, "active")
        self.assertEqual(self.history()[0][:3], ("lead", "active", "system"))
        self.assertIn(order.name, self.customer.sdw_status_log_ids[0].reason)
        self.sold()
        self.assertEqual(len(self.history()), 1)

    def test_off_nothing_happens_at_once(self):
        self.switch("off", "customer_status")
        self.sold()
        self.assertEqual(self.customer.customer_status, "lead")
        self.assertEqual(self.sweep(), "active")
        self.assertEqual(self.history()[0][:3], ("lead", "active", "system"))

    @covers("A-45")
    def test_dormant(self):
        order = self.sold()
        order._sdw_system().sdw_confirmed_on = order.date_order - timedelta(days=400)
        self.assertEqual(self.sweep(), "dormant")
        self.assertEqual(self.history()[0][:3], ("active", "dormant", "system"))
        before = len(self.history())
        self.assertEqual((self.sweep(), len(self.history())), ("dormant", before), "a rerun changes nothing")
        self.company.sdw_dormant_months = 24
        self.sold(days=1)
        self.assertEqual(self.sweep(), "active")

    @covers("A-48")
    def test_invalid_stays_until_he_orders_again(self):
        self.switch("off", "customer_status")
        self.sold(days=3)
        self.sweep()
        self.switch("block", "customer_status")
        self.approve(self.request("invalid", reason="Closed down"), self.manager)
        self.assertEqual(self.sweep(), "invalid")
        self.sold()
        self.assertEqual(self.customer.customer_status, "active")

    def test_whom_the_add_on_finds(self):
        """At installation nobody has a status; the first sweep says what the orders say."""
        self.switch("off", "customer_status")
        old = self.env["res.partner"].create({"name": "Old"})
        self.sold(days=3)
        self.sold(old, days=900)
        self.env.flush_all()
        ids = tuple((self.customer | old).ids)
        self.env.cr.execute("UPDATE res_partner SET customer_status = NULL WHERE id IN %s", [ids])
        self.env.invalidate_all()
        self.assertEqual(self.sweep(), "active")
        self.assertEqual(old.customer_status, "dormant")

    @covers("A-45")
    def test_review(self):
        rows = self.env["sdw.status.review"]
        self.assertFalse(rows.search([("partner_id", "=", self.customer.id)]))
        self.order()
        row = rows.search([("partner_id", "=", self.customer.id)])
        self.assertEqual((row.finding, row.suggested), ("further", "potential"))
        for user, sees in ((self.salesperson, True), (self.second_salesperson, False), (self.manager, True)):
            found = rows.with_user(user).search([("partner_id", "=", self.customer.id)])
            self.assertEqual(bool(found), sees, user.login)
        with self.assertRaises(AccessError):
            row.with_user(self.keeper).action_request_suggested("Why")
        action = row.with_user(self.salesperson).action_open_request()
        wizard = self.env["sdw.reason.wizard"].with_user(self.salesperson).with_context(**action["context"])
        wizard.create({"reason": "A quotation is out"}).action_confirm()
        self.assertEqual(self.customer.sdw_status_requested, "potential")

    @covers("A-45")
    def test_reminder(self):
        order = self.order()
        self.approve(self.request("potential"), self.manager)
        order.sudo().action_cancel()
        rows = self.env["sdw.status.review"]
        rows._cron_status_review(), rows._cron_status_review()
        reminder = self.customer._sdw_scheduled(REMINDER)
        self.assertEqual(reminder.user_id, self.salesperson)
        reminder.date_deadline = self.today - timedelta(days=1)
        rows._cron_status_review(), rows._cron_status_review()
        self.assertEqual(self.customer._sdw_scheduled(ESCALATION).user_id, self.manager)
        self.approve(self.request("invalid"), self.manager)
        self.assertFalse(self.customer._sdw_scheduled(REMINDER))

    @covers("A-45", "A-49")
    def test_queries_do_not_grow(self):
        costs = []
        for size in (20, 200):
            partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(size)])
            partners = partners.with_user(self.sales_admin)
            costs.append(
                (
                    self.queries(lambda them=partners: them.action_request_status("invalid", "Cleaning up")),
                    self.queries(lambda them=partners: them.approval_ids.with_user(self.manager).action_approve()),
                    self.queries(self.env["res.partner"]._cron_customers),
                )
            )
            self.assertEqual(set(partners.mapped("customer_status")), {"invalid"})
        for few, many in zip(*costs, strict=True):
            self.assertLessEqual(many, few + 12, costs)

    def queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
