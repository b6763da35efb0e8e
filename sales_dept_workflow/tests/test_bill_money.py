from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .bill_books_common import BillBooks
from .common import covers


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
