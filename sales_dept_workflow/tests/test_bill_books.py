from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .bill_common import BillCase
from .common import covers


class BillBooks(BillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "acceptance_bill")
        cls.interest = cls.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.company.sdw_bill_interest_account_id = cls.interest
        cls.receivable = cls.customer.property_account_receivable_id
        cls.account = cls.method_line().payment_account_id

    def assertBalanced(self, bill):
        moves = bill.sudo().entry_ids | bill.sudo().payment_id.move_id
        self.assertTrue(moves)
        for move in moves:
            self.assertEqual(move.state, "posted")
            self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0, places=2)


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


@tagged("post_install", "-at_install")
class TestBillMoney(BillBooks):
    """Exposure, currencies, companies, the accountant's evidence and the reminders."""

    def evidence(self, partner=None):
        partner = partner or self.customer
        return self.env["sdw.credit.exposure"]._get_bills_pending(partner, self.company)[partner.id]

    @covers("Y-03")
    def test_a_bill_is_exposure_until_it_is_paid(self):
        self.invoice(1000)
        self.assertEqual((self.exposure(), self.evidence()), (1000, 0))
        bill = self.booked(amount=1500)
        self.assertEqual((self.exposure(), self.evidence()), (1000, 1500))
        partner = self.customer.with_company(self.company)
        partner.invalidate_recordset()
        self.assertEqual(partner.sdw_exposure_company, 1000)
        bill.action_paid()
        self.assertEqual((self.exposure(), self.evidence()), (-500, 0))

    @covers("C-10", "Y-01")
    def test_what_is_not_verified_frees_no_credit(self):
        """Where the rule only warns, a payment by bill with none behind it settles the invoice, and nothing else."""
        self.switch("warn", "acceptance_bill")
        self.invoice(400)
        order = self.order(partner=self.customer)
        self.payment(amount=1000).action_post()
        self.assertEqual(self.exposure(), 400)
        self.assertFalse(order.sudo()._sdw_free_credit().get(self.customer.id))
        self.booked(amount=650)
        self.assertEqual(self.exposure(), 400)
        self.assertEqual(order.sudo()._sdw_free_credit()[self.customer.id], 250)

    @covers("Y-01")
    def test_a_verified_bill_is_money_before_delivery(self):
        self.switch("block", "credit")
        order = self.order(payment_mode="prepaid")
        order.with_user(self.sales_admin).action_confirm()
        bill = self.verified()
        with self.assertRaises(UserError):
            order.with_user(self.accountant).action_allocate_credit(1000)
        bill.action_book()
        order.with_user(self.accountant).action_allocate_credit(1000)
        self.assertEqual(order.sudo()._sdw_prepaid_received()[order.sudo()], 1000)

    def test_three_currencies(self):
        rates = {"EUR": 0.5, "GBP": 0.25}
        for code, rate in rates.items():
            currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)])
            currency.active = True
            currency.rate_ids.unlink()
            self.env["res.currency.rate"].create(
                {"currency_id": currency.id, "name": "2000-01-01", "rate": rate, "company_id": self.company.id}
            )
        euro, pound = (self.env["res.currency"].search([("name", "=", code)]) for code in rates)
        self.invoice(100)
        self.invoice(100.01, currency=euro)
        self.invoice(33.33, currency=pound)
        debt = 100 + 200.02 + 133.32
        self.assertAlmostEqual(self.exposure(), debt)
        own = self.booked(amount=100)
        bills = own | self.booked(amount=100.01, currency_id=euro.id) | self.booked(amount=33.33, currency_id=pound.id)
        self.assertAlmostEqual(self.exposure(), debt)
        self.assertAlmostEqual(self.balance(self.receivable, self.customer) or 0, 0)
        self.assertAlmostEqual(self.balance(self.account), debt)
        self.assertAlmostEqual(self.evidence(), debt)
        euro_bill = bills[1]
        euro_bill.action_discount(self.today, 0.33)
        self.assertAlmostEqual(self.balance(self.interest), 0.66)
        euro_bill.action_dishonour("Refused")
        self.assertAlmostEqual(self.exposure(), debt)
        self.assertAlmostEqual(self.balance(self.receivable, self.customer), 200.02)
        (bills - euro_bill).action_paid()
        self.assertAlmostEqual(self.exposure(), 200.02)
        self.assertAlmostEqual(self.balance(self.account), 0)
        for bill in bills:
            self.assertBalanced(bill)

    def test_two_companies(self):
        company = self.second_company()
        self.invoice(1000)
        self.invoice(1000, company=company)
        bill = self.bill(company_id=company.id).with_context(allowed_company_ids=company.ids)
        there = {"allowed_company_ids": (self.company | company).ids}
        bill.with_user(self.sales_admin).with_context(**there).action_hand_over()
        mine = bill.with_user(self.finance).with_context(**there)
        mine.write(dict.fromkeys(("genuine_checked", "endorsements_checked", "dates_checked"), True))
        mine.action_verify()
        mine.action_book()
        self.assertEqual(mine.payment_id.company_id, company)
        self.assertNotEqual(company.sdw_bill_journal_id, self.company.sdw_bill_journal_id)
        self.assertEqual(self.exposure(company=company), 1000)
        self.assertEqual(self.exposure(), 1000)
        self.assertEqual(
            self.env["sdw.credit.exposure"]._get_bills_pending(self.customer, self.company), {self.customer.id: 0}
        )
        with self.assertRaises(UserError):
            mine.action_paid(self.bank)
        mine.action_paid(
            company.sdw_bill_journal_id.search([("company_id", "=", company.id), ("type", "=", "bank")], limit=1)
        )
        self.assertEqual(self.exposure(company=company), 0)

    def test_exposure_costs_the_same_for_many(self):
        partners = self.env["res.partner"].create([{"name": f"P{number}", "is_company": True} for number in range(20)])
        self.booked(*[self.bill(partner_id=partner.id) for partner in partners])
        counts = {}
        for size in (2, 20):
            some = partners[:size]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["sdw.credit.exposure"]._get(some, self.company)
            self.env["sdw.credit.exposure"]._get_bills_pending(some, self.company)
            counts[size] = self.env.cr.sql_log_count - before
        self.assertEqual(counts, {2: 2, 20: 2})

    def test_no_query_where_there_are_no_bills(self):
        company = self.second_company()
        self.env.flush_all()
        exposures = self.env["sdw.credit.exposure"]
        company.sudo().sdw_bill_journal_id  # noqa: B018
        before = self.env.cr.sql_log_count
        exposures._get_bills_pending(self.customer, company)
        self.assertEqual(self.env.cr.sql_log_count, before)

    # ------------------------------------------------------------------ maturity
    def sweep_deadlines(self, days):
        moment = datetime.combine(self.today + timedelta(days=days), time(12))
        self.bills.sudo()._sweep_deadlines(moment)

    def test_reminded_before_maturity(self):
        bill = self.booked(issue_date=self.ago(30), maturity_date=self.ahead(30))
        self.sweep_deadlines(10)
        self.assertFalse(bill.sudo().activity_ids)
        self.sweep_deadlines(23)
        self.assertEqual(bill.sudo().activity_ids.user_id, self.finance)
        self.assertEqual(bill.sudo().activity_ids.date_deadline, bill.maturity_date)
        self.sweep_deadlines(24)
        self.assertEqual(len(bill.sudo().activity_ids), 1)
        self.sweep_deadlines(32)
        self.assertTrue(bill.escalated_on)
        bill.action_paid()
        self.assertFalse(bill.sudo().activity_ids)
        self.assertEqual(bill.deadline_state, "met")

    def test_sweep_costs_the_same_for_many(self):
        counts = {}
        for size in (2, 20):
            dates = {"issue_date": self.ago(30), "maturity_date": self.ahead(5)}
            self.booked(*[self.bill(**dates) for _number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.sweep_deadlines(1)
            self.env.flush_all()
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[20], counts[2] + 5, counts)

    def test_the_calendar_shows_maturity(self):
        view = self.env.ref("sales_dept_workflow.acceptance_bill_view_calendar")
        self.assertIn('date_start="maturity_date"', view.arch)
        issue = self.today - relativedelta(months=1)
        bill = self.bill(issue_date=issue)
        self.assertEqual(bill.maturity_date, issue + relativedelta(months=6))
