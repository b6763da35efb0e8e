from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SdwCase, covers


@tagged("post_install", "-at_install")
class TestCreditGrade(SdwCase):
    """The grade table: what a grade means for terms, limit, payment mode and handling."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grades = cls.env["sdw.credit.grade"]
        cls.switch("block", "credit")
        cls.term = cls.env["account.payment.term"].create({"name": "30 days"})
        cls.row = cls.grades.with_user(cls.finance).create(
            {
                "grade": "b",
                "company_id": cls.company.id,
                "credit_limit": 20000.0,
                "payment_term_id": cls.term.id,
                "payment_mode": "credit",
                "allow_mixed": False,
                "deferral": True,
            }
        )

    def check(self, order, kind="payment"):
        order.with_user(self.sales_admin).action_confirm()
        return order.credit_check_ids.filtered(lambda check: check.kind == kind)

    @covers("A-35")
    def test_a_grade_brings_its_terms(self):
        self.customer.with_user(self.finance).credit_grade = "b"
        self.assertRecordValues(
            self.customer,
            [{"credit_limit": 20000.0, "payment_mode": "credit", "property_payment_term_id": self.term.id}],
        )
        self.assertTrue(self.customer.use_partner_credit_limit)
        self.assertIn("→ B", self.customer.message_ids[0].body)
        self.assertEqual(self.customer.message_ids[0].author_id, self.finance.partner_id)
        self.customer.with_user(self.finance).write({"credit_grade": "a"})
        self.assertEqual(self.customer.credit_limit, 20000.0, "the row of A names no limit")

    @covers("A-35")
    def test_what_finance_writes_itself_stays(self):
        self.customer.with_user(self.finance).write({"credit_grade": "b", "credit_limit": 5.0})
        self.assertEqual(self.customer.credit_limit, 5.0)

    @covers("A-35")
    def test_who_keeps_the_table(self):
        for user in (self.salesperson, self.manager, self.gm, self.accountant):
            with self.assertRaises(AccessError):
                self.row.with_user(user).credit_limit = 1.0
            with self.assertRaises(AccessError):
                self.customer.with_user(user).credit_grade = "a"
        with self.assertRaises(AccessError):
            self.grades.with_user(self.keeper).search([])

    @covers("A-35", "O-04")
    def test_payment_mode_not_allowed(self):
        self.customer.with_user(self.finance).credit_grade = "b"
        check = self.check(self.order(payment_mode="mixed", prepaid_percent=30.0))
        self.assertEqual(check.result, "failed")
        self.row.allow_mixed = True
        order = self.order(payment_mode="credit")
        self.assertEqual(self.check(order).result, "passed")
        self.row.allow_credit = False
        order.with_user(self.accountant).action_recheck_credit()
        check = order.credit_check_ids.filtered(lambda row: row.kind == "payment")
        self.assertEqual(check.result, "failed")
        self.assertIn("does not allow", check.seen)

    @covers("A-35")
    def test_handling(self):
        self.customer.with_user(self.finance).credit_grade = "b"
        self.row.handling = "prepay"
        self.assertEqual(self.check(self.order(payment_mode="credit")).result, "failed")
        self.row.handling = "stop"
        check = self.check(self.order(payment_mode="prepaid"))
        self.assertEqual(check.result, "failed")
        self.assertIn("nothing is delivered", check.seen)

    @covers("A-37")
    def test_no_credit_without_a_rating(self):
        self.assertEqual(self.check(self.order(), "credit").result, "passed", "the company does not ask for it")
        self.company.sdw_grade_required = True
        check = self.check(self.order(), "credit")
        self.assertEqual(check.result, "failed")
        self.assertIn("No credit rating yet", check.seen)
        self.assertEqual(self.check(self.order(payment_mode="prepaid"), "credit").result, "passed")
        self.customer.with_user(self.finance).credit_grade = "a"
        self.assertEqual(self.check(self.order(), "credit").result, "passed")

    def test_a_company_row_goes_first_and_no_query_when_known(self):
        self.assertEqual(self.grades._row(self.company.id, "b"), self.row)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.grades._row(other.id, "b"), self.env.ref("sales_dept_workflow.credit_grade_b"))
        self.grades._terms(self.company.id, "b")
        with self.assertQueryCount(0):
            self.assertTrue(self.grades._terms(self.company.id, "b").deferral)
        self.row.deferral = False
        self.assertFalse(self.grades._terms(self.company.id, "b").deferral, "forgotten with the change")
