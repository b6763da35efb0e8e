import random
from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase


def odd_pricelists(base):
    """(name, in foreign money, rules) of pricelists of every kind that Odoo has; one rests on ``base``."""
    percent, formula = {"compute_price": "percentage"}, {"compute_price": "formula"}
    margins = {"price_round": 0.05, "price_surcharge": 0.333, "price_min_margin": -5, "price_max_margin": 9}
    cost = {"base": "standard_price", "price_discount": -33.337, "price_surcharge": 0.009}
    tiers = [
        {**percent, "percent_price": 3.37, "min_quantity": 10},
        {**percent, "percent_price": 11.113, "min_quantity": 50},
        {"compute_price": "fixed", "fixed_price": 3.339, "min_quantity": 100},
    ]
    return [
        ("Formula", False, [{**formula, "base": "list_price", "price_discount": 7.3331, **margins}]),
        ("Percent", False, [{**percent, "percent_price": 13.3337}]),
        ("Tiers", False, tiers),
        ("Foreign", True, [{**percent, "percent_price": 1.117}]),
        ("Chained", False, [{**percent, "percent_price": 2.229, "base": "pricelist", "base_pricelist_id": base}]),
        ("Cost plus", False, [{**formula, **cost}]),
    ]


@tagged("post_install", "-at_install")
class TestPricingHonest(PricingCase):
    """Honest rounding is no concession; a tax swapped for a price-included one is (decision 11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")
        cls.excluded, cls.included = cls.tax("VAT 13", 13), cls.tax("VAT 13 included", 13, included=True)
        cls.other_currency = (
            cls.env.ref("base.EUR") if cls.company.currency_id != cls.env.ref("base.EUR") else cls.env.ref("base.USD")
        )
        cls.other_currency.active = True
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.other_currency.id,
                "company_id": cls.company.id,
                "name": "2020-01-01",
                "rate": 0.137931,
            }
        )
        cls._make_products()
        foreign = cls.other_currency
        cls.pricelists = cls.env["product.pricelist"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "currency_id": (foreign if abroad else cls.company.currency_id).id,
                    "item_ids": [Command.create(item) for item in items],
                }
                for name, abroad, items in odd_pricelists(cls.pricelist.id)
            ]
        )
        cls.pricelist.item_ids = [Command.create({"compute_price": "percentage", "percent_price": 4.441})]

    @classmethod
    def _make_products(cls):
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.products = cls.env["product.product"].create(
            [
                {
                    "name": f"Odd {number}",
                    "list_price": price,
                    "standard_price": price * 0.61,
                    "type": "consu",
                    "taxes_id": [Command.set(tax.ids)],
                    "uom_ids": [Command.set(cls.dozen.ids)],
                }
                for number, (price, tax) in enumerate(
                    [
                        (0.37, cls.excluded),
                        (19.99, cls.included),
                        (1234.565, cls.excluded),
                        (33.333, cls.env["account.tax"]),
                        (7.77, cls.included),
                        (99999.99, cls.excluded),
                    ]
                )
            ]
        )

    def honest_order(self, chance, partner):
        lines = [
            Command.create(
                {
                    "product_id": product.id,
                    "product_uom_qty": chance.choice([1, 2, 3, 7, 10, 33, 50, 99.5, 100, 333]),
                    **({"product_uom_id": self.dozen.id} if chance.random() < 0.3 else {}),
                }
            )
            for product in chance.sample(list(self.products), 3)
        ]
        return {"partner_id": partner.id, "user_id": self.salesperson.id, "order_line": lines}

    @contextmanager
    def core_asks_once(self):
        """Core searches the rules of a pricelist, and analytic models, line by line, three times over: the same
        question gets core's own first answer again, or the test would take minutes.
        """

        def once(method):
            answers = {}

            def ask(records, asked, *args, **kwargs):
                key = (records.id, str(asked))
                if key not in answers:
                    answers[key] = method(records, asked, *args, **kwargs)
                return answers[key]

            return ask

        pricelist, analytic = (
            self.registry[name] for name in ("product.pricelist", "account.analytic.distribution.model")
        )
        with (
            patch.object(pricelist, "_get_applicable_rules", once(pricelist._get_applicable_rules)),
            patch.object(analytic, "_get_distribution", once(analytic._get_distribution)),
        ):
            yield

    @covers("Q-05", "Z-05")
    def test_a_thousand_honest_orders(self):
        chance = random.Random(20)
        customers = self.env["res.partner"].create(
            [
                {
                    "name": f"Customer of {pricelist.name}",
                    "country_id": self.china.id,
                    "state_id": state.id,
                    "specific_property_product_pricelist": pricelist.id,
                }
                for pricelist in self.pricelists
                for state in (self.shanghai, self.guangdong)
            ]
        )
        values = [self.honest_order(chance, chance.choice(customers)) for _number in range(1000)]
        with self.core_asks_once():
            orders = self.env["sale.order"].with_user(self.salesperson).create(values)
        conceding = orders.filtered("concession_amount")
        self.assertFalse(
            conceding, conceding[:3].order_line.read(["product_id", "price_unit", "discount", "policy_price_unit"])
        )
        self.assertTrue(all(not blockers for blockers in orders._get_blockers("confirm").values()))
        self.assertTrue(orders.filtered("territory_uplift_percent"))

    @covers("Q-05")
    def test_tax_swapped_for_an_included_one(self):
        self.product.taxes_id = self.excluded
        order = self.order(partner=self.southern)
        self.assertFalse(order.concession_amount)
        order.order_line.tax_ids = self.included
        self.assertAlmostEqual(order.concession_amount, 955.59 - 955.59 / 1.13, 2)
        self.assertHeld(order, "price_approval")

    @covers("Q-05")
    def test_fiscal_position_typed_by_hand(self):
        self.product.taxes_id = self.excluded
        position = self.env["account.fiscal.position"].create({"name": "Included", "company_id": self.company.id})
        self.included.write(
            {"fiscal_position_ids": [Command.link(position.id)], "original_tax_ids": [Command.link(self.excluded.id)]}
        )
        order = self.order(partner=self.southern)
        order.fiscal_position_id = position
        order.action_update_taxes()
        self.assertEqual(order.order_line.tax_ids, self.included)
        self.assertHeld(order, "price_approval")

    def test_queries_do_not_grow_with_lines(self):
        def count(number):
            order = self.order(lines=[(self.product, quantity + 1, {}) for quantity in range(number)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order._get_blockers("confirm")
            return self.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(abs(count(200) - count(20)), 2)

    @covers("Q-05")
    def test_price_of_the_day_it_is_offered(self):
        now = fields.Datetime.now()
        self.pricelist.item_ids = [
            Command.clear(),
            Command.create(
                {
                    "compute_price": "percentage",
                    "percent_price": 20,
                    "date_start": fields.Datetime.subtract(now, days=9),
                    "date_end": fields.Datetime.subtract(now, days=2),
                }
            ),
        ]
        order = self.order(partner=self.southern, lines=[(self.product, 1, {"price_unit": 800})])
        self.assertEqual(order.concession_amount, 200)
        order.sudo().sdw_priced_on = fields.Datetime.subtract(now, days=3)
        self.assertEqual(order.concession_amount, 0, "the offer of three days ago is still good")
        order.write({"state": "sent"})
        self.assertEqual(order.concession_amount, 0)
        order.sudo().write({"sdw_priced_on": fields.Datetime.subtract(now, days=40), "validity_date": "2099-01-01"})
        self.assertEqual(order.concession_amount, 200, "no date typed in makes an old offer good")
