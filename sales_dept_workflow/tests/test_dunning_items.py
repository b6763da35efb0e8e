from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestDunningItems(CollectionCase):
    """What is open, item by item; what is disputed; what accounting still has to match."""

    def receivable(self, *moves):
        lines = self.env["account.move"].union(*moves).line_ids
        return lines.filtered(lambda line: line.account_id.account_type == "asset_receivable")

    @covers("C-01")
    def test_items_say_what_they_are(self):
        invoice, refund = self.invoice(100.0), self.invoice(30.0, move_type="out_refund")
        payment = self.payment(20.0)
        self.sweep()
        case = self.case_of()
        case.invalidate_recordset()
        kinds = {item.move_id: item.kind for item in case.with_user(self.salesperson).item_ids}
        self.assertEqual(kinds, {invoice: "invoice", refund: "credit", payment.move_id: "payment"})
        self.assertEqual(sum(case.item_ids.mapped("residual_company")), case._get_statement()["total"])
        self.assertEqual((case.overdue_amount_company, case.credit_amount_company), (100.0, 50.0))
        self.assertFalse(self.env["sdw.collection.item"].with_user(self.second_salesperson).search([]))

    def payment(self, amount):
        payment = self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": amount, "journal_id": self.bank.id, "payment_type": "inbound"}
        )
        payment.action_post()
        return payment

    @covers("C-01")
    def test_accounting_matches(self):
        self.invoice(100.0)
        self.invoice(30.0, move_type="out_refund")
        self.sweep()
        case = self.case_of()
        with self.assertRaises(AccessError):
            case.item_ids.with_user(self.salesperson).action_match()
        with self.assertRaises(UserError):
            case.item_ids[:1].with_user(self.accountant).action_match()
        self.assertEqual(case.with_user(self.accountant).action_match_items()["res_model"], "sdw.collection.item")
        case.item_ids.with_user(self.accountant).action_match()
        case.invalidate_recordset()
        self.assertEqual((case.overdue_amount_company, case.credit_amount_company), (70.0, 0.0))

    # ------------------------------------------------------------------ disputes
    @covers("C-01")
    def test_a_disputed_invoice_is_left_out(self):
        bad, good = self.invoice(100.0), self.invoice(40.0)
        self.sweep()
        case = self.case_of()
        with self.assertRaises(AccessError):
            bad.with_user(self.salesperson).action_sdw_dispute("Wrong goods")
        with self.assertRaises(UserError):
            bad.with_user(self.accountant).action_sdw_dispute(" ")
        bad.with_user(self.manager).action_sdw_dispute("Wrong goods")
        case.invalidate_recordset()
        self.assertEqual((case.overdue_amount_company, case.disputed_amount_company), (40.0, 100.0))
        self.assertEqual(case.item_ids.filtered("left_out").move_id, bad)
        self.pay(good)
        self.assertEqual(case.state, "closed")
        bad.with_user(self.accountant).action_sdw_settle_dispute("Goods were right")
        self.sweep()
        self.assertEqual((case.state, self.case_of()), ("dunning", case), "the same case goes on")

    @covers("C-07")
    def test_a_dispute_lifts_no_hold(self):
        invoice, case = self.overdue_case()
        self.refuse(case)
        invoice.with_user(self.manager).action_sdw_dispute("Suddenly")
        self.sweep()
        self.assertEqual((case.state, case.hold), ("legal", True))
        with self.assertRaises(UserError):
            case.with_user(self.manager).action_close("Nothing overdue")
        self.assertTrue(self.customer.shipping_hold)

    def test_nobody_writes_the_flag(self):
        invoice = self.invoice(100.0)
        for user in (self.salesperson, self.accountant, self.finance, self.env.ref("base.user_admin")):
            for values in ({"sdw_disputed": True}, {"sdw_dispute_reason": "x"}):
                with self.assertRaises(AccessError):
                    invoice.with_user(user).write(values)
        draft = self.invoice(5.0)
        draft.button_draft()
        with self.assertRaises(UserError):
            draft.with_user(self.accountant).action_sdw_dispute("Draft")

    # ------------------------------------------------------------------ to the cent
    @covers("C-01")
    def test_three_currencies_two_companies(self):
        other = self.env["res.company"].create({"name": "Other", "currency_id": self.company.currency_id.id})
        self.env["account.chart.template"].try_loading("generic_coa", company=other, install_demo=False)
        self.env.user.company_ids |= other
        rates = {"EUR": 0.1283, "JPY": 21.37}
        expected = {}
        for company in (self.company, other):
            expected[company] = company.currency_id.round(10.01)
            self.invoice(10.01, company=company)
            for code, rate in rates.items():
                currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", code)])
                currency.active = True
                self.env["res.currency.rate"].create(
                    {"currency_id": currency.id, "name": self.ago(400), "rate": rate, "company_id": company.id}
                )
                invoice = self.invoice(currency.round(333.33), company=company, currency=currency)
                expected[company] += self.receivable(invoice).amount_residual
        self.sweep()
        for company, amount in expected.items():
            case = self.case_of(company=company)
            self.assertEqual(case.overdue_amount_company, company.currency_id.round(amount))
            case.invalidate_recordset()
            items = case.item_ids
            self.assertEqual(len(items), 3)
            self.assertEqual(len(items.currency_id), 3)
            ledger = self.env["account.move.line"].search(
                [
                    ("partner_id", "=", self.customer.id),
                    ("company_id", "=", company.id),
                    ("account_id.account_type", "=", "asset_receivable"),
                    ("parent_state", "=", "posted"),
                ]
            )
            self.assertEqual(round(sum(items.mapped("residual_company")), 2), round(sum(ledger.mapped("balance")), 2))
            letter = self.env["sdw.dunning.letter"].sudo()._propose(case.sudo())
            self.assertEqual(letter.amount, case.overdue_amount_company)
