from datetime import datetime, time, timedelta

from odoo import fields
from odoo.tests import tagged

from .common import covers
from .status_common import StatusCase


@tagged("post_install", "-at_install")
class TestCustomerLimits(StatusCase):
    """Whoever stands exactly on a limit: of the segments, the thresholds, the shares, the periods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]
        # Scores are fifths of all who ever bought: nobody else has.
        cls.env.cr.execute("UPDATE sale_order SET state = 'cancel' WHERE state = 'sale'")
        cls.env.invalidate_all()
        cls.dormant = cls.env["sdw.customer.trade"]._dormant_since()

    @classmethod
    def sold(cls, partner=None, days=0, amount=1000.0):
        """An order as it was on that day, without its delivery."""
        line = (0, 0, {"product_id": cls.product.id, "price_unit": amount})
        order = cls.env["sale.order"].create({"partner_id": (partner or cls.customer).id, "order_line": [line]})
        when = fields.Datetime.now() - timedelta(days=days)
        order._sdw_system().state = "sale"
        order._sdw_system().write({"sdw_confirmed_on": when, "date_order": when})
        return order

    @classmethod
    def buyer(cls, name, *orders):
        """A customer with these orders: (days ago, amount)."""
        partner = cls.partners.create({"name": name, "is_company": True, "user_id": cls.salesperson.id})
        for days, amount in orders:
            cls.sold(partner, days, amount)
        return partner

    @classmethod
    def market(cls, *rows):
        """Five buyers, each (days since the last order, number of orders, money), and what RFM says of them."""
        buyers = cls.partners
        for number, (days, count, money) in enumerate(rows):
            buyers |= cls.buyer(str(number), *[(days, money / count)] * count)
        cls.partners._sdw_refresh_rfm()
        return buyers

    @classmethod
    def sold_on(cls, partner, day, amount=1000.0):
        order = cls.sold(partner, amount=amount)
        order._sdw_system().sdw_confirmed_on = datetime.combine(day, time(12))
        return order

    def scores(self, buyers):
        return [(one.rfm_recency, one.rfm_frequency, one.rfm_monetary, one.rfm_segment) for one in buyers]

    @covers("A-21", "B-07")
    def test_a_segment_from_four_fifths_on(self):
        buyers = self.market((10, 1, 100), (20, 5, 400), (30, 2, 500), (40, 4, 200), (50, 3, 300))
        self.assertEqual(
            self.scores(buyers),
            [
                (5, 1, 1, "promising"),
                (4, 5, 4, "high_value"),
                (3, 2, 5, "ordinary"),
                (2, 4, 2, "at_risk"),
                (1, 3, 3, "ordinary"),
            ],
        )

    @covers("A-21", "B-07")
    def test_at_risk_for_his_money_alone(self):
        buyers = self.market((10, 5, 500), (20, 4, 300), (30, 3, 200), (40, 2, 400), (50, 1, 100))
        self.assertEqual(
            self.scores(buyers),
            [
                (5, 5, 5, "high_value"),
                (4, 4, 3, "promising"),
                (3, 3, 2, "ordinary"),
                (2, 2, 4, "at_risk"),
                (1, 1, 1, "ordinary"),
            ],
        )

    @covers("B-07")
    def test_only_the_last_year_counts(self):
        """Who bought nothing within the year scores lowest for number and money, however much it was before."""
        old, new = self.buyer("Old", *[(400, 9000.0)] * 3), self.buyer("New", (3, 10.0))
        self.partners._sdw_refresh_rfm()
        self.assertEqual((old.rfm_frequency, old.rfm_monetary), (1, 1))
        self.assertEqual((new.rfm_frequency, new.rfm_monetary), (5, 5))

    @covers("A-45", "A-21")
    def test_dormant_after_the_day_not_on_it(self):
        on, after = self.buyer("On the day"), self.buyer("After it")
        self.sold_on(on, self.dormant)
        self.sold_on(after, self.dormant - timedelta(days=1))
        self.partners._sdw_refresh_rfm()
        self.partners._sdw_sweep_status()
        self.assertNotEqual(on.rfm_segment, "lost")
        self.assertEqual(after.rfm_segment, "lost")
        self.assertEqual((on.customer_status, after.customer_status), ("active", "dormant"))
        self.assertEqual((on.sdw_trade_class, after.sdw_trade_class), ("current", "past"))
        lacks = self.partners._sdw_lacks_active({"last_order": datetime.combine(self.dormant, time(12))})
        self.assertFalse(lacks, "an order of that day is evidence")

    @covers("A-47")
    def test_a_quotation_is_open_on_its_last_day(self):
        order = self.order()
        for day, open_ones in ((self.today, 1), (self.today - timedelta(days=1), 0), (False, 1)):
            order.sudo().validity_date = day
            facts = self.env["sdw.customer.trade"]._facts(self.customer)
            self.assertEqual(facts[self.customer.id]["quotations"], open_ones, day)

    @covers("A-46")
    def test_wanted_today_is_wanted(self):
        self.state_needs(self.customer, sdw_timetable=self.today)
        self.assertEqual(self.request("base").state, "pending")

    @covers("A-49")
    def test_whom_nobody_looks_after(self):
        """Anybody in sales applies for a customer who has no salesperson."""
        self.customer.user_id = False
        approval = self.request("invalid", user=self.second_salesperson)
        self.assertEqual(approval.requester_id, self.second_salesperson)

    @covers("A-02")
    def test_new_from_the_day_on(self):
        first = fields.Date.subtract(self.today, months=self.company.sdw_new_months)
        on, before = self.buyer("On the day"), self.buyer("Before")
        self.sold_on(on, first)
        self.sold_on(before, first - timedelta(days=1))
        self.assertEqual((on.sdw_time_class, before.sdw_time_class), ("new", "existing"))

    @covers("L-13")
    def test_high_potential_by_a_fifth(self):
        for name, orders, potential in (
            ("By a fifth", ((500, 1000.0), (3, 600.0), (3, 600.0)), True),
            ("By less", ((500, 1000.0), (3, 600.0), (3, 599.0)), False),
            ("One order only", ((500, 1000.0), (3, 2000.0)), False),
            ("Nothing before", ((3, 600.0), (3, 600.0)), False),
            ("Longer ago", ((900, 1000.0), (3, 600.0), (3, 600.0)), False),
        ):
            with self.subTest(name), self.env.cr.savepoint():
                buyer = self.buyer(name, *orders)
                self.partners._sdw_refresh_rfm()
                self.assertEqual(buyer.sdw_high_potential, potential)

    @covers("L-13")
    def test_high_potential_has_bought_lately(self):
        grown = self.buyer("Grown", (500, 1000.0), (100, 900.0), (100, 900.0))
        for days in (10, 20, 30, 40):
            self.buyer(f"{days} days ago", (days, 10.0))
        self.partners._sdw_refresh_rfm()
        self.assertEqual((grown.rfm_recency, grown.sdw_high_potential), (1, False))

    @covers("L-13")
    def test_a_budget_above_the_average_order(self):
        self.buyer("Buyer", (3, 1000.0), (3, 3000.0))
        self.state_needs(self.customer, sdw_budget=2000.0)
        self.approve(self.request("base"), self.manager)
        self.partners._sdw_refresh_rfm()
        self.assertFalse(self.customer.sdw_high_potential, "as much as the average order")
        self.customer.with_user(self.salesperson).sdw_budget = 2000.01
        self.partners._sdw_refresh_rfm()
        self.assertTrue(self.customer.sdw_high_potential)

    # ------------------------------------------------------------------ grade and size
    def proposal(self, partner):
        return self.env["sdw.grade.proposal"].search([("partner_id", "=", partner.id)])

    @covers("A-21", "Z-28")
    def test_a_grade_from_its_turnover_on(self):
        level = self.env.ref("sales_dept_workflow.customer_level_a")
        reached = self.buyer("Reached", (3, level.min_turnover))
        missed = self.buyer("Missed", (3, level.min_turnover - 0.01))
        self.assertEqual(self.proposal(reached).proposed_grade, "a")
        self.assertEqual(self.proposal(missed).proposed_grade, "b")

    @covers("A-08")
    def test_size_by_what_the_larger_ones_make_up(self):
        """70 % and 95 %: whoever begins below the limit is within it, whoever begins on it is not."""
        buyers = [self.buyer(name, (3, amount)) for name, amount in (("a", 70.0), ("b", 25.0), ("c", 5.0))]
        sizes = [self.proposal(buyer).proposed_size for buyer in buyers]
        self.assertEqual(sizes, ["key", "general", "scattered"])
        self.company.write({"sdw_key_share": 70.01, "sdw_general_share": 95.01})
        self.env.invalidate_all()
        sizes = [self.proposal(buyer).proposed_size for buyer in buyers]
        self.assertEqual(sizes, ["key", "key", "general"])

    @covers("A-08")
    def test_trend_beyond_a_tenth(self):
        for now, trend in ((1100.0, "steady"), (1100.01, "up"), (900.0, "steady"), (899.99, "down")):
            with self.subTest(now):
                buyer = self.buyer(str(now), (500, 1000.0), (3, now))
                self.assertEqual(self.proposal(buyer).trend, trend)

    @covers("A-08")
    def test_archived_customers_are_not_proposed(self):
        buyer = self.buyer("Gone", (3, 1000.0))
        buyer.active = False
        self.assertFalse(self.proposal(buyer))
