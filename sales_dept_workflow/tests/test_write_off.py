from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .dossier_common import DossierCase


@tagged("post_install", "-at_install")
class TestWriteOff(DossierCase):
    """Manager, finance and general manager decide; finance books; never more than is owed (C-08)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.at_law()

    def asked(self, amount=1000.0, user=None):
        return self.case.with_user(user or self.legal).action_request_write_off(amount, "Nothing left").sudo()

    def approved(self, amount=1000.0):
        return self.approve(self.asked(amount), self.manager, self.finance, self.gm)

    def book(self, user=None):
        return self.case.with_user(user or self.finance).action_book_write_off()

    @covers("C-08")
    def test_asked_decided_booked(self):
        approval = self.asked()
        self.assertEqual((approval.code, approval.amount, approval.state), ("write_off", 1000.0, "pending"))
        with self.assertRaises(UserError):
            self.book()
        self.approve(approval, self.manager, self.finance, self.gm)
        self.assertEqual(approval.state, "approved")
        self.assertEqual(self.ledger(), 1000.0, "a decision books nothing")
        self.book()
        self.assertEqual(self.ledger(), 0.0)
        self.assertEqual(self.debt.payment_state, "paid")
        move = self.case.sudo().write_off_move_id
        self.assertEqual((move.state, move.create_uid), ("posted", self.finance))
        self.assertEqual(move.line_ids.filtered(lambda line: line.account_id == self.loss).balance, 1000.0)
        self.assertRecordValues(
            self.case,
            [{"state": "closed", "written_off_amount": 1000.0, "residual_amount": 0.0, "hold": True}],
        )
        self.assertIn("Written off", self.case.close_reason)
        self.assertEqual(self.case.legal_step_ids[:1].kind, "write_off")

    @covers("C-07", "C-08")
    def test_the_hold_stays(self):
        self.approved()
        self.book()
        self.sweep()
        self.assertTrue(self.customer.shipping_hold)
        self.assertEqual(self.case.state, "closed")
        self.assertFalse(self.case.sudo().activity_ids, "nobody is asked to confirm money that never came")
        with self.assertRaises(UserError):
            self.case.with_user(self.finance).action_confirm_money()
        release = self.case.with_user(self.salesperson).action_request_approval("shipping_release", "He is back")
        self.approve(release.sudo(), self.manager, self.finance)
        self.assertFalse(self.customer.shipping_hold)

    def test_a_part_leaves_a_residual(self):
        later = self.invoice(500.0, days=2)
        self.approved(1200.5)
        self.book()
        self.assertEqual((self.debt.amount_residual, later.amount_residual), (0.0, 299.5))
        self.assertEqual((self.case.residual_amount, self.ledger()), (299.5, 299.5))
        self.sweep()
        self.assertEqual(len(self.case_of()), 1, "the residual is not chased again")

    def test_never_more_than_is_owed(self):
        self.invoice(100.0, move_type="out_refund")
        for amount in (0, -5, 900.01, 1000):
            with self.assertRaises(UserError):
                self.asked(amount)
        self.assertFalse(self.case.approval_ids)
        with self.assertRaises(UserError):
            self.case.action_request_approval("write_off", "Without an amount")
        self.assertEqual(self.asked(900.0).state, "pending")

    def test_paid_meanwhile(self):
        approval = self.approved()
        self.pay(self.debt, amount=0.01)
        with self.assertRaises(UserError):
            self.book()
        self.assertEqual(self.ledger(), 999.99)
        pending = self.asked(999.99)
        self.assertNotEqual(pending, approval)
        self.pay(self.debt, amount=10)
        pending.with_user(self.manager).action_approve()
        self.assertEqual(pending.state, "lapsed")

    def test_another_amount_is_another_request(self):
        first = self.asked(400.0)
        second = self.asked(700.0, user=self.manager)
        self.assertEqual((first.state, second.state, second.amount), ("cancelled", "pending", 700.0))
        self.approve(second, self.finance, self.gm)
        self.assertEqual(second.state, "approved", "a manager who asks has endorsed it")

    def test_who_may(self):
        for user in (self.salesperson, self.sales_admin, self.keeper, self.second_salesperson):
            with self.assertRaises(AccessError):
                self.asked(user=user)
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_request_approval("write_off", "Please")
        self.approved()
        for user in (self.legal, self.accountant, self.manager, self.gm, self.salesperson):
            with self.assertRaises(AccessError):
                self.book(user)
        for values in ({"write_off_amount": 2000.0}, {"written_off_amount": 1.0}, {"residual_amount": 1.0}):
            with self.assertRaises(AccessError):
                self.case.with_user(self.finance).write(values)
        self.assertEqual(self.ledger(), 1000.0)

    def test_foreign_currency(self):
        """Written off in the company's currency; the items are matched in their own."""
        euro = self.invoice(100.01, currency=self.currencies["EUR"])
        pound = self.invoice(10.0, days=1, currency=self.currencies["GBP"])
        self.assertEqual(self.ledger(), 1000 + 200.02 + 40)
        self.approved(1220.02)
        self.book()
        self.assertEqual((euro.amount_residual, pound.amount_residual), (0.0, 5.0))
        self.assertAlmostEqual(self.ledger(), 20.0, places=2)
        self.assertEqual(self.case.residual_amount, 20.0)

    def test_without_an_account(self):
        self.approved()
        self.company.sdw_write_off_account_id = False
        with self.assertRaises(UserError):
            self.book()
        self.assertEqual((self.case.state, self.ledger()), ("legal", 1000.0))

    def test_through_the_wizard(self):
        wizard = self.env["sdw.write.off.wizard"].with_user(self.legal).with_context(active_id=self.case.id)
        wizard = wizard.create({"reason": "Nothing left"})
        self.assertEqual(wizard.amount, 1000.0)
        wizard.action_confirm()
        self.assertEqual(self.case.write_off_state, "pending")
