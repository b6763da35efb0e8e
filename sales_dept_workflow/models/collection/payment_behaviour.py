from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..credit.res_partner import OPERATORS, SEEN_BY

NOTHING = {
    "days_to_pay": 0.0,
    "days_late": 0.0,
    "days_to_pay_before": 0.0,
    "turnover": 0.0,
    "turnover_before": 0.0,
    "last_date": False,
    "last_amount": 0.0,
}
#: So many days faster or slower than the year before are no change.
TREND_DAYS = 2
MONTHS = 12


class ResPartner(models.Model):
    """How a customer pays: days to pay and days late of what he paid in the last twelve months, and whether it gets
    better (A-37, C-14).

    Counted are receivable items of invoices that are wholly matched, on the day their residual reached zero, weighted
    by the money that paid them; what was settled by credit notes alone is no payment. Paid before the due date is on
    time, never early. Figures of the commercial entity in the current company.
    """

    _inherit = "res.partner"

    sdw_average_days_to_pay = fields.Float(
        "Average Days to Pay",
        compute="_compute_sdw_payment_behaviour",
        search="_search_sdw_average_days_to_pay",
        digits=(16, 1),
        groups=SEEN_BY,
        help="From the invoice to the last cent, last twelve months, weighted by amount.",
    )
    sdw_average_days_late = fields.Float(
        "Average Days Late",
        compute="_compute_sdw_payment_behaviour",
        search="_search_sdw_average_days_late",
        digits=(16, 1),
        groups=SEEN_BY,
        help="After the due date, last twelve months, weighted by amount.",
    )
    sdw_payment_trend = fields.Selection(
        [("better", "Pays Faster"), ("same", "As Before"), ("worse", "Pays Slower")],
        "Payment Trend",
        compute="_compute_sdw_payment_behaviour",
        groups=SEEN_BY,
        help="Days to pay against the twelve months before; empty without payments in both.",
    )
    sdw_paid_turnover = fields.Monetary(
        "Paid in 12 Months", compute="_compute_sdw_payment_behaviour", currency_field="currency_id", groups=SEEN_BY
    )
    sdw_last_payment_date = fields.Date("Last Payment", compute="_compute_sdw_payment_behaviour", groups=SEEN_BY)
    sdw_last_payment_amount = fields.Monetary(
        "Last Payment Amount", compute="_compute_sdw_payment_behaviour", currency_field="currency_id", groups=SEEN_BY
    )
    sdw_pays_late = fields.Boolean(
        "Pays Late",
        compute="_compute_sdw_payment_behaviour",
        search="_search_sdw_pays_late",
        groups=SEEN_BY,
        help="On average later than the company's limit for late payers.",
    )

    @api.depends_context("company")
    @api.depends("commercial_partner_id")
    def _compute_sdw_payment_behaviour(self):
        company = self.env.company.sudo()
        owners = self._origin.sudo().commercial_partner_id
        found = owners._sdw_payment_behaviour(company)
        for partner in self:
            owner = (partner._origin or partner).sudo().commercial_partner_id
            behaviour = found.get((owner.id, company.id), NOTHING)
            partner.sdw_average_days_to_pay = behaviour["days_to_pay"]
            partner.sdw_average_days_late = behaviour["days_late"]
            partner.sdw_payment_trend = self._sdw_payment_trend(behaviour)
            partner.sdw_paid_turnover = behaviour["turnover"]
            partner.sdw_last_payment_date = behaviour["last_date"]
            partner.sdw_last_payment_amount = behaviour["last_amount"]
            partner.sdw_pays_late = behaviour["days_late"] > company.sdw_late_payer_days

    @api.model
    def _sdw_payment_trend(self, behaviour):
        if not (behaviour["turnover"] and behaviour["turnover_before"]):
            return False
        change = behaviour["days_to_pay"] - behaviour["days_to_pay_before"]
        if abs(change) < TREND_DAYS:
            return "same"
        return "worse" if change > 0 else "better"

    def _sdw_payment_behaviour(self, companies):
        """How these commercial partners pay in these companies; one query however many they are.

        :return: {(partner id, company id): {``days_to_pay``, ``days_late``, ``turnover`` (paid in twelve months,
            company currency), ``days_to_pay_before``, ``turnover_before`` (the twelve months before), ``last_date``,
            ``last_amount`` (what came in on that day)}}; who never paid is not in it
        """
        if not self.ids or not companies:
            return {}
        columns = list(NOTHING)
        query = SQL("SELECT * FROM (%s) behaviour", self._sdw_sql_behaviour(companies, SQL("IN %s", tuple(self.ids))))
        return {
            (partner, company): {
                name: value if name == "last_date" else round(float(value or 0.0), 2)
                for name, value in zip(columns, values, strict=True)
            }
            for partner, company, *values in self.env.execute_query(query)
        }

    # ------------------------------------------------------------------ SQL
    @api.model
    def _sdw_sql_behaviour(self, companies, of_partners):
        """(partner_id, company_id, then the keys of ``NOTHING``) of commercial partners, one row each.

        :param SQL of_partners: condition that follows a commercial partner's column
        """
        self._sdw_flush_behaviour()
        today = companies[:1].sudo()._sdw_today()
        since = fields.Date.subtract(today, months=MONTHS)
        before = fields.Date.subtract(today, months=2 * MONTHS)
        return SQL(
            """SELECT COALESCE(paid.partner_id, last.partner_id) AS partner_id,
                      COALESCE(paid.company_id, last.company_id) AS company_id, paid.days_to_pay, paid.days_late,
                      paid.days_to_pay_before, paid.turnover, paid.turnover_before, last.date AS last_date,
                      last.amount AS last_amount
                 FROM (SELECT partner_id, company_id,
                              SUM(amount * days) FILTER (WHERE %(now)s) / SUM(amount) FILTER (WHERE %(now)s)
                                  AS days_to_pay,
                              SUM(amount * late) FILTER (WHERE %(now)s) / SUM(amount) FILTER (WHERE %(now)s)
                                  AS days_late,
                              SUM(amount * days) FILTER (WHERE NOT %(now)s) / SUM(amount) FILTER (WHERE NOT %(now)s)
                                  AS days_to_pay_before,
                              SUM(amount) FILTER (WHERE %(now)s) AS turnover,
                              SUM(amount) FILTER (WHERE NOT %(now)s) AS turnover_before
                         FROM (%(items)s) item WHERE paid_on > %(before)s GROUP BY partner_id, company_id) paid
                 FULL JOIN (%(last)s) last
                        ON last.partner_id = paid.partner_id AND last.company_id = paid.company_id""",
            now=SQL("paid_on > %s", since),
            before=before,
            items=self._sdw_sql_paid_items(companies, of_partners),
            last=self._sdw_sql_last_payment(companies, of_partners),
        )

    @api.model
    def _sdw_sql_paid_items(self, companies, of_partners):
        """Receivable items of paid invoices: the day the residual reached zero, the money, days and days late."""
        return SQL(
            """SELECT p.commercial_partner_id AS partner_id, l.company_id, settled.paid_on, settled.amount,
                      settled.paid_on - COALESCE(m.invoice_date, m.date) AS days,
                      GREATEST(settled.paid_on - COALESCE(l.date_maturity, l.date), 0) AS late
                 FROM account_move_line l
                 JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
                 JOIN account_move m ON m.id = l.move_id AND m.move_type = 'out_invoice'
                 JOIN res_partner p ON p.id = l.partner_id
                 JOIN LATERAL (
                      SELECT MAX(r.max_date) AS paid_on,
                             SUM(r.amount) FILTER (WHERE source.move_type != 'out_refund') AS amount
                        FROM account_partial_reconcile r
                        JOIN account_move_line payer ON payer.id = r.credit_move_id
                        JOIN account_move source ON source.id = payer.move_id AND source.state = 'posted'
                       WHERE r.debit_move_id = l.id) settled ON settled.amount > 0
                WHERE l.parent_state = 'posted' AND l.reconciled AND l.balance > 0 AND l.company_id IN %s
                  AND p.commercial_partner_id %s""",
            tuple(companies.ids),
            of_partners,
        )

    @api.model
    def _sdw_sql_last_payment(self, companies, of_partners):
        """The last day on which money of a customer came in, and how much."""
        return SQL(
            """SELECT DISTINCT ON (p.commercial_partner_id, l.company_id)
                      p.commercial_partner_id AS partner_id, l.company_id, l.date, - SUM(l.balance) AS amount
                 FROM (%s) l
                 JOIN res_partner p ON p.id = l.partner_id
                WHERE l.balance < 0 AND l.company_id IN %s AND p.commercial_partner_id %s
             GROUP BY p.commercial_partner_id, l.company_id, l.date
             ORDER BY p.commercial_partner_id, l.company_id, l.date DESC""",
            self.env["sdw.collection.receipt.analysis"]._sql_money(),
            tuple(companies.ids),
            of_partners,
        )

    @api.model
    def _sdw_flush_behaviour(self):
        self.env["sdw.collection.case"].sudo()._flush_ledger()
        self.env["account.move"].flush_model(["invoice_date", "move_type", "state"])
        self.env["account.move.line"].flush_model(["balance", "journal_id", "move_id"])
        self.env["account.partial.reconcile"].flush_model(["amount", "credit_move_id", "debit_move_id", "max_date"])

    # ------------------------------------------------------------------ searching
    @api.model
    def _search_sdw_average_days_to_pay(self, operator, value):
        return self._search_sdw_behaviour(operator, value, SQL("COALESCE(behaviour.days_to_pay, 0)"))

    @api.model
    def _search_sdw_average_days_late(self, operator, value):
        return self._search_sdw_behaviour(operator, value, SQL("COALESCE(behaviour.days_late, 0)"))

    @api.model
    def _search_sdw_pays_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self._search_sdw_behaviour(
            ">", self.env.company.sudo().sdw_late_payer_days, SQL("COALESCE(behaviour.days_late, 0)")
        )
        return Domain.OR([late if flag else ~late for flag in value])

    @api.model
    def _search_sdw_behaviour(self, operator, value, figure):
        if operator not in OPERATORS:
            return NotImplemented
        query = SQL(
            """SELECT partner.id FROM res_partner partner
                 LEFT JOIN (%s) behaviour ON behaviour.partner_id = partner.commercial_partner_id
                WHERE %s %s %s""",
            self._sdw_sql_behaviour(self.env.company, SQL("IS NOT NULL")),
            figure,
            SQL(operator),
            float(value),
        )
        return Domain("id", "in", SQL("(%s)", query))

    def action_sdw_receivables(self):
        """Open what this customer owes, item by item."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_receivables")
        domain = [("commercial_partner_id", "=", self.commercial_partner_id.id)]
        return {**action, "domain": domain, "context": {}, "path": False}
