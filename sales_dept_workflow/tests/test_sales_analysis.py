from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .common_policy import PolicyCase


@tagged("post_install", "-at_install")
class TestSalesAnalysis(PolicyCase):
    """Planned and realised prices, discounts and exceptions, competitors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child = cls.env["product.category"].create({"name": "Screw pumps", "parent_id": cls.goods.id})
        cls.product.write({"categ_id": cls.child.id, "standard_price": 600})

    def sell(self, price=None, quantity=1, user=None, **values):
        extra = {"price_unit": price} if price else {}
        order = self.order(user=user, partner=self.southern, lines=[(self.product, quantity, {**extra, **values})])
        if order.concession_amount:
            self.approve(order.action_request_approval("price", "Please"), self.manager, self.gm)
        order.action_confirm()
        self.env.flush_all()
        return order

    def rows(self, groupby, user=None, domain=()):
        names = ["quantity:sum", "revenue:sum", "price_average:avg", "planned_average:avg", "margin_percent:avg"]
        analysis = self.env["sdw.sales.analysis"].with_user(user or self.gm)
        mine = [("product_id", "=", self.product.id), *domain]
        return {group: figures for group, *figures in analysis._read_group(mine, groupby, names)}

    @covers("Q-10", "Q-11", "Q-17")
    def test_realised_against_planned(self):
        line = Command.create({"categ_id": self.goods.id, "planned_price": 950})
        policy = self.in_force(self.prepare(self.policy(line_ids=[line]), percent=0))
        self.sell(quantity=3)
        self.sell(price=800, quantity=1)
        for groupby in ("categ_id", "user_id", "pricelist_id", "policy_id", "territory_id", "date:month", "team_id"):
            [(group, figures)] = self.rows([groupby]).items()
            self.assertEqual(figures[:2], [4, 3800], groupby)
            self.assertAlmostEqual(figures[2], 950, msg="weighted by quantity")
            self.assertAlmostEqual(figures[3], 950, msg="of the nearest category above")
            self.assertAlmostEqual(figures[4], (3800 - 2400) / 3800 * 100)
        self.assertEqual(self.rows(["policy_id"]).keys(), {policy.with_user(self.gm)})

    @covers("Q-11")
    def test_units_and_currencies(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        yen = self.env["res.currency"].create({"name": "XTY", "symbol": "y", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"currency_id": yen.id, "rate": 20, "name": "2020-01-01", "company_id": self.company.id}
        )
        self.pricelist.currency_id = yen
        self.sell(product_uom_id=dozen.id)
        [(_group, figures)] = self.rows(["product_id"]).items()
        self.assertEqual(figures[0], 12)
        self.assertAlmostEqual(figures[2], 1000, 1)

    @covers("I-03", "Q-05")
    def test_discounts_and_exceptions(self):
        self.sell()
        given = self.sell(price=900)
        analysis = self.env["sdw.sales.analysis"].with_user(self.legal)
        [row] = analysis.search([("product_id", "=", self.product.id), ("concession", ">", 0)])
        self.assertEqual(row.order_id.sudo(), given.sudo())
        self.assertEqual((row.concession, row.concession_percent), (100, 10))
        self.assertEqual(row.approval_id, given.sudo().approval_ids.filtered(lambda one: one.state == "approved"))

    @covers("Q-10")
    def test_own_team_all(self):
        self.sell()
        self.sell(user=self.second_salesperson)
        seen = {
            user: len(self.rows(["user_id"], user=user))
            for user in (self.salesperson, self.manager, self.director, self.gm, self.sales_admin, self.finance)
        }
        self.assertEqual(
            seen,
            {
                self.salesperson: 1,
                self.manager: 1,
                self.director: 2,
                self.gm: 2,
                self.sales_admin: 2,
                self.finance: 2,
            },
        )
        with self.assertRaises(AccessError):
            self.rows(["user_id"], user=self.keeper)
        other = self.env["res.company"].create({"name": "Second"})
        self.gm.write({"company_ids": [Command.link(other.id)]})
        rows = self.env["sdw.sales.analysis"].with_user(self.gm).with_context(allowed_company_ids=[other.id])
        self.assertFalse(rows.search_count([]))

    @covers("Q-16")
    def test_competitors_prices(self):
        prices = self.env["sdw.competitor.price"]
        mine = prices.with_user(self.salesperson).create(
            {"competitor": "Rival", "product_id": self.product.id, "price": 880, "terms": "30 days", "source": "visit"}
        )
        self.assertEqual(mine.user_id, self.salesperson)
        theirs = mine.with_user(self.second_salesperson)
        self.assertEqual(theirs.price, 880, "everybody may know")
        with self.assertRaises(AccessError):
            theirs.price = 1
        with self.assertRaises(AccessError):
            mine.unlink()
        mine.with_user(self.manager).note = "Confirmed"
        with self.assertRaises(AccessError):
            prices.with_user(self.keeper).search([])
