from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import covers
from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryNodes(EntryCase):
    """The nodes of every confirmed order, and the list that shows where each stands (E-04, E-06 … E-08, O-16, O-17)."""

    def node(self, order, kind):
        return order.sudo().sdw_milestone_ids.filtered(lambda node: node.kind == kind)

    def row(self, order, user=None):
        self.env.flush_all()
        tracking = self.env["sdw.order.tracking"].with_user(user or self.sales_admin)
        tracking.invalidate_model()
        return tracking.search([("order_id", "=", order.id)])

    @covers("E-04", "E-07")
    def test_nodes_of_an_order_from_stock(self):
        order = self.order()
        order.commitment_date = fields.Datetime.now() + timedelta(days=5)
        order.action_confirm()
        kinds = {"quality", "logistics", "ship", "accept", "invoice", "payment"}
        self.assertEqual(set(order.sudo().sdw_milestone_ids.mapped("kind")), kinds)
        self.assertEqual(self.node(order, "quality").planned_date, self.day(5))
        order._sdw_reach_node("quality")
        self.assertEqual(self.node(order, "quality").actual_date, self.today)
        self.assertFalse(self.node(order, "logistics").met_on)
        self.pending(order).with_user(self.accountant).action_approve()
        self.ship(order.sudo().picking_ids)
        self.assertTrue(self.node(order, "logistics").met_on)
        self.assertTrue(self.node(order, "ship").met_on)

    @covers("E-04")
    def test_production_is_planned_by_its_promise(self):
        order = self.short()
        self.assertFalse(self.node(order, "production").planned_date)
        self.promise(order, 10)
        self.assertEqual(self.node(order, "production").planned_date, self.day(10))
        self.assertEqual(self.node(order, "ship").planned_date, self.day(10))
        self.assertFalse(self.node(order, "production").met_on)
        self.put(self.rare, 5)
        self.assertTrue(self.node(order, "production").met_on)

    @covers("E-04")
    def test_late_nodes_are_reminded_and_escalated(self):
        order = self.order()
        order.commitment_date = fields.Datetime.now() + timedelta(days=5)
        order.action_confirm()
        node = self.node(order, "logistics")
        self.env["sdw.deadline.mixin"]._cron_deadlines(now=node.deadline - timedelta(days=1))
        self.assertEqual(node.activity_ids.user_id, self.salesperson)
        self.env["sdw.deadline.mixin"]._cron_deadlines(now=node.deadline + timedelta(hours=1))
        self.assertEqual(node.escalated_to_id, self.manager)
        with self.assertRaises(AccessError):
            node.with_user(self.manager).write({"actual_date": self.today})

    def test_no_nodes_while_off(self):
        self.switch("off", "credit")
        self.assertFalse(self.confirmed().sudo().sdw_milestone_ids)

    @covers("O-16", "E-06", "E-08")
    def test_stages(self):
        order = self.order(lines=[(self.rare, 15, {})])
        self.assertEqual(self.row(order).stage, "entry")
        order.action_confirm()
        row = self.row(order)
        self.assertEqual((row.stage, row.exceptions, row.delivery_state), ("supply", 1, "pending"))
        self.promise(order)
        self.assertEqual(self.row(order).stage, "checks")
        self.pending(order).with_user(self.accountant).action_approve()
        self.assertEqual(self.row(order).stage, "shipping")
        self.put(self.rare, 5)
        self.ship(order.sudo().picking_ids)
        self.assertEqual(self.row(order).stage, "arrival")
        followup = self.env["sdw.arrival.followup"].search([("order_id", "=", order.id)])
        followup.with_user(self.salesperson).action_log_call("arrived")
        self.assertEqual(self.row(order).stage, "invoice")
        invoice = order.with_user(self.accountant)._create_invoices().with_env(self.env)
        invoice.action_post()
        row = self.row(order)
        self.assertEqual((row.stage, row.payment_state, row.amount_due), ("payment", "open", 15000))
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({})._create_payments()
        row = self.row(order)
        self.assertEqual((row.stage, row.payment_state, row.amount_paid), ("done", "paid", 15000))
        groups = self.env["sdw.order.tracking"]._read_group([("order_id", "=", order.id)], ["stage"], ["__count"])
        self.assertEqual(groups, [("done", 1)])

    @covers("O-16")
    def test_who_sees_which(self):
        order = self.confirmed()
        for login, sees in {"salesperson": 1, "manager": 1, "sales_admin": 1, "gm": 1, "accountant": 1}.items():
            self.assertEqual(len(self.row(order, self.users[login])), sees, login)
        self.assertFalse(self.row(order, self.second_salesperson))
        with self.assertRaises(AccessError):
            self.row(order, self.support)
        self.assertEqual(self.row(order, self.salesperson).action_open_order()["res_id"], order.id)

    @covers("O-17")
    def test_agents_orders(self):
        self.customer.sudo().sdw_channel = "agent"
        contact = self.env["res.partner"].create({"name": "His Buyer", "parent_id": self.customer.id})
        somebody = self.env["res.partner"].create({"name": "X"})
        order, other = self.confirmed(partner=contact), self.confirmed(partner=somebody)
        action = self.env.ref("sales_dept_workflow.action_agent_orders")
        self.env.flush_all()
        rows = self.env["sdw.order.tracking"].search([("channel", "=", "agent")])
        self.assertIn(order, rows.order_id)
        self.assertNotIn(other, rows.order_id)
        self.assertIn("agent", action.domain)

    def test_the_list_costs_one_query(self):
        for _number in range(3):
            self.confirmed()
        self.env.flush_all()
        tracking = self.env["sdw.order.tracking"]
        names = ["stage", "delivery_state", "payment_state", "amount_due"]
        tracking.search_fetch([], names, limit=1)
        with self.assertQueryCount(1):
            tracking.search_fetch([("company_id", "=", self.company.id)], names)
