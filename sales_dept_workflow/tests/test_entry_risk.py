from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestRisk(EntryCase):
    """What crosses a threshold is given to a named person, once (E-05)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["sdw.risk.rule"]
        cls.now = fields.Datetime.now()
        cls.late = cls.env.ref("sales_dept_workflow.risk_rule_delivery")
        cls.unpaid = cls.env.ref("sales_dept_workflow.risk_rule_payment")

    def alerts(self, rule, **values):
        domain = [("rule_id", "=", rule.id), *((name, "=", value.id) for name, value in values.items())]
        return self.env["sdw.risk.alert"].search(domain)

    def promised(self, days):
        order = self.order()
        order.commitment_date = self.now + timedelta(days=days)
        order.action_confirm()
        return order

    @covers("E-05")
    def test_late_delivery(self):
        late, soon = self.promised(-5), self.promised(-1)
        for _rerun in range(2):
            self.rules._cron_risks(self.now)
        alert = self.alerts(self.late, order_id=late)
        self.assertRecordValues(
            alert, [{"value": 5, "user_id": self.sales_admin.id, "state": "open", "partner_id": self.customer.id}]
        )
        self.assertIn(late.name, self.told(alert, self.sales_admin))
        self.assertFalse(self.alerts(self.late, order_id=soon))
        self.pending(late).with_user(self.accountant).action_approve()
        self.ship(late.sudo().picking_ids)
        alert.with_user(self.sales_admin).action_close("Shipped today")
        self.rules._cron_risks(self.now)
        self.assertEqual(len(self.alerts(self.late, order_id=late)), 1, "what is delivered is no risk")

    @covers("E-05")
    def test_late_payment(self):
        self.invoiced(self.customer, 100, due=fields.Date.subtract(self.now.date(), days=40))
        recent = self.env["res.partner"].create({"name": "Recent"})
        self.invoiced(recent, 100, due=fields.Date.subtract(self.now.date(), days=10))
        self.rules._cron_risks(self.now)
        self.assertRecordValues(self.alerts(self.unpaid, partner_id=self.customer), [{"value": 40}])
        self.assertFalse(self.alerts(self.unpaid, partner_id=recent))

    @covers("E-05")
    def test_complaints_are_counted_where_they_are_kept(self):
        rule = self.env.ref("sales_dept_workflow.risk_rule_complaints")
        self.assertIsInstance(rule._over_threshold(self.company, self.now), dict)

    @covers("E-05")
    def test_handling(self):
        order = self.promised(-5)
        self.rules._cron_risks(self.now)
        alert = self.alerts(self.late, order_id=order)
        with self.assertRaises(AccessError):
            alert.with_user(self.salesperson).action_handle()
        with self.assertRaises(UserError):
            alert.with_user(self.sales_admin).action_close(" ")
        for values in ({"state": "closed"}, {"value": 0}, {"handling_note": "x"}, {"met_on": self.now}):
            with self.assertRaises(AccessError):
                alert.with_user(self.manager).write(values)
        alert.with_user(self.sales_admin).action_handle()
        self.assertEqual((alert.state, alert.deadline_state), ("handling", "met"))
        alert.with_user(self.manager).action_close("Talked to the customer")
        self.rules._cron_risks(self.now)
        self.assertEqual(len(self.alerts(self.late, order_id=order)), 2, "still late: a new one")

    @covers("E-05")
    def test_nobody_steps_in(self):
        order = self.promised(-5)
        self.sales_admin.sdw_superior_id = self.manager
        self.rules._cron_risks(self.now)
        alert = self.alerts(self.late, order_id=order)
        self.env["sdw.deadline.mixin"]._cron_deadlines(now=alert.deadline + timedelta(hours=1))
        self.assertEqual(alert.escalated_to_id, self.manager)

    @covers("E-05")
    def test_a_person_and_a_company_of_its_own(self):
        self.late.write({"user_id": self.director.id})
        other = self.env["res.company"].create({"name": "Branch"})
        elsewhere = self.late.copy({"company_id": other.id})
        order = self.promised(-5)
        self.rules._cron_risks(self.now)
        self.assertEqual(self.alerts(self.late, order_id=order).user_id, self.director)
        self.assertFalse(self.alerts(elsewhere))
        for login in ("salesperson", "sales_admin", "accountant"):
            with self.assertRaises(AccessError):
                self.late.with_user(self.users[login]).write({"threshold": 99})
        self.late.with_user(self.manager).threshold = 4

    def test_silent_while_no_rule_is_on(self):
        order = self.promised(-5)
        self.switch("off", "credit")
        self.rules._cron_risks(self.now)
        self.assertFalse(self.alerts(self.late, order_id=order))

    @covers("E-05")
    def test_queries_do_not_grow(self):
        def cost(size):
            orders = self.env["sale.order"].browse(self.promised(-9).id for _number in range(size))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rules._cron_risks(self.now)
            self.env.flush_all()
            self.assertEqual(len(self.env["sdw.risk.alert"].search([("order_id", "in", orders.ids)])), size)
            return self.env.cr.sql_log_count - before

        cost(2)
        few, many = cost(5), cost(20)
        self.assertLessEqual(many, few + 2, (few, many))
