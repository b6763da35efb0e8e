from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

RECIPIENTS = ("group_sdw_finance", "group_sdw_support", "group_sdw_sales_manager")
LISTED = 100
#: What is delivered and invoiced of the contract, in percent of its net amount.
GOODS = SQL(
    """
    LEFT JOIN LATERAL (
         SELECT SUM(LEAST(qty_delivered, product_uom_qty) * price_subtotal / NULLIF(product_uom_qty, 0)) * 100
                / NULLIF(SUM(price_subtotal), 0) AS delivered,
                SUM(untaxed_amount_invoiced) * 100 / NULLIF(SUM(price_subtotal), 0) AS invoiced
           FROM sale_order_line
          WHERE order_id = o.id AND display_type IS NULL AND product_uom_qty > 0
    ) l ON TRUE
    """
)
#: What is paid of its invoices, in company currency.
PAID = SQL(
    """
    LEFT JOIN LATERAL (
         SELECT SUM(m.amount_total_signed - m.amount_residual_signed) AS paid
           FROM account_move m
          WHERE m.state = 'posted' AND m.id IN (
                SELECT a.move_id
                  FROM sale_order_line s
                  JOIN sale_order_line_invoice_rel r ON r.order_line_id = s.id
                  JOIN account_move_line a ON a.id = r.invoice_line_id
                 WHERE s.order_id = o.id)
    ) p ON TRUE
    """
)
#: The next date, the longest delay, and whether the goods left in time.
DATES = SQL(
    """
    LEFT JOIN LATERAL (
         SELECT MAX(COALESCE(actual_date, CURRENT_DATE) - planned_date)
                FILTER (WHERE planned_date < COALESCE(actual_date, CURRENT_DATE)) AS delay_days,
                (ARRAY_AGG(planned_date ORDER BY planned_date, id)
                FILTER (WHERE met_on IS NULL))[1] AS next_date,
                (ARRAY_AGG(kind ORDER BY planned_date, id)
                FILTER (WHERE met_on IS NULL))[1] AS next_kind,
                AVG(CASE WHEN actual_date <= planned_date THEN 100 ELSE 0 END)
                FILTER (WHERE kind = 'ship' AND (met_on IS NOT NULL OR planned_date < CURRENT_DATE))
                AS on_time
           FROM sdw_contract_milestone
          WHERE order_id = o.id
    ) n ON TRUE
    """
)


class SdwContractReport(models.Model):
    """How the signed contracts are performed: dates and delay; delivered, invoiced, paid in percent (N-14)."""

    _name = "sdw.contract.report"
    _description = "Contract Performance"
    _auto = False
    _rec_name = "order_id"
    _order = "delay_days desc, id desc"

    order_id = fields.Many2one("sale.order", "Contract", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    signed_on = fields.Datetime(readonly=True)
    amount = fields.Monetary("Contract Amount", readonly=True, help="With VAT, in the company's currency.")
    next_date = fields.Date(readonly=True)
    next_kind = fields.Selection(
        lambda self: self.env["sdw.contract.milestone"]._fields["kind"]._description_selection(self.env),
        "Next",
        readonly=True,
    )
    delay_days = fields.Integer("Delay (days)", readonly=True, aggregator="max")
    on_time = fields.Float("Shipped on Time (%)", readonly=True, aggregator="avg")
    delivered = fields.Float("Delivered (%)", readonly=True, aggregator="avg")
    invoiced = fields.Float("Invoiced (%)", readonly=True, aggregator="avg")
    paid = fields.Float("Paid (%)", readonly=True, aggregator="avg")
    closed_on = fields.Datetime(readonly=True)
    satisfaction = fields.Float(readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT o.id, o.id AS order_id, o.partner_id, o.user_id, o.team_id, o.company_id, c.currency_id,
                   o.contract_signed_on AS signed_on, o.sdw_contract_closed_on AS closed_on,
                   o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount,
                   n.next_date, n.next_kind, COALESCE(n.delay_days, 0) AS delay_days, n.on_time,
                   COALESCE(l.delivered, 0) AS delivered, COALESCE(l.invoiced, 0) AS invoiced,
                   COALESCE(p.paid * COALESCE(NULLIF(o.currency_rate, 0), 1) * 100
                            / NULLIF(o.amount_total, 0), 0) AS paid,
                   o.sdw_satisfaction::numeric AS satisfaction
              FROM sale_order o
              JOIN res_company c ON c.id = o.company_id
              %s %s %s
             WHERE o.contract_signed_on IS NOT NULL AND o.state = 'sale'
            """,
            GOODS,
            PAID,
            DATES,
        )

    # ------------------------------------------------------------------ once a month
    @api.model
    def _cron_report(self, today=None):
        """Send each company's departments how its open contracts stand, once a month; a rerun sends nothing twice."""
        self.env["sale.order"]._sdw_sweep_profiles()
        for company in self.env["res.company"].sudo().search([("sdw_mode_contract", "!=", "off")]):
            day = today or company._sdw_today()
            last = company.sdw_contract_reported_on
            if last and (last.year, last.month) == (day.year, day.month):
                continue
            company.sdw_contract_reported_on = day
            self._send(company, day)
            if not self.env["sale.order"]._sdw_commit_progress(1):
                break

    def _send(self, company, day):
        rows = self.sudo().search([("company_id", "=", company.id), ("closed_on", "=", False)])
        roles = self.env["res.groups"]
        for role in RECIPIENTS:
            roles |= roles._sdw_role(f"sales_dept_workflow.{role}")
        users = self.env["res.users"]
        for role in roles:
            users |= role._sdw_holders(company)
        for lang, readers in users.grouped("lang").items():
            report = rows.with_context(lang=lang)
            subject = report.env._(
                "Contract performance %(month)s: %(count)s open", month=day.strftime("%Y-%m"), count=len(rows)
            )
            thread = self.env["mail.thread"].sudo()
            thread.message_notify(partner_ids=readers.partner_id.ids, subject=subject, body=report._as_html())

    def _as_html(self):
        """The rows as an HTML table, the latest first."""
        names = ("order_id", "partner_id", "next_kind", "next_date", "delay_days", "delivered", "invoiced", "paid")
        head = Markup().join(Markup("<th>%s</th>") % self._fields[name]._description_string(self.env) for name in names)
        body = Markup().join(
            Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % row._cell(name) for name in names)
            for row in self[:LISTED]
        )
        return Markup('<table class="table table-sm"><tr>%s</tr>%s</table>') % (head, body)

    def _cell(self, name):
        value = self[name]
        if name == "next_kind":
            return dict(self._fields[name]._description_selection(self.env)).get(value, "")
        if isinstance(value, models.BaseModel):
            return value.display_name or ""
        return f"{value:.0f} %" if isinstance(value, float) else value or ""
