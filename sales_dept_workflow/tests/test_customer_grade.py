from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import covers
from .status_common import StatusCase


@tagged("post_install", "-at_install")
class TestCustomerGrade(StatusCase):
    """Kept by people; figures only propose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels = {grade: cls.env.ref(f"sales_dept_workflow.customer_level_{grade}") for grade in "abc"}
        cls.big, cls.middle, cls.small = cls.env["res.partner"].create(
            [{"name": name, "is_company": True, "user_id": cls.salesperson.id} for name in ("Big", "Middle", "Small")]
        )

    def sell(self):
        self.sold(self.big, days=20, amount=2000000.0)
        self.sold(self.middle, days=40, amount=700000.0)
        self.sold(self.small, days=60, amount=30000.0)

    def proposals(self, user=None):
        rows = self.env["sdw.grade.proposal"].with_user(user or self.manager)
        found = rows.search([("partner_id", "in", (self.big | self.middle | self.small).ids)])
        return {row.partner_id: row for row in found}

    @covers("A-21", "A-55")
    def test_who_grades(self):
        for user in (self.salesperson, self.supervisor, self.sales_admin, self.finance, self.archivist):
            with self.assertRaises(AccessError):
                self.customer.with_user(user).customer_grade = "a"
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.salesperson).create({"name": "N", "customer_grade": "a"})
        forged = self.env["res.partner"].with_user(self.salesperson).with_context(default_customer_grade="a")
        self.assertFalse(forged.create({"name": "F"}).customer_grade)
        self.customer.with_user(self.manager).customer_grade = "a"
        self.assertEqual(self.customer.customer_grade, "a")
        self.assertIn("→ A", self.customer.message_ids[0].body)
        self.assertFalse(self.customer.copy().customer_grade)

    @covers("A-21")
    def test_per_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.customer.with_user(self.manager).customer_grade = "b"
        self.assertFalse(self.customer.with_company(other).customer_grade)
        self.assertEqual(self.customer._sdw_service_tier(), "b")

    @covers("A-21", "A-38", "Z-28")
    def test_what_a_level_brings(self):
        prices = self.env["product.pricelist"].create({"name": "VIP"})
        level = self.levels["a"]
        level.with_user(self.manager).pricelist_id = prices
        with self.assertRaises(AccessError):
            level.with_user(self.manager).credit_grade = "a"
        with self.assertRaises(AccessError):
            level.with_user(self.salesperson).min_turnover = 1
        with self.assertRaises(AccessError):
            level.with_user(self.finance).visit_days = 1
        level.with_user(self.finance).credit_grade = "b"
        self.middle.with_user(self.finance).credit_grade = "c"
        (self.big | self.middle).with_user(self.manager).write({"customer_grade": "a"})
        self.assertEqual(self.big.specific_property_product_pricelist, prices)
        self.assertEqual((self.big.credit_grade, self.middle.credit_grade), ("b", "c"))

    @covers("A-21")
    def test_visit_days(self):
        self.customer.with_user(self.manager).customer_grade = "a"
        self.assertEqual(self.customer._sdw_visit_days()[self.customer], self.company.sdw_visit_days_a)
        own = {"name": "Ours", "grade": "a", "company_id": self.company.id, "visit_days": 30}
        level = self.env["sdw.customer.level"].with_user(self.manager).create(own)
        self.assertEqual(self.customer._sdw_visit_days()[self.customer], 30)
        self.assertEqual(level.visit_days_effective, 30)
        level.visit_days = 0
        self.assertEqual(level.visit_days_effective, self.company.sdw_visit_days_a)
        level.visit_days = 30
        self.assertEqual(self.small._sdw_visit_days()[self.small], self.company.sdw_visit_days_c)

    @covers("A-08", "A-21")
    def test_proposals(self):
        self.sell()
        rows = self.proposals()
        grades = {partner: (row.proposed_grade, row.grade) for partner, row in rows.items()}
        self.assertEqual(grades, {self.big: ("a", False), self.middle: ("b", False), self.small: ("c", False)})
        self.assertEqual(rows[self.big].proposed_size, "key")
        self.assertEqual(rows[self.small].proposed_size, "scattered")
        self.assertEqual(rows[self.big].trend, "new")
        for user in (self.salesperson, self.supervisor, self.sales_admin):
            with self.assertRaises(AccessError):
                rows[self.big].with_user(user).action_accept()
        everything = rows[self.big] | rows[self.middle] | rows[self.small]
        everything.action_accept()
        self.assertEqual(self.big.customer_grade, "a")
        self.assertEqual(self.middle.sdw_size_class, self.proposals()[self.middle].proposed_size)
        self.assertFalse(any(row.differs for row in self.proposals().values()))

    @covers("A-51")
    def test_key_customer_gets_a_manager(self):
        self.sell()
        self.proposals()[self.big].action_accept()
        self.assertEqual(self.big.sdw_key_manager_id, self.manager)

    def test_a_company_of_its_own_thresholds(self):
        own = {"name": "Ours", "grade": "a", "company_id": self.company.id, "min_turnover": 10000}
        self.env["sdw.customer.level"].create(own)
        self.sell()
        self.assertEqual(self.proposals()[self.small].proposed_grade, "a")

    def test_trend(self):
        self.sold(self.big, days=500, amount=100.0)
        self.sold(self.big, days=10, amount=200.0)
        self.sold(self.middle, days=500, amount=100.0)
        rows = self.proposals()
        self.assertEqual((rows[self.big].trend, rows[self.middle].trend), ("up", "down"))
        self.assertEqual(rows[self.middle].proposed_size, "scattered")

    @covers("A-21", "L-13")
    def test_rfm(self):
        self.sell()
        for _number in range(3):
            self.sold(self.big, days=3, amount=2000000.0)
        self.sold(self.customer, days=800)
        self.env["res.partner"]._sdw_refresh_rfm()
        self.assertEqual((self.big.rfm_segment, self.customer.rfm_segment), ("high_value", "lost"))
        self.assertGreater(self.big.rfm_recency, self.customer.rfm_recency)
        self.assertEqual(self.customer.rfm_monetary, 1)
        for name in ("rfm_segment", "rfm_monetary", "sdw_high_potential"):
            with self.assertRaises(AccessError):
                self.customer.with_user(self.gm).write({name: False})
        self.customer.sale_order_ids._action_cancel()
        self.env["res.partner"]._sdw_refresh_rfm()
        self.assertFalse(self.customer.rfm_segment)

    @covers("L-13")
    def test_high_potential(self):
        self.sold(self.big, days=3, amount=1000.0)
        self.state_needs(self.customer, sdw_budget=5000.0)
        self.approve(self.request("base"), self.manager)
        self.env["res.partner"]._sdw_refresh_rfm()
        self.assertTrue(self.customer.sdw_high_potential)
        found = self.env["res.partner"].with_user(self.salesperson).search([("sdw_high_potential", "=", True)])
        self.assertIn(self.customer, found)

    def test_page(self):
        self.sell()
        with Form(self.big.with_user(self.manager)) as form:
            form.customer_grade = "b"
        self.assertEqual(self.big.customer_grade, "b")
