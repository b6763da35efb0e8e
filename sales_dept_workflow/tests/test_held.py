from dataclasses import replace
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..models.common.rules import CODES
from .common import covers
from .test_ship_gate import ShipCase

FIELDS = {"sdw_held": {}, "sdw_held_reason": {}, "state": {}}


@tagged("post_install", "-at_install")
class TestHeld(ShipCase):
    """Lists say what is held and why; what is held is not offered as the next thing to press."""

    def rows(self, records, user):
        records.invalidate_recordset()
        return records.with_user(user).web_read(FIELDS)

    @covers("O-04", "O-05")
    def test_the_keeper_sees_what_is_held_and_why(self):
        held, free = self.confirmed(), self.released()
        pickings = self.transfer(held) | self.transfer(free)
        for user in (self.keeper, self.shipping):
            first, second = self.rows(pickings, user)
            self.assertEqual(first["sdw_held"], "held")
            self.assertIn("three checks", first["sdw_held_reason"])
            self.assertEqual((second["sdw_held"], second["sdw_held_reason"]), (False, ""))
        self.assertHeld(self.pick(pickings[0]).with_user(self.keeper).button_validate)
        self.pick(pickings[1]).with_user(self.keeper)._action_done()
        self.assertFalse(self.rows(pickings, self.keeper)[1]["sdw_held"], "nothing is held any more")

    def test_a_receipt_is_never_held(self):
        kind = self.warehouse.in_type_id
        receipt = self.env["stock.picking"].create({"picking_type_id": kind.id})
        self.assertFalse(self.rows(receipt, self.keeper)[0]["sdw_held"])

    def test_what_only_the_customer_can_do(self):
        order = self.confirmed()
        with patch.dict(CODES, credit_approval=replace(CODES["credit_approval"], kind="customer")):
            self.assertEqual(self.rows(order, self.salesperson)[0]["sdw_held"], "customer")
        self.assertEqual(self.rows(order, self.salesperson)[0]["sdw_held"], "held")
        self.switch("warn", "credit")
        self.assertFalse(self.rows(order, self.salesperson)[0]["sdw_held"], "a warning holds nothing")

    @covers("Q-04")
    def test_sales_see_held_orders(self):
        self.switch("block", "price")
        order = self.order(lines=[(self.product, 1, {"price_unit": 500.0})])
        self.assertEqual(self.rows(order, self.salesperson)[0]["sdw_held"], "held")
        self.assertFalse(self.rows(self.order(), self.salesperson)[0]["sdw_held"])

    # ------------------------------------------------------------------ buttons
    def buttons(self, model, user, values):
        """{name: whether it is highlighted} of the header buttons that are shown."""
        views = self.env[model].with_user(user).get_views([(False, "form")])["views"]
        header = etree.fromstring(views["form"]["arch"]).find("header")
        return {
            button.get("name"): bool({"oe_highlight", "btn-primary"} & set((button.get("class") or "").split()))
            for button in header.iter("button")
            if not safe_eval(button.get("invisible") or "False", dict(values))
        }

    def shown(self, record, user, names):
        record.invalidate_recordset()
        fields = set(record.with_user(user).get_views([(False, "form")])["models"][record._name]["fields"])
        row = record.with_user(user).read(sorted(fields & set(record._fields)))[0]
        found = self.buttons(record._name, user, {**row, "id": record.id, "context": {}})
        return {name: found.get(name) for name in names}

    def test_held_order_is_not_for_sending(self):
        self.switch("block", "price")
        names = ("action_quotation_send", "action_confirm")
        order = self.order(lines=[(self.product, 1, {"price_unit": 500.0})])
        # There, to be pressed by whoever wants to know why, but plain.
        self.assertEqual(self.shown(order, self.salesperson, names), dict.fromkeys(names, False))
        with self.assertRaises(UserError):
            order.action_quotation_send()
        free = self.order()
        self.assertEqual(self.shown(free, self.salesperson, names), {names[0]: True, names[1]: False})
        free.with_user(self.salesperson).action_quotation_sent()
        self.assertEqual(self.shown(free, self.salesperson, names), {names[0]: False, names[1]: True})
        free.order_line.price_unit = 500.0
        self.assertEqual(self.shown(free, self.salesperson, names), dict.fromkeys(names, False))
        with self.assertRaises(UserError):
            free.action_confirm()

    def test_held_transfer_is_not_for_validating(self):
        order = self.confirmed()
        picking = self.transfer(order)
        self.assertEqual(self.shown(picking, self.keeper, ["button_validate"]), {"button_validate": False})
        self.pending(order).with_user(self.accountant).action_approve()
        self.assertEqual(self.shown(picking, self.keeper, ["button_validate"]), {"button_validate": True})

    # ------------------------------------------------------------------ costs
    def cost(self, records, user):
        self.env.flush_all()
        self.env.invalidate_all()
        # By id: what a list has found, it reads together.
        records = records.with_user(user).with_context(lang="en_US").browse(records.ids)
        records.web_read({"state": {}, "company_id": {}})
        self.assertTrue(self.company.with_user(user).sudo().sdw_mode_credit, "as every page has read the company")
        before = self.env.cr.sql_log_count
        records.web_read(FIELDS)
        return self.env.cr.sql_log_count - before

    def many(self, size):
        partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(size)])
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        values = [{"partner_id": partner.id, "order_line": [Command.create(line)]} for partner in partners]
        orders = self.env["sale.order"].with_user(self.sales_admin).create(values)
        orders.action_confirm()
        return orders

    @covers("O-04")
    def test_lists_cost_nothing_per_row(self):
        self.switch("block", "shipping_hold")
        few, many = self.many(20), self.many(200)
        for user, records in ((self.keeper, "picking_ids"), (self.sales_admin, None)):
            few_rows, many_rows = (orders.sudo()[records] if records else orders for orders in (few, many))
            self.cost(few_rows, user)
            costs = self.cost(few_rows, user), self.cost(many_rows, user)
            self.assertEqual({row["sdw_held"] for row in many_rows.with_user(user).web_read(FIELDS)}, {"held"})
            self.assertLessEqual(costs[1], costs[0] + 2, costs)
            self.assertLessEqual(costs[1], 40, costs)

    def test_off_costs_nothing(self):
        orders = self.many(5)
        self.switch("off", "credit")
        for user, records in ((self.keeper, orders.sudo().picking_ids), (self.sales_admin, orders)):
            self.cost(records, user)
            self.assertEqual(self.cost(records, user), 0)
