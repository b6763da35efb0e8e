from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .bill_common import BillCase
from .bill_gate_common import BillGate
from .common import covers


@tagged("post_install", "-at_install")
class TestBillTerm(BillCase):
    """How long a bill may run, to the day."""

    @covers("C-11", "Z-15")
    def test_months_to_the_day(self):
        cases = [
            ("2026-01-31", "2026-02-28", 1),
            ("2026-01-31", "2026-03-01", 2),
            ("2026-01-15", "2026-02-15", 1),
            ("2026-01-15", "2026-02-16", 2),
            ("2026-01-15", "2026-01-16", 1),
            ("2026-02-28", "2026-03-31", 2),
            ("2024-02-29", "2025-02-28", 12),
            ("2024-02-29", "2025-03-01", 13),
            ("2025-06-30", "2026-06-30", 12),
            ("2025-06-30", "2026-07-01", 13),
            ("2025-03-31", "2025-03-31", 0),
        ]
        for issue, maturity, months in cases:
            with self.subTest(issue=issue, maturity=maturity):
                self.assertEqual(self.bills._months(Date.to_date(issue), Date.to_date(maturity)), months)

    @covers("C-11", "Z-15")
    def test_exactly_a_year_is_allowed(self):
        self.switch("block", "acceptance_bill")
        bill = self.booked(months=12)
        self.assertEqual((bill.tenor_months, bill.over_term, bill.state), (12, False, "booked"))

    def test_remaining_term(self):
        bill = self.bill(issue_date=self.ago(10), maturity_date=self.ahead(20))
        self.assertEqual(bill.remaining_days, 20)
        self.assertEqual(bill.tenor_months, self.bills._months(self.ago(10), self.ahead(20)))

    def test_the_limit_is_the_companys(self):
        bill = self.bill(months=6)
        self.assertFalse(bill.over_term)
        self.company.sdw_bill_max_months = 5
        self.assertTrue(bill.over_term)


