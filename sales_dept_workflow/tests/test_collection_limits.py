from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .agreement_common import SCAN, AgreementCase
from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCollectionLimits(CollectionCase):
    """What stands exactly on a limit of the sweep, and what each step asks for by itself."""

    @covers("C-13")
    def test_long_overdue_after_the_days_not_on_them(self):
        self.company.sdw_long_overdue_days = 30
        self.invoice(days=30)
        self.sweep()
        case = self.case_of()
        self.assertFalse(case.long_alerted_on)
        self.sweep(days=1)
        self.assertTrue(case.long_alerted_on)

    @covers("C-13")
    def test_what_is_at_law_needs_no_alert(self):
        self.company.sdw_long_overdue_days = 365
        _invoice, case = self.overdue_case()
        self.refuse(case)
        self.company.sdw_long_overdue_days = 1
        self.sweep()
        self.assertEqual((case.state, case.long_alerted_on), ("legal", False))

    @covers("C-01")
    def test_due_today_is_not_overdue(self):
        self.invoice(50.0, days=0)
        _invoice, case = self.overdue_case()
        self.assertEqual((case.overdue_amount_company, case.open_amount_company), (1000.0, 1050.0))

    @covers("C-01")
    def test_a_later_debt_is_another_case(self):
        """Only the debt that was paid opens the case again: none that fell due later, none that was made later."""
        soon = self.invoice(days=-5)
        invoice, case = self.overdue_case()
        self.pay(invoice)
        self.sweep(days=6)
        self.assertEqual((case.state, len(self.case_of())), ("closed", 2))
        self.pay(soon)
        both = self.case_of()
        both.sudo().closed_on = self.ago(2)
        self.invoice(days=40)
        self.sweep()
        self.assertEqual((set(both.mapped("state")), len(self.case_of())), ({"closed"}, 3), "dated back, made since")

    @covers("C-01")
    def test_settled_up_to_the_day(self):
        """What was due on the day on which finance settled is not chased; what falls due the day after is."""
        self.invoice(50.0, days=0)
        _invoice, case = self.overdue_case()
        case.with_user(self.finance).action_close("To be written off")
        self.sweep(days=1)
        self.assertEqual(self.case_of(), case)
        self.invoice(60.0, days=-1)
        self.sweep(days=2)
        self.assertEqual(len(self.case_of()), 2)

    @covers("C-05", "Z-14")
    def test_as_much_as_the_limit_is_within_it(self):
        _invoice, case = self.overdue_case()
        self.customer.credit_limit = 1000.0
        case.invalidate_recordset()
        self.assertEqual(case.standing, "good")
        self.customer.credit_limit = 999.99
        case.invalidate_recordset()
        self.assertEqual(case.standing, "bad")
        self.assertFalse(self.cases._is_bad(self.customer, {"overdue_amount_company": 0.0}), "over it, not overdue")

    @covers("C-01")
    def test_a_promise_for_today_may_still_be_kept(self):
        _invoice, case = self.overdue_case()
        case.with_user(self.salesperson).action_dun("phone", "Today", 500.0, self.today)
        self.assertNotIn(case, self.cases.search([("promise_broken", "=", True)]))
        case.sudo().promised_date = self.ago(1)
        case.sudo().state = "legal"
        self.assertFalse(case.promise_broken, "nobody asks him for it any more")

    @covers("C-01")
    def test_what_a_call_cannot_say(self):
        invoice, case = self.overdue_case()
        mine = case.with_user(self.salesperson)
        with self.assertRaises(UserError):
            mine.action_dun("phone", "Less than nothing", -1.0, self.ahead(3))
        self.pay(invoice)
        with self.assertRaises(UserError):
            mine.action_dun("phone", "He has paid")
        with self.assertRaises(UserError):
            case.with_user(self.manager).action_set_pause(self.ahead(3), "Paid")

    @covers("C-01")
    def test_a_pause_outlives_a_call(self):
        _invoice, case = self.overdue_case()
        boss = case.with_user(self.manager)
        with self.assertRaises(UserError):
            boss.action_set_pause(self.today, "Ends today")
        boss.action_set_pause(self.ahead(20), "Holiday")
        case.with_user(self.salesperson).action_dun("phone", "Called all the same")
        self.assertEqual(case.deadline.date(), self.ahead(20))
        case.with_user(self.finance).action_close("To be written off")
        self.assertFalse(case.paused_until)

    @covers("C-01")
    def test_written_off_no_promise_was_kept(self):
        _invoice, case = self.overdue_case()
        case.with_user(self.salesperson).action_dun("phone", "Next week", 500.0, self.ahead(7))
        case.with_user(self.finance).action_close("To be written off")
        self.assertEqual(case.action_ids.promise_state, "replaced")

    @covers("C-07")
    def test_a_dispute_closes_no_held_case(self):
        invoice, case = self.overdue_case()
        self.refuse(case)
        invoice.with_user(self.accountant).action_sdw_dispute("Wrong goods")
        case.invalidate_recordset()
        self.assertEqual(case.overdue_amount_company, 0.0)
        with self.assertRaises(UserError):
            case.with_user(self.manager).action_close("Nothing is overdue")
        with self.assertRaises(UserError):
            case.with_user(self.salesperson).action_request_approval("shipping_release", "Nothing is overdue")
        case.with_user(self.finance).action_close("To be written off")
        self.assertEqual((case.state, case.hold), ("closed", True), "finance settles; the hold waits for its word")

    @covers("C-07")
    def test_a_refused_release_releases_nothing(self):
        _invoice, case = self.overdue_case()
        self.refuse(case)
        plan = self.sign_plan(case)
        approval = case.with_user(self.salesperson).action_request_approval("shipping_release", "Signed")
        approval.with_user(self.manager).action_reject("Not him")
        self.assertTrue(self.customer.shipping_hold)
        again = case.with_user(self.salesperson).action_request_approval("shipping_release", "Signed")
        again.with_user(self.manager).action_approve()
        plan.with_user(self.manager).action_cancel()
        again.with_user(self.finance).action_approve()
        self.assertEqual((again.state, case.hold), ("lapsed", True), "the plan is gone")


