from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.collection.acceptance_bill import CHECKS
from .bill_books_common import BillBooks
from .common import covers


@tagged("post_install", "-at_install")
class TestBillLimits(BillBooks):
    """The days and amounts on which a bill may still be used, and whose hand takes which step."""

    def maturing(self, days):
        """Booked, and falling due so many days from now."""
        bill = self.booked()
        bill.sudo().maturity_date = self.ahead(days)
        return bill

    @covers("C-10")
    def test_verified_by_its_day(self):
        bill = self.with_finance()
        bill.write(dict.fromkeys(CHECKS, True))
        bill.sudo().maturity_date = self.ago(1)
        with self.assertRaises(UserError):
            bill.action_verify()
        bill.sudo().maturity_date = self.today
        bill.action_verify()
        self.assertEqual(bill.verified_by_id, self.finance)

    def test_used_before_its_day(self):
        for step in (lambda bill: bill.action_endorse(self.supplier), lambda bill: bill.action_discount(self.today, 5)):
            with self.assertRaises(UserError):
                step(self.maturing(0))
            step(self.maturing(1))

    def test_interest_is_less_than_the_bill_and_more_than_nothing(self):
        bill = self.booked()
        for interest in (-0.01, 1000.0, 1000.01):
            with self.assertRaises(UserError):
                bill.action_discount(self.today, interest)
        bill.action_discount(self.today, 0.0)
        self.assertEqual(bill.disposition, "discounted")

    def test_a_bank_of_ours_in_its_currency(self):
        other = self.second_company()
        journals = self.env["account.journal"]
        theirs = journals.search([("type", "=", "bank"), ("company_id", "=", other.id)], limit=1)
        cash = journals.search([("type", "=", "cash"), ("company_id", "=", self.company.id)], limit=1)
        euro = self.env.ref("base.EUR")
        euro.active = True
        values = {"name": "Euro", "code": "EURO", "type": "bank", "currency_id": euro.id}
        abroad = journals.create(values)
        bill = self.booked()
        for journal in (theirs, cash, abroad):
            with self.assertRaises(UserError):
                bill.action_discount(self.today, 5, journal)
            with self.assertRaises(UserError):
                bill.action_paid(journal)
        with self.assertRaises(UserError):
            bill.action_paid(date=self.ahead(1))
        bill.action_paid(date=self.ago(1))
        self.assertEqual(bill.paid_on, self.ago(1))

    # ------------------------------------------------------------------ separation of duties
    @covers("C-10")
    def test_each_hand_verifies_nothing(self):
        """Who received it, who registered it, who handed it over: each is enough."""
        self.finance.group_ids |= self.env.ref("sales_dept_workflow.group_sdw_sales_admin")
        received = self.bill()
        received.sudo().received_by_id = self.finance
        registered = self.bill(self.finance, user_id=self.salesperson.id)
        registered.sudo().received_by_id = self.salesperson
        registered.with_user(self.sales_admin).action_hand_over()
        received.with_user(self.sales_admin).action_hand_over()
        handed = self.bill()
        handed.with_user(self.finance).action_hand_over()
        for bill in (received, registered, handed):
            mine = bill.with_user(self.finance)
            mine.write(dict.fromkeys(CHECKS, True))
            with self.assertRaises(AccessError):
                mine.action_verify()

    def test_taken_over_by_whose_hand_it_is_in(self):
        bill = self.bill()
        bill.with_user(self.salesperson).action_hand_over()
        for user in (self.salesperson, self.accountant):
            with self.assertRaises(AccessError):
                bill.with_user(user).action_take_over()
        bill.with_user(self.sales_admin).action_take_over()
        self.assertEqual(bill.custody_ids[-1].taken_by_id, self.sales_admin)
        with self.assertRaises(UserError):
            bill.with_user(self.salesperson).action_hand_over()

    def test_refused_by_whose_turn_it_is(self):
        bill = self.with_finance()
        with self.assertRaises(AccessError):
            bill.with_user(self.sales_admin).action_reject("She has it no more")
        with self.assertRaises(UserError):
            bill.action_give_back()
        bill.action_reject("The endorsement is broken")
        with self.assertRaises(UserError):
            bill.action_reject("Once more")
        bill.action_give_back()
        with self.assertRaises(UserError):
            bill.action_give_back()

    def test_booked_it_stands(self):
        invoice = self.invoice(1000)
        bill = self.booked()
        with self.assertRaises(UserError):
            bill.with_user(self.finance).invoice_ids = [Command.set(invoice.ids)]
        with self.assertRaises(UserError):
            bill.action_book()
        with self.assertRaises(AccessError):
            bill.with_user(self.salesperson).user_id = self.second_salesperson
        bill.action_paid()
        for step in (bill.action_paid, bill.action_dishonour, lambda: bill.action_discount(self.today, 1)):
            with self.assertRaises(UserError):
                step()

    def test_received_by_others_is_registered_by_the_sales_admin(self):
        with self.assertRaises(UserError):
            self.bill(received_by_id=self.second_salesperson.id)
        bill = self.bill(self.sales_admin, received_by_id=self.second_salesperson.id)
        self.assertEqual(bill.received_by_id, self.second_salesperson)

    @covers("C-11")
    def test_issued_today(self):
        bill = self.bill(issue_date=self.today, months=12)
        self.assertEqual((bill.tenor_months, bill.over_term), (12, False))
        bill.maturity_date = self.today + relativedelta(months=12, days=1)
        self.assertEqual((bill.tenor_months, bill.over_term), (13, True))

    # ------------------------------------------------------------------ what it pays
    @covers("C-10")
    def test_only_what_it_names(self):
        """Of the customer's debts those it was given for, whatever is older; of this company alone."""
        old, new = self.invoice(1000, days=30), self.invoice(1000, days=3)
        bill = self.verified(invoice_ids=[Command.set(new.ids)])
        bill.action_book()
        self.assertEqual((old.amount_residual, new.amount_residual), (1000, 0))
