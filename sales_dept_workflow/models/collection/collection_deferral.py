from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from .codes import CASE


class SdwCollectionCase(models.Model):
    """Who may be given time: a good grade and an old customer; everybody else signs a plan (C-02)."""

    _inherit = CASE

    def _deferral_refusals(self):
        """{case: why its customer gets no deferral, in words; empty if he may have one}; set-based."""
        since = self._customers_since()
        refusals = {}
        for company, cases in self.grouped("company_id").items():
            partners = {partner.id: partner for partner in cases.sudo().partner_id.with_company(company)}
            for case in cases:
                partner = partners[case.sudo().partner_id.id]
                refusals[case] = case._deferral_refusal(partner, since.get((company.id, partner.id)))
        return refusals

    def _deferral_refusal(self, partner, since):
        company = self.sudo().company_id
        terms = self.env["sdw.credit.grade"]._terms(company.id, partner.credit_grade)
        if self.standing == "bad":
            return self.env._("Bad standing: the customer signs a repayment plan.")
        if not partner.credit_grade:
            return self.env._("Finance has given this customer no credit grade.")
        if not terms.deferral:
            return self.env._("Credit grade %(grade)s gets no deferral.", grade=partner.credit_grade.upper())
        months = company.sdw_deferral_months
        if months and (not since or since > company._sdw_today() - relativedelta(months=months)):
            return self.env._(
                "Not an old customer: first order or invoice %(day)s, at least %(months)s months are asked for.",
                day=fields.Date.to_string(since) if since else self.env._("never"),
                months=months,
            )
        return ""

    def _customers_since(self):
        """{(company id, commercial partner id): day of the first confirmed order or posted invoice}, one statement."""
        self.env["sale.order"].flush_model(["partner_id", "state", "date_order", "company_id"])
        self.env["account.move"].flush_model(
            ["commercial_partner_id", "state", "invoice_date", "company_id", "move_type"]
        )
        cases = self.sudo()
        rows = self.env.execute_query(
            SQL(
                """SELECT company_id, partner_id, MIN(day) FROM (
                     SELECT so.company_id, p.commercial_partner_id AS partner_id, so.date_order::date AS day
                       FROM sale_order so JOIN res_partner p ON p.id = so.partner_id
                      WHERE so.state = 'sale' AND so.company_id IN %(companies)s
                        AND p.commercial_partner_id IN %(partners)s
                      UNION ALL
                     SELECT m.company_id, m.commercial_partner_id, m.invoice_date FROM account_move m
                      WHERE m.state = 'posted' AND m.move_type = 'out_invoice' AND m.company_id IN %(companies)s
                        AND m.commercial_partner_id IN %(partners)s) first
                 GROUP BY company_id, partner_id""",
                companies=tuple(cases.company_id.ids) or (0,),
                partners=tuple(cases.partner_id.ids) or (0,),
            )
        )
        return {(company, partner): day for company, partner, day in rows}
