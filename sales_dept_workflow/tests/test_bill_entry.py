from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .bill_common import BillCase
from .common import covers


@tagged("post_install", "-at_install")
class TestBillEntry(BillCase):
    """An entry by hand, bills receivable to receivable, would settle a debt with a bill nobody verified (C-10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "acceptance_bill")
        cls.receivable = cls.customer.property_account_receivable_id
        cls.account = cls.method_line().payment_account_id
        cls.invoice(1000)

    def entry(self, debit=None, credit=None, user=None):
        moves = self.env["account.move"].with_user(user or self.accountant)
        rows = [(debit or self.account, 1000.0, 0.0), (credit or self.receivable, 0.0, 1000.0)]
        return moves.create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "partner_id": self.customer.id, "debit": debited, "credit": credited}
                    )
                    for account, debited, credited in rows
                ],
            }
        )

    @covers("C-10")
    def test_refused_by_every_door(self):
        entry = self.entry()
        for user in (self.accountant, self.finance):
            mine = entry.with_user(user)
            for door in (
                lambda mine=mine: mine.action_post(),
                lambda mine=mine: mine.with_context(sdw_bypass=True, skip_account_move_synchronization=True)._post(),
                lambda mine=mine: mine.write({"state": "posted"}),
            ):
                with self.assertRaises(UserError) as refused:
                    door()
                self.assertIn("verified", str(refused.exception))
        self.assertEqual(entry.state, "draft")
        self.assertEqual(self.balance(self.receivable, self.customer), 1000)

    def test_others_pass(self):
        bank = self.bank.default_account_id
        self.entry(debit=bank).action_post()
        self.entry(credit=bank).action_post()
        self.assertEqual(self.balance(self.receivable, self.customer), 0)

    @covers("C-10")
    def test_a_bill_passes_and_comes_back(self):
        """Its own entries are the bill's, at booking as at dishonour: the debt is open again."""
        bill = self.booked()
        self.assertEqual(self.balance(self.receivable, self.customer), 0)
        exposure = self.exposure()
        bill.action_dishonour("Refused")
        self.assertEqual(self.balance(self.receivable, self.customer), 1000)
        self.assertEqual((self.exposure(), exposure), (1000, 1000))

    def test_warned_and_filed(self):
        self.switch("warn", "acceptance_bill")
        entry = self.entry()
        entry.action_post()
        finding = self.env["sdw.audit.finding"].search([("res_model", "=", entry._name), ("res_id", "=", entry.id)])
        self.assertEqual(finding.code, "bill_entry")

    @covers("C-10")
    def test_the_audit_finds_it(self):
        self.switch("off", "acceptance_bill")
        entry = self.entry()
        self.switch("block", "acceptance_bill")
        self.env.cr.execute("UPDATE account_move SET state = 'posted' WHERE id = %s", (entry.id,))
        self.env.cr.execute("UPDATE account_move SET sdw_guarded_on = NULL, create_date = now() at time zone 'utc'")
        self.env.cr.execute(
            "UPDATE account_move SET create_date = create_date + interval '1 hour' WHERE id = %s", (entry.id,)
        )
        self.env.invalidate_all()
        self.env["sdw.audit.finding"]._cron_audit()
        finding = self.env["sdw.audit.finding"].search([("res_model", "=", entry._name), ("res_id", "=", entry.id)])
        self.assertEqual((finding.code, finding.origin), ("bill_entry", "audit"))

    def test_off_is_silent(self):
        self.switch("off", "acceptance_bill")
        entry = self.entry()
        entry.line_ids.mapped("balance")
        before = self.env.cr.sql_log_count
        self.assertFalse(entry._sdw_bill_entries())
        self.assertEqual(self.env.cr.sql_log_count, before)
        entry.action_post()


@tagged("post_install", "-at_install")
class TestBillHandOver(BillCase):
    """A bill is with finance within the prompt hours of its receipt, or the next one up hears of it (C-09)."""

    @covers("C-09")
    def test_reminded_until_it_is_with_finance(self):
        bill = self.bill()
        self.assertTrue(bill.deadline)
        self.assertEqual(bill.sudo().activity_ids.user_id, self.salesperson)
        due = bill.deadline
        bill.action_hand_over()
        self.assertEqual(bill.sudo().activity_ids.user_id, self.sales_admin)
        self.assertEqual((bill.deadline, bill.met_on), (due, False))
        bill.with_user(self.sales_admin).action_hand_over()
        self.assertTrue(bill.met_on)
        self.assertEqual(bill.sudo().activity_ids.user_id, self.finance)

    @covers("C-09")
    def test_kept_too_long_it_escalates(self):
        bill = self.bill()
        self.bills.sudo()._sweep_deadlines(bill.deadline + timedelta(hours=1))
        self.assertRecordValues(bill, [{"escalated_to_id": self.manager.id, "deadline_state": "escalated"}])
        bill.action_hand_over()
        bill.with_user(self.sales_admin).action_hand_over()
        self.assertIn(bill.deadline_state, ("met", "missed"))

    def test_given_back_it_starts_again(self):
        bill = self.with_finance()
        self.assertTrue(bill.met_on)
        bill.action_return("The amount is wrong")
        self.assertFalse(bill.met_on)
        self.assertEqual(bill._get_deadline_responsible(), self.sales_admin)

    def test_refused_it_ends(self):
        bill = self.with_finance(self.bill())
        bill.action_reject("Forged")
        self.assertTrue(bill.met_on)
        self.bills.sudo()._sweep_deadlines(bill.deadline + timedelta(days=9))
        self.assertFalse(bill.escalated_on)

    def test_maturity_is_a_deadline_of_its_own(self):
        bill = self.booked()
        self.assertFalse(bill.met_on)
        self.assertEqual(bill.deadline.date(), bill.maturity_date)
