from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from .codes import CASE

EMPTY = {
    "overdue_amount_company": 0.0,
    "open_amount_company": 0.0,
    "credit_amount_company": 0.0,
    "disputed_amount_company": 0.0,
    "oldest_due_date": False,
    "days_overdue": 0,
}


class SdwCollectionCase(models.Model):
    """Figures of the general ledger, each read for a whole batch in one statement."""

    _inherit = CASE

    # ------------------------------------------------------------------ days
    @api.model
    def _sweep_limits(self, now=None, companies=None):
        """{company: day}: what was due before that day is overdue (the company's local day minus its grace)."""
        now = pytz.utc.localize(now or fields.Datetime.now())
        # Every company is swept; they are few.
        # pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([]) if companies is None else companies.sudo()
        return {
            company: now.astimezone(pytz.timezone(company.partner_id.tz or "UTC")).date()
            - timedelta(days=company.sdw_dunning_grace_days)
            for company in companies
        }

    # ------------------------------------------------------------------ SQL
    @api.model
    def _sweep_excluded_sql(self):
        """Condition on the journal item ``l`` (of commercial partner ``p.commercial_partner_id``): not to be chased.

        Here: what finance has settled by hand, and invoices marked as disputed. Processes add theirs (complaints, …)
        with OR through ``super()``; each in brackets of its own.
        """
        return SQL(
            """(EXISTS (SELECT 1 FROM sdw_collection_case s
                         WHERE s.partner_id = p.commercial_partner_id AND s.company_id = l.company_id
                           AND s.settled_date >= COALESCE(l.date_maturity, l.date))
             OR EXISTS (SELECT 1 FROM account_move d WHERE d.id = l.move_id AND d.sdw_disputed))"""
        )

    @api.model
    def _receivable_sql(self, limits, partners=None, overdue=False):
        """Open receivable items as a sub-select, by company and commercial partner: residual, due, excluded, …

        :param dict limits: see :meth:`_sweep_limits`
        :param partners: only of these commercial partners
        :param bool overdue: only what is overdue and not excluded
        """
        conditions = [SQL("l.parent_state = 'posted' AND l.reconciled IS NOT TRUE AND l.amount_residual != 0")]
        if partners is not None:
            conditions.append(SQL("p.commercial_partner_id IN %s", tuple(partners.ids) or (0,)))
        if overdue:
            conditions.append(SQL("l.amount_residual > 0 AND COALESCE(l.date_maturity, l.date) < day.limit_date"))
            conditions.append(SQL("NOT (%s)", self._sweep_excluded_sql()))
        return SQL(
            """SELECT l.id, l.move_id, l.company_id, p.commercial_partner_id AS partner_id,
                      l.amount_residual AS residual, COALESCE(l.date_maturity, l.date) AS due,
                      day.limit_date, l.create_date, (%(excluded)s) AS excluded
                 FROM account_move_line l
                 JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
                 JOIN res_partner p ON p.id = l.partner_id
                 JOIN (VALUES %(days)s) AS day (company_id, limit_date) ON day.company_id = l.company_id
                WHERE %(where)s""",
            excluded=SQL("FALSE") if overdue else self._sweep_excluded_sql(),
            days=SQL(", ").join(SQL("(%s, %s::date)", company.id, day) for company, day in limits.items()),
            where=SQL(" AND ").join(conditions),
        )

    @api.model
    def _flush_ledger(self):
        self.env["account.move.line"].flush_model(
            [
                "parent_state",
                "reconciled",
                "amount_residual",
                "date_maturity",
                "date",
                "partner_id",
                "company_id",
                "account_id",
            ]
        )
        self.env["res.partner"].flush_model(["commercial_partner_id", "user_id"])
        self.env["account.move"].flush_model(["invoice_user_id", "invoice_date", "sdw_disputed"])
        self.flush_model()

    # ------------------------------------------------------------------ figures of cases
    def _get_figures(self, now=None):
        """{case: values of the computed figures}, in one statement for all cases."""
        cases = self.sudo().filtered(lambda case: case.partner_id and case.company_id)
        if not cases:
            return {case: EMPTY for case in self}
        limits = self._sweep_limits(now, cases.company_id)
        self._flush_ledger()
        found = {
            (company, partner): figures
            for company, partner, *figures in self.env.execute_query(
                SQL(
                    """SELECT company_id, partner_id,
                              SUM(residual) FILTER (WHERE residual > 0 AND due < limit_date AND NOT excluded),
                              MIN(due) FILTER (WHERE residual > 0 AND due < limit_date AND NOT excluded),
                              SUM(residual) FILTER (WHERE residual > 0),
                              -SUM(residual) FILTER (WHERE residual < 0),
                              SUM(residual) FILTER (WHERE residual > 0 AND due < limit_date AND excluded)
                         FROM (%s) item GROUP BY company_id, partner_id""",
                    self._receivable_sql(limits, cases.partner_id),
                )
            )
        }
        return {
            case: self._prepare_figures(found.get((case.company_id.id, case.partner_id.id)), case, limits)
            for case in self
        }

    def _prepare_figures(self, row, case, limits):
        if not row:
            return EMPTY
        overdue, oldest, total, credits, disputed = row
        company = case.sudo().company_id
        today = limits[company] + timedelta(days=company.sdw_dunning_grace_days)
        rounded = [company.currency_id.round(float(amount or 0.0)) for amount in (overdue, total, credits, disputed)]
        return {
            "overdue_amount_company": rounded[0],
            "open_amount_company": rounded[1],
            "credit_amount_company": rounded[2],
            "disputed_amount_company": rounded[3],
            "oldest_due_date": oldest or False,
            "days_overdue": (today - oldest).days if oldest else 0,
        }

    # ------------------------------------------------------------------ debt statement
    def _get_statement(self):
        """What the customer owes, item by item, as the general ledger has it.

        :return: dict ``lines`` (list of dicts: name, date, due, currency, amount and residual in it, residual_company,
            days), ``total`` (= balance of the customer's receivable accounts), ``overdue``, ``date``
        """
        self.ensure_one()
        case = self.sudo().with_company(self.sudo().company_id)
        today = self._sdw_local_date(fields.Datetime.now())
        items = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("partner_id.commercial_partner_id", "=", case.partner_id.id),
                    ("company_id", "=", case.company_id.id),
                    ("account_id.account_type", "=", "asset_receivable"),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                ],
                order="date_maturity, id",
            )
        )
        return {
            "lines": [self._prepare_statement_line(item, today) for item in items],
            "total": case.currency_id.round(sum(items.mapped("amount_residual"))),
            "overdue": case.overdue_amount_company,
            "date": today,
        }

    def _prepare_statement_line(self, item, today):
        due = item.date_maturity or item.date
        return {
            "name": item.move_id.name,
            "date": item.date,
            "due": due,
            "currency": item.currency_id,
            "amount": item.amount_currency,
            "residual": item.amount_residual_currency,
            "residual_company": item.amount_residual,
            "days": max((today - due).days, 0) if item.amount_residual > 0 else 0,
        }
