from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestPricingPanel(PricingCase):
    """How a price came about, and what the approver sees besides the figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")

    def rows(self, section):
        return {row["label"]: row["value"] for row in section["rows"]}

    def panel(self, order, user=None):
        order.invalidate_recordset()
        return order.with_user(user or self.salesperson).sdw_price_panel["sections"]

    # ------------------------------------------------------------------ composition
    @covers("Q-04", "Q-05", "Q-08")
    def test_how_the_price_came_about(self):
        self.pricelist.item_ids = [Command.create({"compute_price": "percentage", "percent_price": 20})]
        line = {"special_requirement": "Steel", "special_uplift_percent": 5}
        order = self.order(lines=[(self.product, 2, line)])
        action = order.action_price_panel()
        self.assertEqual(action["res_id"], order.id)
        [section] = self.panel(order)
        rows = self.rows(section)
        self.assertEqual(section["title"], f"Pump × 2 {self.product.uom_id.name}")
        self.assertIn("1,000.00", rows["List price"])
        self.assertIn("Public", rows["Price rule"])
        self.assertIn("20", rows["Price rule"])
        self.assertIn("800.00", rows["The customer's price"])
        self.assertEqual(rows["Special requirement"], "+ 5 %")
        self.assertEqual(rows["Region of East Dealer"], "+ 10 %")
        self.assertIn("924.00", rows["Policy price"])
        self.assertNotIn("Concession", rows)
        order.order_line.discount = 50
        self.assertIn("Concession", self.rows(self.panel(order)[0]))

    @covers("Q-05")
    def test_unit_and_currency_are_those_of_the_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order(partner=self.southern, lines=[(self.product, 1, {"product_uom_id": dozen.id})])
        rows = self.rows(self.panel(order)[0])
        self.assertIn("12,000.00", rows["List price"])
        self.assertIn(dozen.name, rows["List price"])
        self.assertIn("12,000.00", rows["Policy price"])

    def test_not_for_customers(self):
        portal = new_test_user(self.env, "sdw_portal_panel", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        order = self.order()
        with self.assertRaises(AccessError):
            order.with_user(portal).action_price_panel()
        with self.assertRaises(AccessError):
            order.with_user(portal).read(["sdw_price_panel"])

    def test_rules_off(self):
        self.switch("off", "territory", "price")
        rows = self.rows(self.panel(self.order())[0])
        self.assertIn("1,000.00", rows["Policy price"])

    def count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_cost_does_not_grow_with_lines(self):
        products = self.env["product.product"].create(
            [{"name": f"P{number}", "list_price": 10 + number, "taxes_id": False} for number in range(200)]
        )
        costs = []
        for size in (20, 200):
            order = self.order(lines=[(product, 1, {}) for product in products[:size]])
            order.mapped("sdw_price_panel")
            costs.append(self.count(lambda order=order: order.mapped("sdw_price_panel")))
        self.assertLessEqual(costs[1], costs[0] + 2, costs)

    # ------------------------------------------------------------------ the approver's page
    def asked(self, partner=None, price=900):
        order = self.order(partner=partner or self.southern)
        order.order_line.price_unit = price
        return order.action_request_approval("price", "Please")

    def sold(self, price):
        order = self.order(partner=self.southern)
        order.order_line.price_unit = price
        if price < 1000:
            self.approve(order.action_request_approval("price", "Please"), self.manager, self.gm)
        order.action_confirm()

    @covers("Q-07")
    def test_history_of_this_customer(self):
        self.sold(1000)
        self.sold(800)
        self.sold(950)
        approval = self.asked()
        self.env.flush_all()
        panel = approval.with_user(self.gm).facts_panel
        facts = self.rows(panel)
        symbol = self.company.currency_id.symbol
        self.assertIn(symbol, facts["By the policy, net"])
        self.assertIn("1,000.00", facts["By the policy, net"])
        self.assertIn("900.00", facts["Offered, net"])
        self.assertIn("%", facts["Margin left in percent"])
        history, prices = panel["sections"]
        rows = self.rows(history)
        self.assertEqual(rows["Orders"], "3")
        self.assertIn("2,750.00", rows["Revenue, net"])
        self.assertEqual(rows["Average concession"], "8.33 %")
        self.assertIn("Overdue now", rows)
        self.assertIn("950.00", self.rows(prices)["Pump"], "the latest one")

    @covers("Q-07")
    def test_only_who_decides_sees_it(self):
        self.sold(1000)
        approval = self.asked()
        self.assertFalse(approval.with_user(self.salesperson).facts_panel["sections"])
        self.assertTrue(approval.with_user(self.manager).facts_panel["sections"])
        other = self.env["res.company"].create({"name": "Second"})
        strangers = self.env["sdw.sales.analysis"].sudo().search([("company_id", "=", other.id)])
        self.assertFalse(strangers)

    def test_history_costs_a_handful_of_queries(self):
        self.sold(950)
        costs = []
        for size in (1, 8):
            approvals = self.env["sdw.approval"].union(*(self.asked() for _number in range(size)))
            shown = approvals.with_user(self.gm)
            shown.mapped("facts_panel")
            costs.append(self.count(lambda shown=shown: shown.mapped("facts_panel")))
        self.assertLessEqual(costs[1], costs[0] + 2, costs)