@tagged("post_install", "-at_install")
class TestBillGate(BillGate):
    """No payment by bill without a verified bill of an allowed term, by whatever door."""

    # ------------------------------------------------------------------ over a year
    @covers("C-11", "Z-15")
    def test_a_long_bill_waits_for_finance_and_the_general_manager(self):
        bill = self.long_bill()
        self.assertEqual((bill.tenor_months, bill.term_approval_state), (13, "needed"))
        [blocker] = bill.get_blockers("payment")
        self.assertEqual((blocker["code"], blocker["mode"]), ("bill_tenor", "block"))
        for context in ({}, {"sdw_bypass": True, "default_verified_on": "2020-01-01", "skip_sdw": True}):
            with self.assertRaises(UserError):
                bill.with_context(**context).action_book()
        self.assertFalse(bill.payment_id)
        approval = bill.with_user(self.sales_admin).action_request_approval("acceptance_bill", "The only bill he has")
        self.assertEqual(bill.term_approval_state, "pending")
        with self.assertRaises(AccessError):
            approval.with_user(self.gm).action_approve()
        approval.with_user(self.finance).action_approve()
        with self.assertRaises(UserError):
            bill.action_book()
        approval.with_user(self.gm).action_approve()
        self.assertEqual(bill.term_approval_state, "approved")
        bill.action_book()
        self.assertEqual(bill.state, "booked")
        self.assertEqual(approval.facts["months"], 13)

    @covers("C-11")
    def test_the_request_is_four_eyed(self):
        """Finance asking decides its own step by asking; the general manager's is another person's."""
        bill = self.long_bill()
        approval = bill.action_request_approval("acceptance_bill", "Please")
        self.assertEqual(approval.step_role_id, self.env.ref("sales_dept_workflow.group_sdw_general_manager"))
        with self.assertRaises(AccessError):
            approval.with_user(self.finance).action_approve()
        approval.with_user(self.gm).action_reject("Too long")
        with self.assertRaises(UserError):
            bill.action_book()

    def test_nothing_to_ask_for_a_short_one(self):
        with self.assertRaises(UserError):
            self.bill().action_request_approval("acceptance_bill", "Please")

    @covers("C-11")
    def test_approved_as_it_was_shown(self):
        bill = self.long_bill()
        approval = self.approve(bill.action_request_approval("acceptance_bill", "Please"), self.gm)
        bill.action_return("Please check the number")
        admin = bill.with_user(self.sales_admin)
        admin.amount = 900
        self.assertEqual(approval.state, "approved", "less is not worse")
        for values in ({"amount": 5000}, {"acceptor": "Trust"}, {"kind": "commercial"}):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                admin.write(values)
                self.assertEqual(approval.state, "lapsed")
                self.assertEqual(bill.term_approval_state, "lapsed")
                savepoint.close(rollback=True)
            self.env.invalidate_all()

    # ------------------------------------------------------------------ unverified
    @covers("C-10")
    def test_unverified_is_not_booked(self):
        bill = self.with_finance()
        self.assertEqual([blocker["code"] for blocker in bill.get_blockers("payment")], ["bill_unverified"])
        with self.assertRaises(UserError):
            bill.action_book()
        for mode in ("off", "warn"):
            self.switch(mode, "acceptance_bill")
            with self.assertRaises(UserError):
                bill.action_book()
        with self.assertRaises(UserError):
            self.bill().with_user(self.finance).action_book()

    @covers("C-10")
    def test_by_hand(self):
        """Button, a call with a forged context, a direct write of the state, created posted."""
        payment = self.payment()
        for user in (self.accountant, self.finance):
            mine = payment.with_user(user).with_context(
                default_sdw_bill_ids=[1], sdw_skip=True, force_payment_move=True
            )
            with self.assertRaises(UserError):
                mine.action_post()
            for state in ("in_process", "paid"):
                with self.assertRaises(UserError):
                    mine.write({"state": state})
            with self.assertRaises(UserError):
                mine.action_validate()
        for state in ("in_process", "paid"):
            with self.assertRaises(UserError):
                self.payment(state=state)
            with self.assertRaises(UserError):
                self.env["account.payment"].with_user(self.accountant).with_context(default_state=state).create(
                    {
                        "partner_id": self.customer.id,
                        "amount": 5,
                        "journal_id": payment.journal_id.id,
                        "payment_method_line_id": payment.payment_method_line_id.id,
                    }
                )
        self.assertEqual(payment.state, "draft")

    @covers("C-10")
    def test_by_the_payment_wizard(self):
        invoices = self.invoice() | self.invoice(500)
        line = self.method_line()
        for group in (True, False):
            wizard = (
                self.env["account.payment.register"]
                .with_user(self.accountant)
                .with_context(active_model="account.move", active_ids=invoices.ids)
                .create(
                    {
                        "journal_id": line.journal_id.id,
                        "payment_method_line_id": line.id,
                        "group_payment": group,
                    }
                )
            )
            with self.assertRaises(UserError):
                wizard.action_create_payments()
        self.assertEqual(set(invoices.mapped("payment_state")), {"not_paid"})

    @covers("C-10")
    def test_in_one_write_and_afterwards(self):
        """A draft by another method that turns into a payment by bill while it is posted, or once it is."""
        line = self.method_line()
        manual = self.bank.inbound_payment_method_line_ids[:1]
        turned = {"journal_id": line.journal_id.id, "payment_method_line_id": line.id}
        payment = self.payment(journal_id=self.bank.id, payment_method_line_id=manual.id)
        with self.assertRaises(UserError):
            payment.write({**turned, "state": "in_process"})
        payment.action_post()
        with self.assertRaisesRegex(UserError, "Acceptance bills"), self.env.cr.savepoint():
            payment.write(turned)

    @covers("C-10")
    def test_by_another_name(self):
        """Another method in the bills' journal, or on the bills' account: still a bill."""
        line = self.method_line()
        manual = self.env.ref("account.account_payment_method_manual_in")
        disguised = line.sudo().copy({"payment_method_id": manual.id, "journal_id": line.journal_id.id})
        payment = self.payment(payment_method_line_id=disguised.id)
        with self.assertRaises(UserError):
            payment.action_post()
        bank = self.bank.inbound_payment_method_line_ids[:1]
        bank.payment_account_id = line.payment_account_id
        with self.assertRaises(UserError):
            self.payment(journal_id=self.bank.id, payment_method_line_id=bank.id).action_post()
        method = line.payment_method_id.with_user(self.accountant)
        for step in (lambda: method.write({"code": "manual2"}), method.unlink):
            with self.assertRaises(AccessError):
                step()

    @covers("C-10")
    def test_out_of_the_bills_journal(self):
        """Nobody pays with a bill that nobody endorsed."""
        journal = self.method_line().journal_id
        with self.assertRaises(UserError):
            self.payment(
                payment_type="outbound",
                partner_type="supplier",
                partner_id=self.supplier.id,
                payment_method_line_id=journal.outbound_payment_method_line_ids[:1].id,
            ).action_post()

    def test_a_booked_bills_payment_stays(self):
        self.invoice()
        bill = self.booked()
        payment = bill.payment_id
        for user in (self.accountant, self.finance):
            mine = payment.with_user(user)
            steps = [
                mine.action_draft,
                mine.action_cancel,
                mine.action_reject,
                mine.unlink,
                mine.move_id.button_draft,
                mine.move_id.button_cancel,
                lambda mine=mine: mine.write({"amount": 1}),
                lambda mine=mine: mine.write(
                    {"payment_method_line_id": self.bank.inbound_payment_method_line_ids[:1].id}
                ),
            ]
            for step in steps:
                with self.assertRaises(UserError), mute_logger("odoo.sql_db"):
                    step()
        self.assertIn(payment.state, ("in_process", "paid"))

    @covers("C-10")
    def test_a_bill_carries_one_payment(self):
        """A second payment beside a booked bill has none behind it, and no client links one."""
        bill = self.booked()
        with self.assertRaises(UserError):
            self.payment().action_post()
        for user in (self.finance, self.accountant):
            with self.assertRaises(AccessError):
                bill.with_user(user).write({"payment_id": self.payment().id})
        with self.assertRaises(UserError):
            self.payment(sdw_bill_ids=[Command.link(bill.id)]).action_post()
