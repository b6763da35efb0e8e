from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .bill_books_common import BillBooks
from .common import covers


@tagged("post_install", "-at_install")
class TestBillBooks(BillBooks):
    """The entries of bills agree with the general ledger, whatever becomes of them."""

    @covers("C-10")
    def test_booked_through_the_core(self):
        invoice = self.invoice(1000)
        bill = self.booked()
        payment = bill.payment_id
        self.assertRecordValues(
            payment,
            [
                {
                    "payment_type": "inbound",
                    "partner_id": self.customer.id,
                    "amount": 1000.0,
                    "payment_method_code": "acceptance_bill",
                    "memo": bill.number,
                    "destination_account_id": self.receivable.id,
                }
            ],
        )
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.balance(self.account, self.customer), 1000)
        self.assertEqual(self.balance(self.receivable, self.customer), 0)
        self.assertEqual((bill.booked_by_id, payment.create_uid), (self.finance, self.finance))
        self.assertBalanced(bill)

    @covers("C-10")
    def test_before_it_is_booked_nothing_changes(self):
        invoice = self.invoice(1000)
        bill = self.bill()
        before = self.exposure()
        for step in (lambda: self.with_finance(bill), lambda: self.verified(self.bill())):
            step()
            self.assertEqual(self.exposure(), before)
            self.assertEqual(self.balance(self.receivable, self.customer), 1000)
            self.assertEqual(invoice.payment_state, "not_paid")

    def test_several_invoices_and_a_rest(self):
        """The oldest first; what the bill exceeds the debt by is free credit."""
        newer, older = self.invoice(400, days=5), self.invoice(300, days=50)
        bill = self.booked(amount=1000.0)
        self.assertEqual({newer.payment_state, older.payment_state}, {"paid"})
        self.assertEqual(self.balance(self.receivable, self.customer), -300)
        part = self.invoice(500, days=1)
        untouched = self.invoice(500, days=60)
        chosen = self.booked(amount=200.0, invoice_ids=[Command.set(part.ids)])
        self.assertEqual((part.amount_residual, untouched.amount_residual), (300, 500))
        self.assertBalanced(bill | chosen)

    def test_the_oldest_debt_first(self):
        newer, older = self.invoice(400, days=5), self.invoice(300, days=50)
        self.booked(amount=350.0)
        self.assertEqual((older.amount_residual, newer.amount_residual), (0, 350))

    def test_one_journal_on_the_charts_own_account(self):
        journal = self.company.sdw_bill_journal_id
        self.booked(), self.booked()
        self.assertEqual(self.company.sdw_bill_journal_id, journal)
        self.assertEqual(journal.inbound_payment_method_line_ids.mapped("code"), ["acceptance_bill"])
        self.assertTrue(self.account.reconcile)
        self.assertEqual(self.account.account_type, "asset_current")

    def test_paid_at_maturity(self):
        self.invoice(1000)
        bill = self.booked()
        for user in (self.accountant, self.sales_admin, self.gm, self.salesperson):
            with self.assertRaises(AccessError):
                bill.with_user(user).action_paid()
        with self.assertRaises(UserError):
            bill.action_paid(date=self.ahead(1))
        bill.action_paid()
        self.assertEqual((bill.state, bill.paid_on, bill.payment_id.state), ("paid", self.today, "paid"))
        self.assertEqual(self.balance(self.account, self.customer), 0)
        self.assertEqual(self.exposure(), 0)
        self.assertBalanced(bill)
        for method in ("action_paid", "action_dishonour", "action_book"):
            with self.assertRaises(UserError):
                getattr(bill, method)()

    def test_paid_by_a_statement_that_was_matched(self):
        """What a bank statement has settled already gets no second entry."""
        bill = self.booked()
        item = bill.payment_id._seek_for_lines()[0]
        move = self.env["account.move"].create(
            {
                "journal_id": self.bank.id,
                "line_ids": [
                    Command.create({"account_id": self.bank.default_account_id.id, "debit": 1000}),
                    Command.create({"account_id": self.account.id, "credit": 1000}),
                ],
            }
        )
        move.action_post()
        (item | move.line_ids.filtered(lambda line: line.account_id == self.account)).reconcile()
        bill.action_paid()
        self.assertFalse(bill.sudo().entry_ids)
        self.assertEqual(bill.state, "paid")

    def test_endorsed_to_a_supplier(self):
        self.invoice(1000)
        payable = self.supplier.property_account_payable_id
        purchase = self.invoice(1500, partner=self.supplier, move_type="in_invoice")
        bill = self.booked()
        for user in (self.accountant, self.sales_admin):
            with self.assertRaises(AccessError):
                bill.with_user(user).action_endorse(self.supplier)
        with self.assertRaises(UserError):
            bill.action_endorse(self.customer.id)
        bill.action_endorse(self.supplier.id)
        self.assertEqual((bill.state, bill.disposition, bill.custody), ("booked", "endorsed", "supplier"))
        self.assertEqual(bill.endorsement_id.partner_type, "supplier")
        self.assertEqual(self.balance(self.account, self.customer) + self.balance(self.account, self.supplier), 0)
        self.assertEqual(self.balance(payable, self.supplier), -500)
        self.assertEqual(purchase.amount_residual, 500)
        self.assertEqual(self.exposure(), 1000, "the supplier has recourse to us until it is paid")
        with self.assertRaises(UserError):
            bill.action_discount(self.today, 10)
        bill.action_paid()
        self.assertEqual(self.exposure(), 0)
        self.assertBalanced(bill)

    def test_discounted_at_the_bank(self):
        self.invoice(1000)
        bill = self.booked()
        with self.assertRaises(UserError):
            bill.action_discount(self.today, 1000)
        with self.assertRaises(UserError):
            bill.action_discount(self.ahead(3), 20)
        bank = self.balance(self.bank.default_account_id) or 0
        bill.action_discount(self.today, 25.5)
        self.assertEqual((bill.state, bill.disposition, bill.discount_interest), ("booked", "discounted", 25.5))
        self.assertEqual(self.balance(self.interest), 25.5)
        self.assertAlmostEqual((self.balance(self.bank.default_account_id) or 0) - bank, 974.5)
        self.assertEqual(self.balance(self.account), 0)
        self.assertEqual(self.exposure(), 1000)
        bill.action_paid()
        self.assertEqual(self.exposure(), 0)
        self.assertBalanced(bill)

    def test_interest_needs_an_account(self):
        self.company.sdw_bill_interest_account_id = False
        for account in self.env["account.account"].search([("code", "=like", "6603%")]):
            account.code = f"9{account.code}"
        with self.assertRaises(UserError):
            self.booked().action_discount(self.today, 10)

    # ------------------------------------------------------------------ dishonour
    def assertOwedAgain(self, invoice, bill):
        self.assertEqual((bill.state, bill.custody), ("dishonoured", "finance"))
        self.assertEqual((invoice.payment_state, invoice.amount_residual), ("not_paid", 1000))
        self.assertEqual(self.balance(self.receivable, self.customer), 1000)
        self.assertEqual(self.balance(self.account), 0)
        self.assertEqual(self.exposure(), 1000)
        self.assertEqual(bill.payment_id.state, "rejected")
        self.assertFalse(
            (bill.payment_id.move_id | bill.sudo().entry_ids).line_ids.filtered(
                lambda line: line.account_id in (self.account | self.receivable) and not line.reconciled
            )
        )
        self.assertBalanced(bill)

    @covers("C-10")
    def test_dishonoured(self):
        invoice, case = self.overdue_case()
        bill = self.booked()
        self.assertEqual(case.state, "closed")
        overdue = self.env["sdw.credit.exposure"]._get(self.customer, self.company)[self.customer.id][1]
        self.assertEqual(overdue, 0)
        for user in (self.accountant, self.sales_admin, self.gm):
            with self.assertRaises(AccessError):
                bill.with_user(user).action_dishonour("no")
        bill.action_dishonour("Insufficient funds")
        self.assertOwedAgain(invoice, bill)
        self.assertEqual(bill.dishonour_reason, "Insufficient funds")
        self.assertEqual(case.state, "dunning", "the same case goes on")
        self.assertEqual(case.overdue_amount_company, 1000)
        self.assertEqual(self.case_of(), case)
        told = bill.sudo().activity_ids.user_id
        self.assertEqual(told, self.salesperson | self.manager)

    def test_dishonoured_in_the_suppliers_hands(self):
        invoice = self.invoice(1000)
        purchase = self.invoice(1500, partner=self.supplier, move_type="in_invoice")
        bill = self.booked()
        bill.action_endorse(self.supplier)
        bill.action_dishonour("Refused")
        self.assertOwedAgain(invoice, bill)
        self.assertEqual(purchase.amount_residual, 1500)
        self.assertEqual(bill.endorsement_id.state, "rejected")

    def test_dishonoured_at_the_bank(self):
        """The bank takes the face value back and keeps its interest."""
        invoice = self.invoice(1000)
        bank = self.balance(self.bank.default_account_id) or 0
        bill = self.booked()
        bill.action_discount(self.today, 25.5)
        bill.action_dishonour("Refused")
        self.assertOwedAgain(invoice, bill)
        self.assertAlmostEqual((self.balance(self.bank.default_account_id) or 0) - bank, -25.5)
        self.assertEqual(self.balance(self.interest), 25.5)

    def test_dishonoured_without_an_invoice(self):
        bill = self.booked()
        self.assertEqual(self.exposure(), 0)
        bill.action_dishonour()
        self.assertEqual(self.exposure(), 0)
        self.assertEqual(self.balance(self.receivable, self.customer), 0)

    def test_through_the_wizard(self):
        bill = self.booked()
        wizard = self.env["sdw.bill.wizard"].with_user(self.finance).with_context(active_ids=bill.ids)
        wizard.create({"step": "discount", "interest": 5}).action_confirm()
        self.assertEqual(bill.disposition, "discounted")
        wizard.create({"step": "paid"}).action_confirm()
        self.assertEqual(bill.state, "paid")
        other = self.booked()
        wizard.with_context(active_ids=other.ids).create(
            {"step": "endorse", "partner_id": self.supplier.id}
        ).action_confirm()
        self.assertEqual(other.endorsed_to_id, self.supplier)
        with self.assertRaises(AccessError):
            wizard.with_user(self.accountant).create({"step": "paid"})
