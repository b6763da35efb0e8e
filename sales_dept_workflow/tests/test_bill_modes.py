from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .bill_gate_common import BillGate
from .common import covers


@tagged("post_install", "-at_install")
class TestBillModes(BillGate):
    """The gate of bills where it only warns, is off, or came later; and for many."""

    # ------------------------------------------------------------------ modes
    @covers("C-10")
    def test_warned_and_filed_once(self):
        self.switch("warn", "acceptance_bill")
        payment = self.payment()
        payment.action_post()
        [finding] = self.findings(payment)
        self.assertEqual((finding.rule, finding.code, finding.origin), ("acceptance_bill", "bill_unverified", "gate"))
        bill = self.long_bill()
        bill.action_book()
        self.assertEqual(bill.state, "booked")
        self.assertFalse(self.findings(bill))
        self.assertEqual(self.findings(bill.payment_id).mapped("code"), ["bill_tenor"])

    def test_off_is_silent(self):
        self.switch("off", "acceptance_bill")
        payment = self.payment()
        payment.action_post()
        bill = self.long_bill()
        bill.action_book()
        self.assertFalse(self.findings(payment) | self.findings(bill))

    def test_older_than_the_rule(self):
        """A bill registered before the rule is exempt as it was; a draft payment, too, until it is changed."""
        self.switch("off", "acceptance_bill")
        payment, touched, bill = self.payment(), self.payment(), self.long_bill()
        self.switch("block", "acceptance_bill")
        payment.action_post()
        bill.action_book()
        self.assertEqual(bill.state, "booked")
        touched.amount = 2000
        with self.assertRaises(UserError):
            touched.action_post()

    @covers("C-10", "C-11")
    def test_the_audit_finds_what_slipped_through(self):
        payment = self.payment()
        self.env.flush_all()
        self.switch("off", "acceptance_bill")
        payment.action_post()
        self.switch("block", "acceptance_bill")
        self.env.cr.execute("UPDATE account_payment SET sdw_guarded_on = NOW() + INTERVAL '1 hour'")
        self.env.invalidate_all()
        self.env["sdw.audit.finding"]._cron_audit()
        self.assertEqual(self.findings(payment).mapped("origin"), ["audit"])

    def test_in_batches(self):
        """Twenty bills ask as many questions as two."""
        counts = {}
        for size in (2, 20):
            bills = self.verified(*[self.bill() for _number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            bills._get_blockers("payment")
            counts[size] = self.env.cr.sql_log_count - before
        self.assertEqual(counts[2], counts[20], counts)

    def test_no_query_for_payments_while_off(self):
        """Posting payments without bills costs the same with the rule on and off."""
        counts = {}
        for mode in ("off", "off", "block"):
            self.switch(mode, "acceptance_bill")
            payment = self.payment(
                journal_id=self.bank.id, payment_method_line_id=self.bank.inbound_payment_method_line_ids[:1].id
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            payment.action_post()
            self.env.flush_all()
            counts[mode] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts["block"], counts["off"] + 2, counts)

    def test_dates_of_the_company(self):
        bill = self.with_finance(issue_date=date(2020, 1, 1), maturity_date=self.ago(1))
        bill.write(dict.fromkeys(("genuine_checked", "endorsements_checked", "dates_checked"), True))
        with self.assertRaises(UserError):
            bill.action_verify()
