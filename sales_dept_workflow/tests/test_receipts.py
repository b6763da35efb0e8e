from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import covers
from .receivable_common import ReceivableCase


@tagged("post_install", "-at_install")
class TestReceipts(ReceivableCase):
    """What counts as collected, on which day, and for whom."""

    def collected(self, *domain, user=None):
        self.env.invalidate_all()
        receipts = self.receipts.with_user(user or self.env.user)
        return receipts._read_group(
            [("commercial_partner_id", "=", self.customer.id), *domain],
            [],
            ["received:sum", "paid_out:sum", "amount:sum"],
        )[0]

    @covers("C-15", "C-17", "C-22")
    def test_money_and_nothing_else(self):
        invoice = self.invoice(1000.0)
        self.invoice(200.0, move_type="out_refund")
        self.write_off(invoice, 50.0)
        self.assertFalse(any(self.collected()))
        self.pay_on(invoice, 3, amount=600.0)
        self.money(70.0, days=2)
        self.money(30.0, days=1, payment_type="outbound")
        self.assertEqual(self.collected(), (670.0, 30.0, 640.0))
        self.assertEqual(self.collected(("date", "=", self.ago(3)))[2], 600.0)
        self.assertEqual(self.collected(("direction", "=", "out"))[2], -30.0)
        self.assertEqual(self.collected(("matched", "=", True))[2], 600.0)
        [row] = self.receipts.search([("date", "=", self.ago(3)), ("commercial_partner_id", "=", self.customer.id)])
        self.assertEqual((row.user_id, row.team_id, row.journal_id), (self.salesperson, self.team, self.bank))
        self.assertEqual(row.action_open_entry()["res_model"], "account.payment")

    def test_in_company_currency_of_its_day(self):
        euro = self.rate("EUR", (self.ago(400), 0.5), (self.ago(5), 0.4))
        invoice = self.invoice(100.0, currency=euro)
        payment = self.pay(invoice, amount=40.0)
        items = payment.move_id.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self.assertEqual(self.collected()[2], -sum(items.mapped("balance")))
        self.assertEqual(self.collected()[2], 100.0)

    def test_a_draft_and_a_reversal(self):
        payment = self.pay(self.invoice(100.0))
        payment.move_id.button_draft()
        self.assertFalse(self.collected()[2])
        payment.move_id.action_post()
        payment.move_id._reverse_moves([{"date": self.today}], cancel=True)
        self.assertEqual(self.collected(), (100.0, 100.0, 0.0))

    def test_a_bill_counts_until_it_is_dishonoured(self):
        self.invoice(1000.0)
        bill = self.booked()
        self.assertEqual(self.collected()[2], 1000.0)
        bill.action_dishonour("No funds")
        self.assertEqual(self.collected()[2], 0.0)

    def test_whose_money(self):
        nobody = self.env["res.partner"].create({"name": "Nobody's", "is_company": True})
        self.pay(self.invoice(80.0, partner=nobody, user=self.second_salesperson))
        self.money(5.0, partner=nobody)
        rows = self.receipts.search([("partner_id", "=", nobody.id)])
        self.assertEqual(
            {row.amount: row.user_id for row in rows}, {80.0: self.second_salesperson, 5.0: self.env.user.browse()}
        )

    @covers("C-16", "C-17")
    def test_who_sees_what(self):
        self.money(10.0)
        self.money(20.0, partner=self.second_customer)
        partners = (self.customer | self.second_customer).ids
        expected = {
            self.salesperson: 10,
            self.second_salesperson: 20,
            self.manager: 10,
            self.director: 30,
            self.finance: 30,
        }
        for user, amount in expected.items():
            rows = self.receipts.with_user(user).search([("commercial_partner_id", "in", partners)])
            self.assertEqual(sum(rows.mapped("amount")), amount, user.login)
        for user in (self.keeper, self.support):
            with self.assertRaises(AccessError):
                self.receipts.with_user(user).search([])


@tagged("post_install", "-at_install")
class TestPromises(ReceivableCase):
    """Who promised, who kept it, who broke it."""

    def promises(self, case, user=None):
        self.env.invalidate_all()
        rows = self.env["sdw.collection.promise.analysis"].with_user(user or self.env.user)
        return rows.search([("case_id", "=", case.id)], order="id")

    @covers("C-01", "C-12")
    def test_kept_and_broken(self):
        invoice, case = self.overdue_case(1000.0)
        self.promise(case, 400.0, 3)
        self.assertRecordValues(
            self.promises(case),
            [{"state": "open", "paid_amount": 0, "promised_amount": 400, "user_id": self.salesperson.id}],
        )
        self.assertEqual(self.promises(case).action_open_case()["res_id"], case.id)
        self.pay(invoice, amount=399.99)
        self.assertEqual(self.promises(case).state, "open")
        self.set_day(case, -1)
        self.assertEqual(self.promises(case).state, "broken", "the money came, but not enough, and after the day")
        self.set_day(case, 1)
        self.money(0.01)
        self.assertEqual(self.promises(case).state, "kept")

    def set_day(self, case, days):
        self.env.cr.execute(
            "UPDATE sdw_collection_action SET promised_date = %s, done_on = %s WHERE case_id = %s",
            (self.ahead(days), self.ago(5), case.id),
        )

    def test_without_an_amount_any_money_keeps_it(self):
        _invoice, case = self.overdue_case()
        self.promise(case, 0.0, 3)
        self.assertEqual(self.promises(case).state, "open")
        self.money(1.0)
        self.assertEqual(self.promises(case).state, "kept")

    def test_who_sees_them(self):
        _invoice, case = self.overdue_case()
        self.promise(case, 10.0, 1)
        for user, seen in ((self.salesperson, 1), (self.second_salesperson, 0), (self.manager, 1), (self.finance, 1)):
            self.assertEqual(len(self.promises(case, user)), seen, user.login)
        with self.assertRaises(AccessError):
            self.promises(case, self.keeper)
