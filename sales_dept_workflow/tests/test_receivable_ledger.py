from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import covers
from .receivable_common import ReceivableCase


@tagged("post_install", "-at_install")
class TestReceivableLedger(ReceivableCase):
    """Whatever happens in accounting, what is open adds up to the general ledger, to the cent."""

    def assertLedger(self, *companies, day=None):
        for company in companies or (self.company,):
            self.assertEqual(self.open_total(company, day), self.ledger(company, day))

    @covers("C-13")
    def test_three_currencies_two_companies(self):
        other = self.second_company()
        euro = self.rate("EUR", (self.ago(400), 0.1283), (self.ago(5), 0.1311))
        yen = self.rate("JPY", (self.ago(400), 20.17), (self.ago(5), 21.93))
        self.rate("EUR", (self.ago(400), 0.77), company=other)
        first, second, third = (
            self.invoice(333.33, currency=euro),
            self.invoice(77777, currency=yen),
            self.invoice(10.01),
        )
        self.invoice(55.55, company=other)
        self.invoice(12.34, company=other, currency=euro)
        self.assertLedger(self.company, other)
        self.pay(first)
        self.assertFalse(self.rows(first))
        exchange = first.line_ids.matched_credit_ids.exchange_move_id
        self.assertTrue(exchange, "the rate moved between the invoice and its payment")
        self.pay(second, amount=40000)
        [row] = self.rows(second)
        self.assertEqual(row.residual_currency, 37777)
        self.assertEqual(row.item_currency_id, yen)
        self.assertEqual(row.currency_id, self.company.currency_id)
        self.assertEqual(row.residual, second.line_ids.filtered("date_maturity").amount_residual)
        self.pay(third, amount=3.33)
        self.assertEqual(self.rows(third).residual, 6.68)
        self.assertLedger(self.company, other)

    @covers("C-13")
    def test_credits_and_unmatched_money(self):
        before = self.open_total()
        invoice = self.invoice(1000.0)
        self.invoice(150.0, move_type="out_refund")
        self.money(300.0)
        self.money(40.0, payment_type="outbound")
        draft = self.invoice(99.0)
        draft.button_draft()
        self.write_off(invoice, 12.5)
        self.assertLedger()
        self.assertAlmostEqual(self.open_total() - before, 1000 - 150 - 300 + 40 - 12.5, 2)
        credits = self.items.search([("commercial_partner_id", "=", self.customer.id), ("bucket", "=", "credit")])
        self.assertEqual(sorted(credits.mapped("residual")), [-300.0, -150.0])
        self.assertEqual(credits.mapped("days_overdue"), [0, 0])
        self.assertEqual(sum(credits.mapped("overdue")), 0)

    def test_a_payment_back_in_draft_pays_nothing(self):
        invoice = self.invoice(500.0)
        payment = self.pay(invoice)
        self.assertFalse(self.rows(invoice))
        payment.move_id.button_draft()
        self.assertEqual(self.rows(invoice).residual, 500.0)
        self.assertEqual(self.rows(invoice, self.today).residual, 500.0, "nor on any day")
        self.assertLedger()
        payment.move_id.action_post()
        self.assertFalse(self.rows(invoice))
        part = self.pay(self.invoice(800.0), amount=100.0)
        part.move_id.button_draft()
        self.assertLedger()

    @covers("C-13")
    def test_as_of_a_day(self):
        euro = self.rate("EUR", (self.ago(400), 0.5), (self.ago(15), 0.4))
        invoice = self.invoice(1000.0, days=20)  # of 50 days ago
        foreign = self.invoice(100.0, days=20, currency=euro)
        self.pay_on(invoice, 30, amount=400.0)
        self.pay_on(foreign, 10)
        self.pay_on(invoice, 5)
        for days in (60, 50, 40, 30, 29, 20, 19, 11, 10, 9, 5, 4, 0):
            self.assertLedger(day=self.ago(days))
        self.assertFalse(self.rows(invoice, self.ago(51)))
        [row] = self.rows(invoice, self.ago(31))
        self.assertEqual((row.residual, row.bucket, row.days_overdue), (1000.0, "0", 0))
        [row] = self.rows(invoice, self.ago(6))
        self.assertEqual((row.residual, row.bucket, row.days_overdue), (600.0, "1_30", 14))
        self.assertFalse(self.rows(invoice, self.ago(5)))
        [row] = self.rows(foreign, self.ago(11))
        self.assertEqual((row.residual, row.residual_currency), (200.0, 100.0))

    def test_now_and_as_of_today_agree(self):
        self.test_credits_and_unmatched_money()
        today = self.company._sdw_today()
        self.assertEqual(self.open_total(), self.open_total(day=today))
        keys = ["bucket", "residual", "residual_currency", "due_date", "days_overdue", "user_id"]
        now = self.items.search([("commercial_partner_id", "=", self.customer.id)], order="id")
        figures = now.read(keys)
        self.env.invalidate_all()
        self.assertEqual(now.with_context(sdw_as_of=today.isoformat()).read(keys), figures)

    @covers("C-13")
    def test_buckets(self):
        """The boundaries: due today is not overdue; 30, 60 and 90 days still belong to the younger bucket."""
        expected = {
            -5: "0",
            0: "0",
            1: "1_30",
            30: "1_30",
            31: "31_60",
            60: "31_60",
            61: "61_90",
            90: "61_90",
            91: "91",
        }
        for days, bucket in expected.items():
            with self.subTest(days):
                row = self.rows(self.invoice(10.0, days=days))
                self.assertEqual((row.bucket, row.days_overdue), (bucket, max(days, 0)))
                self.assertEqual(row[f"amount_{bucket}"], 10.0)
                self.assertEqual(row.overdue, 10.0 if days > 0 else 0.0)

    def test_the_companys_own_day(self):
        invoice = self.invoice(10.0, days=0)
        midnight = datetime.combine(self.today + timedelta(days=1), datetime.min.time())
        self.company.partner_id.tz = "Asia/Shanghai"
        with freeze_time(midnight - timedelta(hours=8, minutes=1)):
            self.assertEqual(self.rows(invoice).bucket, "0")
        with freeze_time(midnight - timedelta(hours=7, minutes=59)):
            self.assertEqual(self.rows(invoice).bucket, "1_30")
        self.company.partner_id.tz = "America/New_York"
        with freeze_time(midnight + timedelta(hours=1)):
            self.assertEqual(self.rows(invoice).bucket, "0")
