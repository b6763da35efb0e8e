from datetime import date

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .bill_common import BillCase
from .common import covers


@tagged("post_install", "-at_install")
class TestBillCustody(BillCase):
    """From the customer's hand to finance: who had it when, who verified it, and what stands on it."""

    @covers("C-09")
    def test_from_the_salesperson_to_finance(self):
        bill = self.bill()
        self.assertEqual((bill.state, bill.custody, bill.user_id), ("received", "salesperson", self.salesperson))
        bill.action_hand_over()
        self.assertEqual((bill.state, bill.custody), ("received", "sales_admin"))
        self.assertIn(self.sales_admin, bill.sudo().activity_ids.user_id)
        with self.assertRaises(UserError):
            bill.action_hand_over()
        bill.with_user(self.sales_admin).action_take_over()
        bill.with_user(self.sales_admin).action_hand_over()
        self.assertEqual((bill.state, bill.custody), ("handed_over", "finance"))
        self.assertEqual(bill.sudo().activity_ids.user_id, self.finance)
        bill.with_user(self.finance).action_take_over()
        self.assertRecordValues(
            bill.custody_ids,
            [
                {
                    "giver": "customer",
                    "holder": "salesperson",
                    "given_by_id": False,
                    "taken_by_id": self.salesperson.id,
                },
                {
                    "giver": "salesperson",
                    "holder": "sales_admin",
                    "given_by_id": self.salesperson.id,
                    "taken_by_id": self.sales_admin.id,
                },
                {
                    "giver": "sales_admin",
                    "holder": "finance",
                    "given_by_id": self.sales_admin.id,
                    "taken_by_id": self.finance.id,
                },
            ],
        )
        self.assertTrue(all(bill.custody_ids.mapped("taken_on")))

    @covers("C-09")
    def test_by_mail(self):
        with self.assertRaises(UserError):
            self.bill(received_via="mail")
        bill = self.bill(self.sales_admin, received_via="mail")
        self.assertEqual(
            (bill.custody, bill.user_id, bill.received_by_id), ("sales_admin", self.salesperson, self.sales_admin)
        )
        bill.action_hand_over()
        self.assertEqual(bill.state, "handed_over")
        self.assertEqual(bill.custody_ids.mapped("holder"), ["sales_admin", "finance"])

    @covers("C-09")
    def test_the_sales_admin_takes_it_out_of_the_salespersons_hand(self):
        """She hands it to finance in one step; both hands are on record."""
        bill = self.bill()
        bill.with_user(self.sales_admin).action_hand_over()
        self.assertEqual(bill.custody_ids.mapped("holder"), ["salesperson", "sales_admin", "finance"])

    def test_only_those_whose_turn_it_is(self):
        bill = self.bill()
        for user in (self.finance, self.accountant, self.legal, self.keeper):
            with self.assertRaises(AccessError):
                bill.with_user(user).action_hand_over()
        bills = self.with_finance(bill)
        for user in (self.salesperson, self.sales_admin, self.gm, self.accountant):
            for method in ("action_verify", "action_book"):
                with self.assertRaises(AccessError):
                    getattr(bills.with_user(user), method)()
            with self.assertRaises(AccessError):
                bills.with_user(user).action_return("no")

    @covers("C-10")
    def test_verifying_takes_three_checks(self):
        bill = self.with_finance()
        with self.assertRaises(UserError):
            bill.action_verify()
        bill.write({"genuine_checked": True, "dates_checked": True})
        with self.assertRaises(UserError):
            bill.action_verify()
        bill.endorsements_checked = True
        bill.action_verify()
        self.assertEqual(bill.verified_by_id, self.finance)
        self.assertEqual(bill.state, "handed_over")
        with self.assertRaises(UserError):
            bill.genuine_checked = False

    def test_who_had_it_in_hand_does_not_verify_it(self):
        finance = self.finance
        finance.group_ids |= self.env.ref("sales_dept_workflow.group_sdw_sales_admin")
        bill = self.bill(finance, user_id=self.salesperson.id)
        bill.action_hand_over()
        bill.write(dict.fromkeys(("genuine_checked", "endorsements_checked", "dates_checked"), True))
        with self.assertRaises(AccessError):
            bill.action_verify()
        self.company.sdw_separation_of_duties = False
        bill.action_verify()

    def test_corrected_and_given_back(self):
        bill = self.verified()
        with self.assertRaises(UserError):
            bill.with_user(self.sales_admin).amount = 900
        with self.assertRaises(UserError):
            bill.action_return(" ")
        bill.action_return("The amount reads 900.")
        self.assertEqual((bill.state, bill.custody, bill.verified_on), ("received", "sales_admin", False))
        self.assertFalse(bill.genuine_checked)
        with self.assertRaises(UserError):
            bill.with_user(self.salesperson).amount = 900
        bill.with_user(self.sales_admin).amount = 900
        self.assertEqual(bill.custody_ids[-1].note, "The amount reads 900.")

    def test_rejected_and_given_back_to_the_customer(self):
        bill = self.with_finance()
        with self.assertRaises(UserError):
            bill.action_reject("")
        bill.action_reject("The endorsement is broken.")
        self.assertEqual((bill.state, bill.reject_reason), ("rejected", "The endorsement is broken."))
        self.assertEqual(bill.sudo().activity_ids.user_id, self.salesperson)
        for method in ("action_hand_over", "action_verify", "action_book", "action_paid", "action_dishonour"):
            user = self.salesperson if method == "action_hand_over" else self.finance
            with self.assertRaises(UserError):
                getattr(bill.with_user(user), method)()
        bill.with_user(self.salesperson).action_give_back()
        self.assertEqual(bill.custody, "customer")
        self.assertFalse(bill.sudo().activity_ids)
        again = self.bill(number=bill.number)
        self.assertEqual(again.state, "received", "the customer may bring it again")

    # ------------------------------------------------------------------ what stands on it
    @mute_logger("odoo.sql_db")
    def test_registered_once(self):
        self.bill(number="ab 123 456", acceptor="Bank  of Wuxi ")
        for acceptor in ("Bank of Wuxi", "BANK OF WUXI"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.bill(number="AB123456", acceptor=acceptor)
        self.bill(number="AB123456", acceptor="Bank of Suzhou")
        electronic = "1" + "3" * 29
        self.bill(number=electronic)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.bill(number=electronic, acceptor="Wuxi Bank")

    @mute_logger("odoo.sql_db")
    def test_what_a_bill_cannot_say(self):
        tomorrow = self.today + relativedelta(days=2)
        wrong = [
            {"number": "?"},
            {"number": "NO 1;DROP"},
            {"drawer": "  "},
            {"issue_date": tomorrow},
            {"received_on": tomorrow},
        ]
        for values in wrong:
            with self.subTest(values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.bill(**values)
        for values in ({"amount": 0}, {"amount": -5}, {"maturity_date": date(2000, 1, 1)}):
            with self.subTest(values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.bill(**values)

    def test_nobody_writes_what_the_steps_write(self):
        bill = self.bill()
        forged = {"default_state": "booked", "default_verified_on": "2020-01-01", "default_custody": "finance"}
        fresh = (
            self.bills.with_user(self.salesperson)
            .with_context(**forged)
            .create(
                {
                    "number": "FORGED",
                    "drawer": "D",
                    "acceptor": "A",
                    "partner_id": self.customer.id,
                    "amount": 1,
                    "issue_date": self.ago(3),
                    "maturity_date": self.ahead(3),
                }
            )
        )
        self.assertEqual((fresh.state, fresh.verified_on, fresh.custody), ("received", False, "salesperson"))
        for user in (self.salesperson, self.sales_admin, self.finance):
            for values in (
                {"state": "booked"},
                {"verified_on": "2020-01-01"},
                {"custody": "finance"},
                {"paid_on": self.today},
            ):
                with self.assertRaises(AccessError):
                    bill.with_user(user).with_context(**forged).write(values)
                with self.assertRaises(AccessError):
                    self.bill(user, **values)
        with self.assertRaises(AccessError):
            bill.with_user(self.salesperson).genuine_checked = True
        with self.assertRaises(AccessError):
            bill.with_user(self.finance).amount = 5
        for values in ({"taken_on": "2020-01-01"}, {"note": "x"}):
            with self.assertRaises(AccessError):
                bill.custody_ids.with_user(self.sales_admin).write(values)

    def test_a_copy_is_a_new_bill(self):
        bill = self.verified()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            bill.with_user(self.sales_admin).copy()
        copy = bill.with_user(self.sales_admin).copy({"number": "COPY01"})
        self.assertEqual((copy.state, copy.verified_on, copy.genuine_checked), ("received", False, False))

    def test_it_stays_on_record(self):
        bill = self.bill()
        for user in (self.salesperson, self.sales_admin, self.finance, self.gm):
            with self.assertRaises(AccessError):
                bill.with_user(user).unlink()
        with self.assertRaises(UserError):
            bill.sudo().unlink()
        with self.assertRaises(UserError):
            self.customer.active = False
        bill.with_user(self.sales_admin).action_reject("not ours")
        self.customer.active = False

    # ------------------------------------------------------------------ who sees
    def test_who_sees_which(self):
        bill = self.bill()
        for user in (self.salesperson, self.manager, self.director, self.sales_admin, self.accountant, self.legal):
            self.assertEqual(self.bills.with_user(user).search([("id", "=", bill.id)]), bill, user.name)
            self.assertTrue(bill.with_user(user).custody_ids)
        self.assertFalse(self.bills.with_user(self.second_salesperson).search([("id", "=", bill.id)]))
        portal = new_test_user(self.env, "bill_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        for user in (portal, self.keeper, self.support):
            with self.assertRaises(AccessError):
                bill.with_user(user).read(["number"])
        for method in ("action_take_over", "action_open_entries"):
            with self.assertRaises(AccessError):
                getattr(bill.with_user(portal), method)()

    def test_each_company_its_own(self):
        company = self.second_company()
        bill = self.bill()
        there = self.bills.with_user(self.accountant).with_context(allowed_company_ids=company.ids)
        self.assertFalse(there.search([("id", "=", bill.id)]))
        twin = self.bill(number=bill.number, company_id=company.id)
        self.assertEqual(twin.company_id, company, "another company may hold a bill of the same number")

    def test_merged_customers(self):
        bill = self.bill()
        other = self.env["res.partner"].create({"name": "Customer", "is_company": True})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | other).ids, other)
        self.assertEqual(bill.partner_id, other)

    def test_the_slip(self):
        bills = self.bill() | self.bill()
        self.with_finance(bills)
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.sales_admin)
            ._render_qweb_html("sales_dept_workflow.report_bill_slip", bills.ids)
        )
        for bill in bills:
            self.assertIn(bill.number, html.decode())
        self.assertIn(self.sales_admin.name, html.decode())
