"""What customers have bought and what is being negotiated, in SQL: what status, classes and grades rest on."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..negotiation.codes_negotiation import LIVE

#: When an order was confirmed: stamped by the server; orders older than the add-on by their date.
CONFIRMED_ON = SQL("COALESCE(o.sdw_confirmed_on, o.date_order)")


class SdwCustomerTrade(models.AbstractModel):
    _name = "sdw.customer.trade"
    _description = "Trade with Customers"

    @api.model
    def _flush(self):
        """What the statements of this model read is in the database."""
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model(["order_id", "display_type"])
        self.env["sdw.negotiation"].flush_model(["partner_id", "state"])
        self.env["res.partner"].flush_model()

    @api.model
    def _today(self):
        return self.env.company.sudo()._sdw_today()

    @api.model
    def _dormant_since(self):
        """Whoever has not ordered since this day is dormant; customers are group-wide, so the longest period counts."""
        months = max(self.env["res.company"].sudo().search([("id", "!=", 0)]).mapped("sdw_dormant_months") or [12])
        return fields.Date.subtract(self._today(), months=months)

    @api.model
    def _sql_facts(self, owners=None):
        """One row per commercial partner with any trade: id, quotations, negotiations, orders, first_on, last_on.

        :param owners: ids of commercial partners; None for all of them
        """
        among = SQL("TRUE") if owners is None else SQL("p.commercial_partner_id IN %s", tuple(owners) or (0,))
        return SQL(
            """
            SELECT part.id, SUM(part.quotations)::int AS quotations, SUM(part.negotiations)::int AS negotiations,
                   SUM(part.orders)::int AS orders, MIN(part.first_on) AS first_on, MAX(part.last_on) AS last_on
              FROM (SELECT p.commercial_partner_id AS id, 0 AS negotiations,
                           COUNT(*) FILTER (WHERE %(open)s) AS quotations,
                           COUNT(*) FILTER (WHERE o.state = 'sale') AS orders,
                           MIN(%(on)s) FILTER (WHERE o.state = 'sale') AS first_on,
                           MAX(%(on)s) FILTER (WHERE o.state = 'sale') AS last_on
                      FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                     WHERE o.state IN ('draft', 'sent', 'sale') AND %(among)s
                  GROUP BY p.commercial_partner_id
                     UNION ALL
                    SELECT p.commercial_partner_id, COUNT(*), 0, 0, NULL, NULL
                      FROM sdw_negotiation n JOIN res_partner p ON p.id = n.partner_id
                     WHERE n.state IN %(live)s AND %(among)s
                  GROUP BY p.commercial_partner_id) part
          GROUP BY part.id
            """,
            on=CONFIRMED_ON,
            open=self._sql_open_quotation(),
            live=LIVE,
            among=among,
        )

    @api.model
    def _sql_open_quotation(self):
        """An empty or expired quotation is no evidence of a negotiation."""
        return SQL(
            """o.state IN ('draft', 'sent') AND (o.validity_date IS NULL OR o.validity_date >= %s)
               AND EXISTS (SELECT FROM sale_order_line l WHERE l.order_id = o.id AND l.display_type IS NULL)""",
            self._today(),
        )

    @api.model
    def _facts(self, owners):
        """{id: dict of the facts} of commercial partners, in one query; those without any trade are left out."""
        if not owners.ids:
            return {}
        self._flush()
        self.env.cr.execute(self._sql_facts(owners.ids))
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    @api.model
    def _sql_sold(self):
        """One row per commercial partner and company that confirmed an order: turnover of the last twelve months and
        of the twelve before (company currency, without taxes), orders, first and last day.
        """
        year = fields.Date.subtract(self._today(), months=12)
        return SQL(
            """
            SELECT MIN(o.id) AS id, p.commercial_partner_id AS partner_id, o.company_id,
                   COALESCE(SUM(%(amount)s) FILTER (WHERE %(on)s >= %(year)s), 0) AS turnover,
                   COALESCE(SUM(%(amount)s) FILTER (WHERE %(on)s < %(year)s AND %(on)s >= %(before)s), 0)
                       AS turnover_before,
                   COUNT(*) FILTER (WHERE %(on)s >= %(year)s) AS orders,
                   MIN(%(on)s)::date AS first_on, MAX(%(on)s)::date AS last_on
              FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
             WHERE o.state = 'sale'
          GROUP BY p.commercial_partner_id, o.company_id
            """,
            on=CONFIRMED_ON,
            amount=SQL("o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1)"),
            year=year,
            before=fields.Date.subtract(year, months=12),
        )
