from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .credit_common import CreditCase


class BooksCase(CreditCase):
    """The company has named its account for advances received."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advance = cls.env["account.account"].create(
            {"name": "Advances received", "code": "220399", "account_type": "liability_current"}
        )
        cls.company.downpayment_account_id = cls.advance
        cls.receivable = cls.customer.property_account_receivable_id

    def money(self, amount, partner=None):
        payment = self.env["account.payment"].create(
            {
                "partner_id": (partner or self.customer).id,
                "amount": amount,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        )
        payment.action_post()
        return payment

    def ledger(self, *accounts, partner=None):
        domain = [
            ("partner_id.commercial_partner_id", "=", (partner or self.customer).id),
            ("account_id", "in", self.env["account.account"].union(*accounts).ids),
            ("parent_state", "=", "posted"),
        ]
        return sum(self.env["account.move.line"].search(domain).mapped("balance"))

    def row(self, partner=None):
        self.env.invalidate_all()
        domain = [("partner_id", "=", (partner or self.customer).id), ("company_id", "=", self.company.id)]
        return self.env["sdw.customer.balance"].search(domain)

    def down_payment(self, order, amount):
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": amount}
        )
        return wizard._create_invoices(order.sudo())

    def assertAgrees(self, partner=None):
        """The report and the exposure agree with the general ledger."""
        row, partner = self.row(partner), partner or self.customer
        books = self.ledger(self.receivable, self.advance, partner=partner)
        self.assertEqual(row.balance, books)
        self.assertEqual(row.to_collect - row.credit, books)
        self.assertEqual(row.to_deliver + row.to_refund, row.credit)


@tagged("post_install", "-at_install")
class TestPaymentBooks(BooksCase):
    @covers("Y-01", "Y-02", "Z-18")
    def test_prepaid_money_goes_through_the_advance_account(self):
        self.customer.payment_mode = "prepaid"
        order = self.confirmed()
        self.money(1200)
        with self.assertRaisesRegex(UserError, "advance"):
            order.with_user(self.accountant).action_allocate_credit(1000)
        for user in (self.salesperson, self.sales_admin, self.manager):
            for call in (
                order.with_user(user).action_use_credit,
                lambda u=user: order.with_user(u).action_book_advance(1),
            ):
                with self.assertRaises(AccessError):
                    call()
        with self.assertRaisesRegex(UserError, "free"):
            order.with_user(self.accountant).action_book_advance(1200.01)
        order.with_user(self.accountant).with_context(sdw_bypass=True).action_use_credit()
        self.assertEqual(self.ledger(self.advance), -1000)
        self.assertEqual(self.ledger(self.receivable), -200)
        self.assertNotIn("prepayment_missing", self.codes(order))
        self.assertRecordValues(self.row(), [{"credit": 1200, "to_deliver": 1000, "to_refund": 200, "to_collect": 0}])
        self.assertAgrees()
        self.pending(order).with_user(self.accountant).action_approve()
        self.ship(order.sudo().picking_ids)
        invoice = order.sudo()._create_invoices(final=True)
        invoice.action_post()
        self.assertEqual(self.ledger(self.advance), 0, "transferred on the invoice")
        self.assertEqual(invoice.amount_total, 0)
        self.assertRecordValues(self.row(), [{"credit": 200, "to_deliver": 0, "to_refund": 200}])
        self.assertAgrees()
        self.assertEqual(self.customer.sdw_exposure_company, -200)

    @covers("Y-02")
    def test_prepaid_on_another_account_is_refused(self):
        self.customer.payment_mode = "prepaid"
        order = self.confirmed()
        invoice = self.down_payment(order, 1000)
        line = invoice.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        self.assertEqual(line.account_id, self.advance)
        income = self.env["account.account"].search([("account_type", "=", "income")], limit=1)
        line.account_id = income
        for call in (
            invoice.with_user(self.accountant).action_post,
            invoice.with_context(sdw_bypass=True, default_payment_mode="credit")._post,
            lambda: invoice.sudo().write({"state": "posted"}),
        ):
            with self.assertRaisesRegex(UserError, "advances received"):
                call()
        self.switch("warn", "credit")
        line.account_id = self.advance
        self.switch("block", "credit")
        invoice.action_post()
        with self.assertRaisesRegex(UserError, "advances received"):
            line.account_id = income

    @covers("Y-04")
    def test_credit_sales_stay_on_the_receivable_account(self):
        order = self.released()
        self.ship(order.sudo().picking_ids)
        invoice = order.sudo()._create_invoices()
        other = self.receivable.copy({"code": "112299", "name": "Other receivable"})
        term = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self.assertEqual(term.account_id, self.receivable)
        term.account_id = other
        self.assertEqual([one["code"] for one in invoice.get_blockers("post")], ["receivable_account"])
        for call in (
            invoice.with_user(self.accountant).action_post,
            invoice.with_context(sdw_bypass=True)._post,
            lambda: invoice.sudo().write({"state": "posted"}),
        ):
            with self.assertRaisesRegex(UserError, "receivable account"):
                call()
        term.account_id = self.receivable
        invoice.with_user(self.accountant).action_post()
        with self.assertRaisesRegex(UserError, "receivable account"):
            term.with_user(self.accountant).write({"account_id": other.id})
        with self.assertRaises(UserError):
            invoice.write({"line_ids": [Command.update(term.id, {"account_id": other.id})]})
        self.switch("off", "credit")
        term.account_id = other

    @covers("Y-05", "Y-06", "Z-18")
    def test_mixed_shares_the_receivable_account(self):
        self.customer.write({"payment_mode": "mixed", "sdw_prepaid_percent": 30})
        order = self.confirmed()
        with self.assertRaisesRegex(UserError, "share the receivable"):
            self.down_payment(order, 300).action_post()
        order.sudo().invoice_ids.unlink()
        self.money(300)
        order.with_user(self.accountant).action_use_credit()
        self.assertEqual(order.sudo().sdw_credit_allocated, 300)
        self.assertNotIn("prepayment_missing", self.codes(order))
        self.assertEqual((self.ledger(self.receivable), self.ledger(self.advance)), (-300, 0))
        self.pending(order).with_user(self.accountant).action_approve()
        self.ship(order.sudo().picking_ids)
        order.sudo()._create_invoices().action_post()
        self.assertEqual((self.ledger(self.receivable), self.ledger(self.advance)), (700, 0))
        self.assertEqual(self.customer.sdw_exposure_company, 700)
        self.assertAgrees()
        self.assertFalse(order.sudo()._generate_downpayment_invoices(), "paid online: on the receivable account, too")
        with self.assertRaises(UserError):
            order.with_user(self.accountant).action_use_credit()

    @covers("Y-02")
    def test_foreign_currency(self):
        foreign = self.env.ref("base.USD") if self.company.currency_id.name != "USD" else self.env.ref("base.EUR")
        foreign.active = True
        foreign.rate_ids.unlink()
        self.env["res.currency.rate"].create({"currency_id": foreign.id, "rate": 0.125, "name": "2020-01-01"})
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": foreign.id})
        self.customer.payment_mode = "prepaid"
        order = self.confirmed(pricelist_id=pricelist.id)
        required = order.sudo()._sdw_prepaid_required()
        self.money(required)
        order.with_user(self.accountant).action_use_credit()
        self.assertNotIn("prepayment_missing", self.codes(order))
        self.assertEqual(self.ledger(self.advance), -required)
        self.assertAgrees()

    @covers("Y-07")
    def test_unpaid_down_payment_is_on_neither_side(self):
        self.customer.payment_mode = "prepaid"
        order = self.confirmed()
        invoice = self.down_payment(order, 1000)
        invoice.action_post()
        row = self.row()
        self.assertFalse(row.credit or row.to_collect)
        wizard = self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard.create({"amount": 400})._create_payments()
        self.assertRecordValues(self.row(), [{"credit": 400, "to_deliver": 400, "to_collect": 0, "balance": -400}])

    @covers("Y-07")
    def test_refund_is_asked_for(self):
        self.money(500)
        self.invoiced(self.customer, 120)
        self.assertRecordValues(self.row(), [{"to_collect": 120, "credit": 500, "to_refund": 500, "balance": -380}])
        self.assertAgrees()
        row = self.row()
        with self.assertRaises(AccessError):
            row.with_user(self.salesperson).action_ask_refund()
        row.with_user(self.accountant).action_ask_refund()
        row.with_user(self.sales_admin).action_ask_refund()
        kind = self.env.ref("sales_dept_workflow.mail_activity_type_refund")
        activity = self.customer.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        self.assertEqual(activity.user_id, self.finance)
        self.assertIn("500", activity.summary)
        self.assertTrue(row.with_user(self.accountant).action_items()["domain"])
        self.assertTrue(row.with_user(self.accountant).action_orders()["domain"])
        owing = self.env["res.partner"].create({"name": "Owing"})
        self.invoiced(owing, 10)
        with self.assertRaises(UserError):
            self.row(owing).with_user(self.accountant).action_ask_refund()

    @covers("Y-07")
    def test_who_sees_balances(self):
        self.money(500)
        found = self.env["sdw.customer.balance"]
        other = self.env["res.company"].create({"name": "Other"})
        for user in (self.accountant, self.finance, self.sales_admin, self.manager, self.director):
            self.assertTrue(found.with_user(user).search([("partner_id", "=", self.customer.id)]), user.name)
        for user in (self.salesperson, self.keeper):
            with self.assertRaises(AccessError):
                found.with_user(user).search([])
        self.finance.company_ids |= other
        there = found.with_user(self.finance).with_context(allowed_company_ids=other.ids)
        self.assertFalse(there.search([("partner_id", "=", self.customer.id)]))


@tagged("post_install", "-at_install")
class TestCreditProposal(BooksCase):
    def proposal(self, partner):
        self.env.invalidate_all()
        return self.env["sdw.credit.proposal"].search([("partner_id", "=", partner.id)])

    def history(self, days, amount=120000.0):
        """A customer who paid one invoice ``days`` after it was due."""
        partner = self.env["res.partner"].create({"name": f"Pays {days}", "is_company": True})
        today = self.company._sdw_today()
        due = today.replace(day=1)
        invoice = self.invoiced(partner, amount, due=str(due))
        invoice.line_ids.date_maturity = due
        payment = self.money(amount, partner)
        payment.move_id.button_draft()
        payment.move_id.date = due
        payment.move_id.action_post()
        lines = (invoice.line_ids | payment.move_id.line_ids).filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()
        partial = lines.matched_debit_ids | lines.matched_credit_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_partial_reconcile SET max_date = %s::date + %s WHERE id IN %s",
            (due, days, tuple(partial.ids)),
        )
        self.env.cr.execute("UPDATE account_move_line SET date = %s WHERE id IN %s", (due, tuple(lines.ids)))
        return partner

    @covers("A-35")
    def test_grade_and_limit_follow_the_history(self):
        for days, grade, limit in ((0, "a", 30000), (9, "b", 20000), (25, "c", 10000), (40, "d", 0)):
            proposal = self.proposal(self.history(days))
            self.assertRecordValues(
                proposal, [{"proposed_grade": grade, "proposed_limit": limit, "volume": 120000, "invoices": 1}]
            )
            self.assertAlmostEqual(proposal.days_late, days)

    @covers("A-35")
    def test_finance_takes_over(self):
        partner = self.history(9)
        proposal = self.proposal(partner)
        self.assertTrue(proposal.differs)
        with self.assertRaises(AccessError):
            proposal.with_user(self.accountant).action_take_over()
        for user in (self.salesperson, self.manager, self.gm):
            with self.assertRaises(AccessError):
                proposal.with_user(user).with_context(sdw_bypass=True).action_take_over()
        proposal.with_user(self.finance).action_take_over()
        self.assertRecordValues(partner, [{"credit_grade": "b", "credit_limit": 20000}])
        self.assertFalse(self.proposal(partner).differs)
        self.assertIn("9", partner.message_ids[:1].body)

    def test_one_query(self):
        self.history(0)
        self.proposal(self.customer)
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.env["sdw.credit.proposal"].search_fetch([], ["partner_id", "volume", "proposed_limit"])
