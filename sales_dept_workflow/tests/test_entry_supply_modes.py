from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntrySupplyModes(EntryCase):
    """Off is silent and free, warn holds nothing, companies are apart, queries do not grow."""

    def test_off(self):
        self.switch("off", "credit")
        order = self.short()
        self.assertFalse(self.inquiry(order))
        self.assertFalse(order.commitment_date)
        with self.assertQueryCount(0):
            order._sdw_subject_to("credit")
            order._sdw_reach_node("quality")
        self.put(self.rare, 5)

    @covers("O-02")
    def test_warn(self):
        self.switch("warn", "credit")
        order = self.short()
        self.assertEqual(self.inquiry(order).state, "asked")
        blockers = order.with_user(self.sales_admin).get_blockers("ship")
        self.assertEqual({blocker["mode"] for blocker in blockers}, {"warn"})
        self.ship(order.sudo().picking_ids, 10)
        findings = self.env["sdw.audit.finding"].search([("code", "=", "supply_date")])
        self.assertTrue(findings)

    def test_older_orders_are_exempt(self):
        self.switch("off", "credit")
        order = self.short()
        self.switch("block", "credit")
        self.assertNotIn("supply_date", self.codes(order.with_user(self.sales_admin)))

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Branch"})
        self.assertEqual(other._sdw_mode("credit"), "off")
        self.env.user.company_ids |= other
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        there = self.env["sale.order"].with_company(other)
        values = {"partner_id": self.customer.id, "company_id": other.id, "warehouse_id": warehouse.id}
        line = Command.create({"product_id": self.rare.id, "product_uom_qty": 3})
        order = there.create({**values, "order_line": [line]})
        order.action_confirm()
        self.assertFalse(order.sdw_supply_ids, "the rule is off there")
        other.sdw_mode_credit = "block"
        order = there.create({**values, "order_line": [line]})
        order.action_confirm()
        inquiry = order.sdw_supply_ids
        self.assertEqual((inquiry.company_id, inquiry.quantity_missing), (other, 3), "stock elsewhere is not there")
        self.assertFalse(self.env["sdw.supply.inquiry"].with_user(self.production).search([("id", "=", inquiry.id)]))
        with self.assertRaises(AccessError):
            inquiry.with_user(self.production).action_promise(self.day(1))

    def cost(self, size):
        partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(size)])
        line = Command.create({"product_id": self.rare.id, "product_uom_qty": 20})
        values = [{"partner_id": partner.id, "order_line": [line] * 2} for partner in partners]
        lines = self.env["sale.order"].create(values).order_line
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        lines._sdw_shortages()
        return self.env.cr.sql_log_count - before

    @covers("O-02")
    def test_queries_do_not_grow(self):
        self.cost(2)
        costs = {size: self.cost(size) for size in (5, 20, 60)}
        self.assertEqual(costs[20], costs[5], costs)
        self.assertEqual(costs[60], costs[5], costs)

    def test_asking_does_not_grow(self):
        def cost(size):
            orders = self.env["sale.order"].browse(self.order(lines=[(self.rare, 50, {})]).id for _n in range(size))
            orders.sudo().write({"state": "sale"})
            orders.sudo().sdw_supply_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.sudo()._sdw_ask_supply()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        few, many = cost(5), cost(20)
        self.assertLessEqual(many, few + 6, (few, many))


@tagged("post_install", "-at_install")
class TestEntrySupplyProduction(EntryCase):
    """How production answers."""

    def test_the_company_names_who_answers(self):
        second = self.production.copy({"login": "sdw_second_production", "name": "Second"})
        self.company.sdw_production_user_id = second
        self.assertEqual(self.inquiry(self.short()).user_id, second)

    @covers("O-02")
    def test_window_of_production(self):
        inquiry = self.inquiry(self.short()).with_user(self.production)
        action = inquiry.action_promise()
        wizard = self.env[action["res_model"]].with_user(self.production).with_context(**action["context"]).create({})
        self.assertGreaterEqual(wizard.promised_date, self.today)
        wizard.action_confirm()
        self.assertEqual(inquiry.state, "promised")
        rows = inquiry.read(["product_id", "partner_id", "order_id", "quantity_missing", "asked_on"])
        self.assertEqual(rows[0]["partner_id"][1], self.customer.name)
        with self.assertRaises(AccessError):
            self.inquiry(self.short(3)).with_user(self.support).read(["name"])

    @covers("O-02")
    def test_partial_delivery_of_what_is_there(self):
        order = self.short()
        self.promise(order)
        self.pending(order).with_user(self.accountant).action_approve()
        picking = self.pick(self.transfer(order), 10)
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(self.inquiry(order).state, "promised")