@tagged("post_install", "-at_install")
class TestAgreementLimits(AgreementCase):
    """What an agreement has to say before it is sent, signed, filed or withdrawn."""

    def sent_plan(self, *lines):
        self.bad()
        agreement = self.propose(*lines or ((10, 1000.0),))
        agreement.action_send()
        return agreement

    @covers("C-05")
    def test_neither_more_nor_less_than_the_debt(self):
        self.bad()
        for second in (499.99, 500.01):
            with self.assertRaises(UserError):
                self.propose((10, 500.0), (40, second)).action_send()
        self.propose((0, 500.0), (40, 500.0)).action_send()

    @covers("C-05")
    def test_dates_lie_ahead(self):
        self.bad()
        with self.assertRaises(UserError):
            self.propose((-1, 500.0), (40, 500.0)).action_send()
        agreement = self.propose((10, 500.0), (40, 500.0))
        agreement.line_ids[1].due_date = False
        with self.assertRaises(UserError):
            agreement.action_send()

    @covers("C-02")
    def test_a_deferral_has_one_date(self):
        agreement = self.propose((10, 500.0), (40, 500.0))
        with self.assertRaises(UserError):
            agreement.action_request_approval("repayment", "Two dates")
        self.bad()
        agreement.action_cancel()
        plan = self.propose((10, 1000.0))
        with self.assertRaises(UserError):
            plan.action_request_approval("repayment", "A plan needs none")

    @covers("C-03")
    def test_signed_as_it_was_sent(self):
        self.bad()
        agreement = self.propose((10, 1000.0))
        with self.assertRaises(UserError):
            agreement.action_sign("Mr Debtor", SCAN)
        agreement.sudo().debt_date = self.ago(9)
        agreement.action_send()
        self.assertEqual(agreement.debt_date, self.today, "of the day on which it went out")
        for name, signature in (("", SCAN), ("  ", SCAN), ("Mr Debtor", False)):
            with self.assertRaises(UserError):
                agreement.action_sign(name, signature)
        self.invoice(77.0, days=0)
        agreement.action_sign("Mr Debtor", SCAN)
        self.assertEqual(agreement.state, "signed", "what was not overdue then is not in it")

    @covers("C-03")
    def test_a_debt_that_has_grown_is_not_signed(self):
        agreement = self.sent_plan()
        self.invoice(0.01, days=5)
        with self.assertRaises(UserError):
            agreement.action_sign("Mr Debtor", SCAN)

    @covers("C-04")
    def test_filed_by_the_sales_admin_with_number_and_place(self):
        agreement = self.sent_plan()
        admin = agreement.with_user(self.sales_admin)
        with self.assertRaises(UserError):
            admin.action_archive_paper("A-1", "Cabinet 3")
        agreement.action_sign("Mr Debtor", SCAN)
        for user in (self.salesperson, self.accountant, self.legal):
            with self.assertRaises(AccessError):
                agreement.with_user(user).action_archive_paper("A-1", "Cabinet 3")
        for number, place in (("", "Cabinet 3"), ("A-1", " ")):
            with self.assertRaises(UserError):
                admin.action_archive_paper(number, place)

    @covers("C-05", "C-06")
    def test_a_signed_plan_is_withdrawn_by_the_manager(self):
        agreement = self.signed_plan((10, 1000.0))
        with self.assertRaises(AccessError):
            agreement.action_cancel()
        agreement.with_user(self.manager).action_cancel()
        self.assertEqual((agreement.state, self.case.state), ("cancelled", "dunning"))
        self.assertTrue(self.case.deadline)
        for step in (agreement.action_cancel, lambda: agreement.action_refuse("Too late")):
            with self.assertRaises(UserError):
                step()

    @covers("C-07")
    def test_a_refusal_has_a_reason(self):
        agreement = self.sent_plan()
        with self.assertRaises(UserError):
            agreement.action_refuse("  ")
        self.assertEqual(agreement.state, "sent")

    @covers("C-07")
    def test_refused_on_the_case_it_is_void(self):
        agreement = self.sent_plan()
        self.refuse(self.case)
        self.assertEqual((agreement.state, self.case.state), ("refused", "legal"))

    @covers("C-06")
    def test_written_off_it_was_not_kept(self):
        agreement = self.signed_plan((10, 1000.0))
        self.case.with_user(self.finance).action_close("To be written off")
        self.assertEqual(agreement.state, "cancelled")

    @covers("C-06")
    def test_paid_to_the_cent(self):
        agreement = self.signed_plan((10, 400.0), (40, 600.0))
        self.pay(self.debt, amount=399.99)
        self.env.invalidate_all()
        self.assertEqual(agreement.line_ids.mapped("state"), ["partial", "open"])
        self.sweep(days=10)
        self.assertEqual(agreement.state, "signed", "his day is not over")
        self.sweep(days=11)
        self.assertEqual((agreement.state, self.case.hold), ("broken", True))
