from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .agreement_common import SCAN, AgreementCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCollectionAgreement(AgreementCase):
    # ------------------------------------------------------------------ deferral
    @covers("C-02", "C-03")
    def test_deferral_needs_the_manager_a_date_and_a_signature(self):
        agreement = self.propose()
        self.assertRecordValues(agreement, [{"kind": "single", "state": "draft", "amount_total": 1000.0}])
        with self.assertRaises(UserError):
            agreement.action_send()
        agreement.line_ids.due_date = self.ahead(20)
        with self.assertRaises(UserError):
            agreement.action_send()
        approval = agreement.action_request_approval("repayment", "Cash is short until then")
        self.assertEqual(approval.assignee_id, self.manager)
        with self.assertRaises(AccessError):
            approval.with_user(self.salesperson).action_approve()
        approval.with_user(self.manager).action_approve()
        agreement.action_send()
        self.assertEqual((agreement.state, self.case.state), ("sent", "dunning"), "only what is signed counts")
        with self.assertRaises(UserError):
            agreement.action_sign("Mr Debtor", False)
        agreement.action_sign("Mr Debtor", SCAN)
        self.assertEqual((agreement.state, agreement.signed_by, self.case.state), ("signed", "Mr Debtor", "dunning"))
        self.assertTrue(self.case.deadline, "only when the paper is filed the new date counts")
        agreement.with_user(self.sales_admin).action_archive_paper("A-1", "Cabinet 3")
        self.assertEqual(self.case.state, "agreement")
        self.assertFalse(self.case.deadline)
        self.assertFalse(self.case.activity_ids)
        paper = self.env["ir.attachment"].search([("res_model", "=", agreement._name), ("res_id", "=", agreement.id)])
        self.assertTrue(any(name.startswith("Repayment agreement") for name in paper.mapped("name")))

    def test_a_later_date_lapses_the_approval(self):
        agreement = self.propose((20, 1000.0))
        agreement.action_request_approval("repayment", "x").with_user(self.manager).action_approve()
        agreement.line_ids.due_date = self.ahead(60)
        with self.assertRaises(UserError):
            agreement.action_send()
        agreement.line_ids.due_date = self.ahead(10)
        agreement.action_send()

    @covers("C-02")
    def test_bad_standing_gets_no_deferral(self):
        agreement = self.propose((20, 1000.0))
        agreement.action_request_approval("repayment", "x").with_user(self.manager).action_approve()
        self.bad()
        with self.assertRaises(UserError):
            agreement.action_send()

    def test_deferral_stops_dunning_until_its_date(self):
        agreement = self.signed_deferral(20)
        self.sweep(days=20)
        self.assertEqual((agreement.state, self.case.state), ("signed", "agreement"))
        self.sweep(days=21)
        self.assertEqual((agreement.state, self.case.state), ("broken", "dunning"))
        self.assertFalse(self.case.hold, "a good customer's hold was never lifted, so none comes back")
        self.assertIn(self.manager, self.case.activity_ids.user_id)

    def test_deferral_kept(self):
        agreement = self.signed_deferral()
        self.pay(self.debt)
        self.assertEqual((agreement.state, self.case.state), ("kept", "closed"))
        self.assertEqual(agreement.line_ids.state, "paid")

    # ------------------------------------------------------------------ plan
    @covers("C-05", "Z-14")
    def test_who_is_bad(self):
        self.assertEqual(self.case.standing, "good")
        for values, standing in (
            ({"credit_limit": 500.0}, "bad"),
            ({"credit_limit": 5000.0}, "good"),
            ({"credit_grade": "d"}, "bad"),
            ({"credit_limit": 0.0, "credit_grade": "a"}, "good"),
        ):
            self.customer.with_user(self.finance).write(values)
            self.case.invalidate_recordset()
            self.assertEqual(self.case.standing, standing, values)

    @covers("C-05", "Z-14")
    def test_plan_sums_to_the_debt_to_the_cent(self):
        self.bad()
        agreement = self.propose((10, 500.0), (40, 499.99))
        self.assertEqual(agreement.kind, "instalments")
        with self.assertRaises(UserError):
            agreement.action_send()
        agreement.line_ids[1].amount = 500.0
        agreement.action_send()
        for change in ({"line_ids": [Command.create({"due_date": self.ahead(5), "amount": 1.0})]}, {"kind": "single"}):
            with self.assertRaises(AccessError if "kind" in change else UserError):
                agreement.write(change)
        with self.assertRaises(UserError):
            agreement.line_ids[0].amount = 1.0
        with self.assertRaises(UserError):
            agreement.line_ids[0].unlink()
        with self.assertRaises(UserError):
            self.env[agreement.line_ids._name].with_user(self.salesperson).create(
                {"agreement_id": agreement.id, "amount": 5}
            )
        agreement.action_sign("Mr Debtor", SCAN)
        self.assertEqual(self.case.state, "plan")

    @covers("C-05", "C-07")
    def test_what_a_bad_customer_gets_before_he_signs(self):
        """A new order fails the accountant's credit check; what was approved is held by a refusal only (C-07)."""
        shipped = self.transfer(self.customer)
        self.switch("block", "credit")
        self.customer.with_user(self.finance).credit_limit = 500.0
        order = self.order()
        order.action_confirm()
        check = order.credit_check_ids.filtered(lambda row: row.kind == "credit")
        self.assertEqual(check.result, "failed")
        self.assertIn("Overdue", check.seen)
        self.assertFalse(self.customer.shipping_hold)
        self.assertFalse(shipped.get_blockers("ship"))
        agreement = self.propose((10, 1000.0))
        agreement.action_send()
        agreement.action_sign("Mr Debtor", SCAN)
        order.action_recheck_credit()
        self.assertNotIn("Overdue", check.seen)
        self.assertEqual(check.result, "failed", "what he owes is still over the limit: cleared step by step")
        self.pay(self.debt, amount=900.0)
        self.customer.with_user(self.finance).credit_limit = 2000.0
        order.action_recheck_credit()
        self.assertEqual(check.result, "passed")

    @covers("C-06")
    def test_instalments_follow_what_accounting_matches(self):
        agreement = self.signed_plan((10, 400.0), (40, 600.0))
        reminders = agreement.activity_ids.filtered(lambda activity: activity.user_id == self.salesperson)
        self.assertEqual(reminders.mapped("date_deadline"), [self.ahead(10), self.ahead(40)])
        payment = self.pay(self.debt, amount=450.0)
        agreement.invalidate_recordset()
        agreement.line_ids.invalidate_recordset()
        self.assertRecordValues(
            agreement.line_ids, [{"paid_amount": 400.0, "state": "paid"}, {"paid_amount": 50.0, "state": "partial"}]
        )
        self.invoice(99.0, days=-3)
        self.sweep(days=11)
        self.assertEqual((agreement.state, self.case.hold), ("signed", False))
        payment.action_cancel()
        self.sweep(days=11)
        self.assertEqual((agreement.state, self.case.state, self.case.hold), ("broken", "dunning", True))
        self.assertTrue(self.customer.shipping_hold)
        self.assertIn(self.manager, self.case.activity_ids.user_id)
        self.case.with_user(self.manager).action_escalate_legal("The plan is broken")
        self.assertEqual(self.case.state, "legal")

    @covers("C-07", "C-08")
    def test_plan_refused_goes_to_legal(self):
        self.bad()
        agreement = self.propose((10, 1000.0))
        agreement.action_send()
        agreement.action_refuse("He laughs")
        self.assertEqual((agreement.state, self.case.state, self.case.hold), ("refused", "legal", True))

    @covers("C-07")
    def test_plan_unsigned_in_time_counts_as_refused(self):
        self.bad()
        agreement = self.propose((30, 1000.0))
        agreement.action_send()
        self.sweep(days=7)
        self.assertEqual(agreement.state, "sent")
        self.sweep(days=8)
        self.assertEqual((agreement.state, self.case.state, self.case.hold), ("refused", "legal", True))

    def test_deferral_unsigned_in_time_is_dunned_on(self):
        agreement = self.propose((20, 1000.0))
        agreement.action_request_approval("repayment", "x").with_user(self.manager).action_approve()
        agreement.action_send()
        self.sweep(days=9)
        self.assertEqual((agreement.state, self.case.state, self.case.hold), ("refused", "dunning", False))

    def test_a_signed_plan_after_refusal_takes_the_release(self):
        self.refuse(self.case)
        self.bad()
        agreement = self.propose((10, 1000.0))
        agreement.action_send()
        agreement.action_sign("Mr Debtor", SCAN)
        self.assertEqual((self.case.state, self.case.hold), ("legal", True))
        approval = self.case.with_user(self.salesperson).action_request_approval("shipping_release", "Signed")
        self.assertEqual(approval.facts["plan"], agreement.name)
        approval.with_user(self.manager).action_approve()
        approval.with_user(self.finance).action_approve()
        self.assertEqual((self.case.state, self.case.hold), ("plan", False))

    def test_kept_and_cancelled_payment(self):
        agreement = self.signed_plan((10, 1000.0))
        payment = self.pay(self.debt)
        self.assertEqual((agreement.state, self.case.state), ("kept", "closed"))
        payment.action_cancel()
        self.assertEqual((agreement.state, self.case.state), ("signed", "plan"))

    def test_one_live_agreement(self):
        self.assertEqual(self.propose(), self.propose())
        self.propose().action_cancel()
        self.assertEqual(len(self.case.agreement_ids), 1)
        self.assertNotEqual(self.propose().state, "cancelled")
        self.assertEqual(len(self.case.agreement_ids), 2)
