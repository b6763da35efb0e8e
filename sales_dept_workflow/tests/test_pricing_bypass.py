from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestPricingBypass(PricingCase):
    """The other ways round the price policy that core offers (enforcement notes on price)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")

    @covers("Q-05")
    def test_discount_wizard(self):
        for kind, values in {
            "sol_discount": {"discount_percentage": 0.05},
            "so_discount": {"discount_percentage": 0.05},
            "amount": {"discount_amount": 1},
        }.items():
            order = self.order(partner=self.southern)
            wizard = self.env["sale.order.discount"].with_user(self.salesperson).sudo(False)
            wizard = wizard.create({"sale_order_id": order.id, "discount_type": kind, **values})
            wizard.sudo().action_apply_discount()
            self.assertGreater(order.concession_amount, 0, kind)
            self.assertHeld(order, "price_approval")

    @covers("Q-05")
    def test_free_and_reward_lines(self):
        gift = self.env["product.product"].create({"name": "Gift", "list_price": 30, "taxes_id": [Command.clear()]})
        order = self.order(partner=self.southern, lines=[(self.product, 1, {}), (gift, 1, {"price_unit": 0})])
        self.assertEqual(order.concession_amount, 30)
        self.assertHeld(order, "price_approval")
        if "reward_id" in order.order_line._fields:
            program = self.env["loyalty.program"].create(
                {
                    "name": "Ten off",
                    "program_type": "promotion",
                    "trigger": "auto",
                    "rule_ids": [Command.create({"minimum_amount": 1})],
                    "reward_ids": [
                        Command.create({"reward_type": "discount", "discount": 10, "discount_applicability": "order"})
                    ],
                }
            )
            order = self.order(partner=self.southern)
            order.sudo()._update_programs_and_rewards()
            order.sudo()._apply_program_reward(program.reward_ids, order.sudo().coupon_point_ids.coupon_id[:1])
            self.assertEqual(order.concession_amount, 100)
            self.assertHeld(order, "price_approval")

    @covers("Q-05")
    def test_other_currency_written_by_hand(self):
        yen = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "JPY")])
        yen.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": yen.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": 20,
            }
        )
        order = self.order(partner=self.southern)
        order.write({"currency_id": yen.id})
        self.assertEqual(order.concession_amount, 19000)
        self.assertHeld(order, "price_approval")

    @covers("Q-05")
    def test_goods_dressed_up_as_freight(self):
        if "is_delivery" not in self.env["sale.order.line"]._fields:
            self.skipTest("no delivery charges here")
        order = self.order(partner=self.southern)
        order.order_line.write({"is_delivery": True, "price_unit": 1})
        self.assertHeld(order, "price_approval")
        freight = self.env["product.product"].create(
            {"name": "Freight", "type": "service", "list_price": 50, "taxes_id": False}
        )
        carrier = self.env["delivery.carrier"].create({"name": "Truck", "product_id": freight.id, "fixed_price": 20})
        order = self.order(partner=self.southern)
        order.sudo().set_delivery_line(carrier, 20)
        self.assertFalse(order.concession_amount, "a real freight charge is not held to the pricelist")

    @covers("Q-05")
    def test_combo_as_a_whole(self):
        parts = self.env["product.product"].create(
            [
                {"name": name, "list_price": price, "taxes_id": [Command.clear()]}
                for name, price in (("A", 33.33), ("B", 900), ("C", 1))
            ]
        )
        combos = self.env["product.combo"].create(
            [{"name": part.name, "combo_item_ids": [Command.create({"product_id": part.id})]} for part in parts[:2]]
        )
        values = {"name": "Set", "type": "combo", "list_price": 500, "taxes_id": [Command.clear()]}
        combo = self.env["product.product"].create({**values, "combo_ids": [Command.set(combos.ids)]})

        def part(item, header, **values):
            ours = {"product_id": item.product_id.id, "combo_item_id": item.id, "linked_line_id": header.id}
            return Command.create({**ours, "product_uom_qty": 2, **values})

        def build(**second):
            order = self.order(lines=[(combo, 2, {})])
            header = order.order_line
            order.order_line = [
                part(item, header, **(second if item.product_id == parts[1] else {})) for item in combos.combo_item_ids
            ]
            return order

        order = build()
        self.assertAlmostEqual(order.amount_untaxed, 1100, 2, "the combo carries the uplift")
        self.assertFalse(order.concession_amount)
        self.assertFalse(self.codes(order))
        self.assertTrue(self.codes(build(price_unit=1)))
        self.assertTrue(self.codes(build(product_uom_qty=20)), "more of one item than of the set is no set")
        order.order_line.filtered(lambda line: line.product_id == parts[0]).unlink()
        self.assertTrue(self.codes(order), "half a set is no set")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            build(product_id=self.product.id)  # nor is a set of other goods: core itself says so

    @covers("Q-05")
    def test_tier_price_for_a_smaller_quantity(self):
        self.pricelist.item_ids = [
            Command.create({"compute_price": "percentage", "percent_price": 20, "min_quantity": 100})
        ]
        order = self.order(partner=self.southern, lines=[(self.product, 100, {})])
        self.assertEqual((order.order_line.discount, order.concession_amount), (20, 0))
        order.order_line.write({"product_uom_qty": 1, "price_unit": 800, "discount": 0})
        self.assertHeld(order, "price_approval")
        order = self.order(partner=self.southern, lines=[(self.product, 100, {})])
        order.action_confirm()
        order.order_line.product_uom_qty = 120
        with self.assertRaises(UserError):
            order.order_line.write({"product_uom_qty": 1, "price_unit": 800, "discount": 0})

    def test_invoicing_and_stock_users_leave_prices_alone(self):
        order = self.order(partner=self.southern)
        for user in (self.accountant, self.keeper):
            with self.assertRaises(AccessError):
                order.order_line.with_user(user).price_unit = 2000
            with self.assertRaises(AccessError):
                order.with_user(user).partner_id = self.customer

    @covers("Q-05")
    def test_second_company_without_the_rule(self):
        other = self.env["res.company"].create({"name": "Second"})
        self.salesperson.company_ids += other
        order = (
            self.env["sale.order"]
            .with_user(self.salesperson)
            .with_context(allowed_company_ids=[other.id])
            .create(
                {
                    "partner_id": self.customer.id,
                    "company_id": other.id,
                    "order_line": [Command.create({"product_id": self.product.id, "price_unit": 1})],
                }
            )
        )
        self.assertFalse(order.get_blockers("confirm"))
        order = self.order(lines=[(self.product, 1, {"price_unit": 1})])
        self.assertTrue(order.with_context(allowed_company_ids=[other.id, self.company.id]).get_blockers("confirm"))

    def test_off_costs_no_query(self):
        self.switch("off", "territory", "price")
        order = self.order().sudo()
        order.get_blockers("confirm")
        order.order_line.mapped("concession_amount")
        self.env.flush_all()
        with self.assertQueryCount(0):
            order._get_blockers("confirm")
            order._get_blockers("quote")
            order.order_line._compute_policy()
            order._compute_concession()
            order._sdw_judge()

    def test_confirming_many_costs_little_more(self):
        """The same orders confirmed with the two rules on and off."""

        def count(mode, number):
            self.switch(mode, "territory", "price")
            orders = self.env["sale.order"].concat(*(self.order(lines=[(self.product, 2, {})]) for _ in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            orders.sudo().action_confirm()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count("off", 2), count("block", 2)
        self.assertLessEqual(count("block", 1) - count("off", 1), 16)
        self.assertLessEqual(count("block", 30) - count("off", 30), 40)
