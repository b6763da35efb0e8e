from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .credit_common import CreditCase


@tagged("post_install", "-at_install")
class TestCreditExposure(CreditCase):
    @covers("O-04")
    def test_definition(self):
        """Posted receivables, credits included, and what orders past the checks still have to invoice."""
        self.invoiced(self.customer, 250.25)
        self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 50.25, "payment_type": "inbound", "partner_type": "customer"}
        ).action_post()
        self.confirmed()  # not released: does not count
        order = self.released(lines=[(self.product, 3, {})])
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.sdw_exposure_company, 3200)
        picking = order.sudo().picking_ids
        self.ship(picking, 1)
        invoice = order.sudo()._create_invoices()
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.sdw_exposure_company, 3200, "a draft invoice owes nothing and takes nothing off")
        invoice.action_post()
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.sdw_exposure_company, 3200)
        self.assertEqual(self.customer.sdw_overdue_company, 0)

    def test_vat_currency_and_company(self):
        tax = self.env["account.tax"].create(
            {"name": "VAT 13", "amount": 13, "amount_type": "percent", "type_tax_use": "sale"}
        )
        self.product.taxes_id = tax
        foreign = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.company.currency_id.id), ("name", "in", ["EUR", "USD"])], limit=1)
        )
        foreign.active = True
        foreign.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2020-01-01", "rate": 0.14, "company_id": self.company.id}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": foreign.id})
        order = self.released(lines=[(self.product, 3, {"price_unit": 33.33})], pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, foreign)
        expected = self.company.currency_id.round(order.amount_total / order.currency_rate)
        self.assertEqual(self.customer.sdw_exposure_company, expected)
        other = self.env["res.company"].create({"name": "Second"})
        self.assertEqual(self.customer.with_company(other).sdw_exposure_company, 0)

    def test_overdue_and_available(self):
        self.limit(1000)
        self.invoiced(self.customer, 300, due="2026-01-02")
        child = self.env["res.partner"].create({"name": "Branch", "parent_id": self.customer.id, "type": "invoice"})
        for partner in (self.customer, child):
            self.assertRecordValues(
                partner.with_user(self.salesperson),
                [{"sdw_exposure_company": 300, "sdw_overdue_company": 300, "sdw_available_credit_company": 700}],
            )
        Partner = self.env["res.partner"].with_user(self.salesperson)
        self.assertIn(self.customer, Partner.search([("sdw_overdue_company", ">", 0)]))
        self.assertIn(child, Partner.search([("sdw_exposure_company", "=", 300)]))
        self.assertNotIn(self.customer, Partner.search([("sdw_exposure_company", ">", 300)]))
        self.assertIn(self.customer, Partner.search([("sdw_available_credit_company", ">=", 700)]))
        self.assertNotIn(self.customer, Partner.search([("sdw_available_credit_company", "=", 0)]))
        self.assertNotIn(self.customer, Partner.search([("sdw_overdue_company", "!=", 300)]))

    def test_set_based(self):
        counts = []
        for size in (20, 200):
            partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.mapped("sdw_exposure_company")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_submission_is_set_based(self):
        """Sending 40 orders costs no more of our queries per order than sending 4."""
        costs = []
        for size in (4, 40):
            partners = self.env["res.partner"].create([{"name": f"Q{number}"} for number in range(size)])
            orders = self.env["sale.order"].create(
                [
                    {"partner_id": partner.id, "order_line": [Command.create({"product_id": self.product.id})]}
                    for partner in partners
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._sdw_credit_results()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 3)
