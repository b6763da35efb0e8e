from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import covers
from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryStandard(EntryCase):
    """What an order must say before it is confirmed, told all at once (E-01); who has ticked it (E-02)."""

    def message(self, order):
        blockers = order.with_user(self.sales_admin).get_blockers("confirm")
        return " ".join(blocker["message"] for blocker in blockers if blocker["code"] == "entry_incomplete")

    def complete(self, order):
        self.customer.write({"phone": "+86 21 5555 0000 转 12", "street": "1 Main Street", "city": "Shanghai"})
        self.customer.write({"country_id": self.env.ref("base.cn").id, "child_ids": [(0, 0, {"name": "Ms. Gu"})]})
        order.client_order_ref = "PO-77"
        order.commitment_date = fields.Datetime.now() + timedelta(days=20)
        return order

    @covers("E-01")
    def test_basic(self):
        self.assertFalse(self.message(self.order()))
        order = self.order(lines=[(self.product, -2, {})])
        self.assertIn("Pump", self.message(order))
        with self.assertRaises(UserError):
            order.action_confirm()

    @covers("E-01")
    def test_all_errors_at_once(self):
        self.company.sdw_entry_standard = "full"
        order = self.order(lines=[(self.product, 0, {})])
        message = self.message(order)
        for word in ("Contact", "Phone", "address", "reference", "Delivery date", "quantity"):
            self.assertIn(word, message)
        for call in (
            order.action_confirm,
            order.with_context(sdw_skip=True, default_state="sale").action_confirm,
            lambda: order.write({"state": "sale"}),
            lambda: self.order(state="sale"),
        ):
            with self.assertRaises(UserError):
                call()
        self.assertEqual(order.state, "draft")
        order.sudo()._validate_order()
        self.assertEqual(order.state, "draft", "the portal keeps the signature and waits")

    @covers("E-01", "O-01")
    def test_complete(self):
        self.company.sdw_entry_standard = "full"
        order = self.complete(self.order())
        self.assertFalse(self.message(order))
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    @covers("E-01")
    def test_each_field_counts(self):
        self.company.sdw_entry_standard = "full"
        order = self.complete(self.order())
        for values in ({"client_order_ref": False}, {"commitment_date": False}, {"user_id": False}):
            kept = order.sudo().read(list(values), load=False)[0]
            kept.pop("id")
            order.sudo().write(values)
            self.assertTrue(self.message(order), values)
            order.sudo().write(kept)
        for phone in ("call me", "12", "13800x", "+86 (21) 5555-0000"):
            self.customer.phone = phone
            self.assertEqual(bool(self.message(order)), phone != "+86 (21) 5555-0000", phone)

    @covers("E-01")
    def test_warn_files_and_off_is_silent(self):
        self.company.sdw_entry_standard = "full"
        self.switch("warn", "credit")
        order = self.order()
        order.action_confirm()
        findings = self.env["sdw.audit.finding"].search([("res_id", "=", order.id), ("code", "=", "entry_incomplete")])
        self.assertEqual(len(findings), 1)
        self.switch("off", "credit")
        order = self.order()
        self.assertFalse(self.message(order))
        order.action_confirm()

    @covers("E-01")
    def test_switching_all_on_asks_for_the_complete_form(self):
        self.assertEqual(self.company.sdw_entry_standard, "basic")
        self.company.action_sdw_switch_on_all()
        self.assertEqual(self.company.sdw_entry_standard, "full")

    @covers("E-02")
    def test_levels_of_review(self):
        self.company.sdw_order_review = True
        order = self.order()
        self.assertNotIn("Salesperson", order.sdw_review_levels)
        order.with_user(self.sales_admin).action_confirm()
        approval = self.pending(order)
        self.assertIn("Sales_Admin", order.sdw_review_levels)
        approval.with_user(self.manager).action_approve()
        order.invalidate_recordset(["sdw_review_levels"])
        self.assertIn("Manager", order.sdw_review_levels)
        self.assertNotIn("Accountant, ", order.sdw_review_levels)
        approval.with_user(self.accountant).action_approve()
        order.invalidate_recordset(["sdw_review_levels"])
        levels = order.sdw_review_levels
        self.assertLess(levels.index("Sales_Admin"), levels.index("Manager, "))
        self.assertLess(levels.index("Manager, "), levels.index("Accountant, "))
        self.assertIn("General manager, on the delivery notice: not yet", levels)

    def test_queries_do_not_grow(self):
        self.company.sdw_entry_standard = "full"

        def cost(size):
            orders = self.env["sale.order"].browse(self.order().id for _number in range(size))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._get_blockers("confirm")
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertEqual(cost(20), cost(5))
