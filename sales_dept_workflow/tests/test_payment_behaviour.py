from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import covers
from .receivable_common import ReceivableCase


@tagged("post_install", "-at_install")
class TestPaymentBehaviour(ReceivableCase):
    """How long customers take to pay, how late that is, and whether it gets better."""

    def behaviour(self, partner=None, company=None):
        self.env.invalidate_all()
        partner, company = partner or self.customer, company or self.company
        return partner._sdw_payment_behaviour(company).get((partner.id, company.id))

    def paid(self, amount, days_to_pay, ago=1, partner=None):
        """An invoice of 30 days' term that was paid ``days_to_pay`` days after its date, ``ago`` days ago."""
        invoice = self.invoice(amount, days=ago + days_to_pay - 30, partner=partner)
        self.pay_on(invoice, ago)
        return invoice

    @covers("A-37", "C-14")
    def test_weighted_by_amount(self):
        self.paid(3000.0, 40)
        self.paid(1000.0, 60, partner=self.address)
        figures = self.behaviour()
        self.assertEqual(figures["days_to_pay"], 45.0)
        self.assertEqual(figures["days_late"], 15.0)
        self.assertEqual((figures["turnover"], figures["last_date"]), (4000.0, self.ago(1)))
        self.assertEqual(figures["last_amount"], 4000.0)
        partner = self.customer.with_user(self.salesperson)
        self.assertEqual((partner.sdw_average_days_to_pay, partner.sdw_average_days_late), (45.0, 15.0))
        self.assertEqual(self.address.sdw_average_days_late, 15.0, "that of the commercial entity")
        self.assertTrue(partner.sdw_pays_late)
        self.company.sdw_late_payer_days = 15
        self.env.invalidate_all()
        self.assertFalse(partner.sdw_pays_late)

    def test_early_is_on_time_and_never_more(self):
        self.paid(1000.0, 5)
        self.paid(1000.0, 40)
        self.assertEqual(self.behaviour()["days_late"], 5.0)
        self.assertEqual(self.behaviour()["days_to_pay"], 22.5)

    def test_in_parts_counts_the_last_one(self):
        invoice = self.invoice(1000.0, days=10)
        self.pay_on(invoice, 35, amount=900.0)
        self.assertEqual(self.behaviour()["days_to_pay"], 0.0, "not wholly paid yet")
        self.pay_on(invoice, 4)
        self.assertEqual(self.behaviour()["days_to_pay"], 36.0)

    def test_credit_notes_are_no_payment(self):
        invoice = self.invoice(1000.0, days=10)
        credit = self.invoice(1000.0, days=10, move_type="out_refund")
        items = (invoice | credit).line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        items.reconcile()
        self.assertTrue(all(items.mapped("reconciled")))
        self.assertIsNone(self.behaviour())
        self.assertEqual(self.customer.sdw_average_days_to_pay, 0.0)
        self.assertFalse(self.customer.sdw_payment_trend)

    def test_trend(self):
        self.paid(1000.0, 60, ago=500)
        self.assertFalse(self.customer.sdw_payment_trend, "nothing to compare with")
        for days, trend in ((59, "same"), (40, "better")):
            self.paid(1000.0, days)
            self.env.invalidate_all()
            self.assertEqual(self.customer.sdw_payment_trend, trend)
        self.paid(9000.0, 120)
        self.env.invalidate_all()
        self.assertEqual(self.customer.sdw_payment_trend, "worse")
        self.assertEqual(self.behaviour()["days_to_pay_before"], 60.0)

    def test_of_the_company_at_hand(self):
        other = self.second_company()
        self.paid(1000.0, 40)
        self.assertIsNone(self.behaviour(company=other))
        self.assertEqual(self.customer.with_company(other).sdw_average_days_late, 0.0)
        both = (self.customer | self.second_customer)._sdw_payment_behaviour(self.company | other)
        self.assertEqual(list(both), [(self.customer.id, self.company.id)])

    @covers("C-14")
    def test_searching(self):
        self.paid(1000.0, 45)
        self.paid(1000.0, 20, partner=self.second_customer)
        partners = self.env["res.partner"].with_user(self.salesperson)
        ours = [("id", "in", (self.customer | self.second_customer).ids)]
        for domain, found in (
            ([("sdw_pays_late", "=", True)], self.customer),
            ([("sdw_pays_late", "=", False)], self.second_customer),
            ([("sdw_average_days_late", ">=", 15)], self.customer),
            ([("sdw_average_days_to_pay", "<", 30)], self.second_customer),
        ):
            with self.subTest(domain):
                self.assertEqual(partners.search([*domain, *ours]), found)

    def test_strangers(self):
        portal = new_test_user(self.env, "sdw_payer", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        for user in (portal, self.keeper):
            for name in ("sdw_average_days_to_pay", "sdw_pays_late", "sdw_payment_trend"):
                with self.assertRaises(AccessError):
                    self.customer.with_user(user).read([name])
            with self.assertRaises(AccessError):
                self.env["res.partner"].with_user(user).search([("sdw_pays_late", "=", True)])

    def test_queries_do_not_grow(self):
        partners = self.env["res.partner"].create([{"name": f"C{number}", "is_company": True} for number in range(20)])
        for partner in partners[:5]:
            self.paid(10.0, 40, partner=partner)
        costs = []
        for some in (partners[:2], partners):
            for _warm in range(2):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                some.mapped("sdw_average_days_late")
                some.mapped("sdw_payment_trend")
                used = self.env.cr.sql_log_count - before
            costs.append(used)
        self.assertEqual(costs[0], costs[1])
