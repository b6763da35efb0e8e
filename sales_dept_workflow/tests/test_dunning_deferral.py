from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers

SCAN = "c2Nhbg=="


@tagged("post_install", "-at_install")
class TestDunningDeferral(CollectionCase):
    """Time is given to old customers with a good grade; the new date counts when the signed paper is filed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()

    def propose(self):
        action = self.case.with_user(self.salesperson).action_propose_agreement()
        return self.env[action["res_model"]].browse(action["res_id"]).with_user(self.salesperson)

    def signed(self):
        agreement = self.propose()
        agreement.line_ids.due_date = self.ahead(20)
        agreement.action_request_approval("repayment", "Short of cash").with_user(self.manager).action_approve()
        agreement.action_send()
        agreement.action_sign("Mr Debtor", SCAN)
        return agreement

    @covers("C-02")
    def test_who_gets_time(self):
        for grade, months, kind, words in (
            ("a", 0, "single", ""),
            ("b", 1, "single", ""),
            ("c", 0, "instalments", "Credit grade C"),
            (False, 0, "instalments", "no credit grade"),
            ("a", 6, "instalments", "Not an old customer"),
            ("d", 0, "instalments", "Bad standing"),
        ):
            self.customer.credit_grade = grade
            self.company.sdw_deferral_months = months
            self.case.invalidate_recordset()
            agreement = self.propose()
            self.assertEqual(agreement.kind, kind, (grade, months))
            self.assertIn(words, agreement.sudo().deferral_refusal or "")
            agreement.action_cancel()

    @covers("C-02")
    def test_an_old_order_makes_an_old_customer(self):
        self.company.sdw_deferral_months = 6
        order = self.order()
        order.action_confirm()
        order.sudo().date_order = f"{self.ago(300)} 00:00:00"
        self.assertEqual(self.propose().kind, "single")

    @covers("C-02")
    def test_no_longer_eligible_when_it_is_sent(self):
        agreement = self.propose()
        agreement.line_ids.due_date = self.ahead(20)
        approval = agreement.action_request_approval("repayment", "Short of cash")
        self.customer.credit_grade = "c"
        approval.with_user(self.manager).action_approve()
        with self.assertRaises(UserError):
            agreement.action_send()

    @covers("C-03", "C-04")
    def test_the_date_counts_when_the_paper_is_filed(self):
        agreement = self.signed()
        self.assertEqual((agreement.state, self.case.state), ("signed", "dunning"))
        self.assertIn(agreement, self.unfiled(self.sales_admin))
        for user in (self.salesperson, self.manager, self.accountant):
            with self.assertRaises(AccessError):
                agreement.with_user(user).action_archive_paper("A-1", "Cabinet 3")
        with self.assertRaises(UserError):
            agreement.with_user(self.sales_admin).action_archive_paper("A-1", " ")
        agreement.with_user(self.sales_admin).action_archive_paper("A-1", "Cabinet 3")
        self.assertEqual(self.case.state, "agreement")
        self.assertNotIn(agreement, self.unfiled(self.sales_admin))
        self.sweep(days=19)
        self.assertEqual(self.case.state, "agreement")

    def unfiled(self, user):
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_papers_to_file")
        domain = [("state", "in", ("signed", "kept", "broken")), ("archived_on", "=", False)]
        self.assertEqual(action["res_model"], "sdw.repayment.agreement")
        return self.env["sdw.repayment.agreement"].with_user(user).search(domain)

    @covers("C-03")
    def test_what_an_unfiled_paper_does_not_do(self):
        """It defers nothing for the accountant's check; it only spares the customer letters and calls."""
        agreement = self.signed()
        exposure = self.env["sdw.credit.exposure"]
        self.assertEqual(exposure._get_deferred(self.customer, self.company), {self.customer.id: 0.0})
        self.assertNotIn(self.case, self.case.sudo()._letters_due())
        self.assertNotIn(self.case, self.cases.search(self.cases._phone_domain()))
        agreement.with_user(self.sales_admin).action_archive_paper("A-1", "Cabinet 3")
        self.assertEqual(exposure._get_deferred(self.customer, self.company), {self.customer.id: 1000.0})

    def test_broken_though_never_filed(self):
        agreement = self.signed()
        self.sweep(days=21)
        self.assertEqual((agreement.state, self.case.state), ("broken", "dunning"))
