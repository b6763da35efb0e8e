from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collection_case_common import DebtorCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCollectionRelease(DebtorCase):
    """How a hold ends: by approval or by the money."""

    # ------------------------------------------------------------------ release by approval
    @covers("C-07")
    def test_release_takes_manager_and_finance(self):
        self.refuse(self.case)
        case = self.case.with_user(self.salesperson)
        with self.assertRaises(UserError, msg="neither paid nor signed"):
            case.action_request_approval("shipping_release", "He has promised")
        self.sign_plan(self.case)
        approval = case.action_request_approval("shipping_release", "He has signed")
        approval.with_user(self.manager).action_approve()
        self.assertTrue(self.customer.shipping_hold)
        with self.assertRaises(AccessError):
            approval.with_user(self.accountant).action_approve()
        approval.with_user(self.finance).action_approve()
        self.assertFalse(self.customer.shipping_hold)
        self.assertEqual((self.case.state, self.case.hold), ("plan", False))
        picking = self.transfer(self.customer)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        with self.assertRaises(UserError):
            case.action_request_approval("shipping_release", "Again")

    def test_release_lapses_when_more_is_owed(self):
        self.refuse(self.case)
        self.sign_plan(self.case)
        approval = self.case.with_user(self.salesperson).action_request_approval("shipping_release", "Please")
        approval.with_user(self.manager).action_approve()
        self.invoice(500.0)
        approval.with_user(self.finance).action_approve()
        self.assertEqual(approval.state, "lapsed")
        self.assertTrue(self.customer.shipping_hold)

    # ------------------------------------------------------------------ release by the money
    def test_finance_posts_the_payment_itself(self):
        self.refuse(self.case)
        payment = self.pay(self.debt, user=self.finance)
        self.assertEqual((self.case.state, self.case.hold), ("closed", False))
        self.assertFalse(self.customer.shipping_hold)
        self.assertFalse(self.case.activity_ids)
        payment.with_user(self.finance).action_cancel()
        self.assertEqual((self.case.state, self.case.hold), ("legal", True))
        self.assertTrue(self.customer.shipping_hold)
        self.assertIn(self.legal, self.case.activity_ids.user_id)

    def test_the_accountants_payment_waits_for_finance(self):
        self.refuse(self.case)
        self.pay(self.debt)
        self.assertEqual((self.case.state, self.case.hold), ("closed", True))
        self.assertEqual(self.case.activity_ids.user_id, self.finance)
        self.sweep()
        self.assertTrue(self.customer.shipping_hold)
        picking = self.transfer(self.customer)
        with self.assertRaises(UserError):
            picking.button_validate()
        for user in (self.salesperson, self.manager, self.accountant, self.gm):
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_confirm_money()
        self.case.with_user(self.finance).action_confirm_money()
        self.assertFalse(self.customer.shipping_hold)
        self.assertEqual(self.case.money_confirmed_by_id, self.finance)
        picking.button_validate()

    def test_a_credit_note_is_no_money(self):
        self.refuse(self.case)
        self.debt._reverse_moves(cancel=True)
        self.assertEqual((self.case.state, self.case.hold), ("closed", True))

    def test_the_bank_entry_confirms(self):
        self.refuse(self.case)
        payment = self.pay(self.debt)
        self.assertTrue(self.case.hold)
        statement = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": self.today,
                "payment_ref": "In",
                "amount": 1000.0,
                "partner_id": self.customer.id,
            }
        )
        outstanding = payment.move_id.line_ids.filtered(lambda line: line.account_id == payment.outstanding_account_id)
        _liquidity, suspense, _other = statement._seek_for_lines()
        suspense.with_context(skip_readonly_check=True, force_delete=True).account_id = outstanding.account_id
        (suspense | outstanding).reconcile()
        self.sweep()
        self.assertFalse(self.case.hold)

    def test_money_is_confirmed_after_closing_only(self):
        self.refuse(self.case)
        with self.assertRaises(UserError):
            self.case.with_user(self.finance).action_confirm_money()
