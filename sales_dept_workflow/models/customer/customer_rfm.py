from odoo import api, fields, models
from odoo.tools import SQL

from ..common.rules import roles
from .customer_trade import CONFIRMED_ON

READERS = roles("salesperson", "accountant", "legal") + ",base.group_system"
SEGMENTS = [
    ("high_value", "High value"),
    ("promising", "Promising"),
    ("ordinary", "Ordinary value"),
    ("at_risk", "At risk"),
    ("lost", "Lost customer"),
]

#: Scores are fifths of all who ever bought, ties share the better one; amounts in the first company's currency.
#: High potential: growing buyers, and developed customers whose budget is above the average order (L-13).
REFRESH = """
WITH rate (company_id, factor) AS (VALUES %(rates)s),
bought AS (
    SELECT p.commercial_partner_id AS id, MAX(%(on)s)::date AS last_on,
           COUNT(*) FILTER (WHERE %(on)s >= %(year)s) AS orders,
           COALESCE(SUM(%(amount)s) FILTER (WHERE %(on)s >= %(year)s), 0) AS money,
           COALESCE(SUM(%(amount)s) FILTER (WHERE %(on)s < %(year)s AND %(on)s >= %(before)s), 0) AS earlier
      FROM sale_order o
      JOIN res_partner p ON p.id = o.partner_id
      JOIN rate ON rate.company_id = o.company_id
     WHERE o.state = 'sale'
  GROUP BY p.commercial_partner_id
), scored AS (
    SELECT bought.*, CEIL(CUME_DIST() OVER (ORDER BY last_on) * 5)::int AS r,
           CASE WHEN orders = 0 THEN 1 ELSE CEIL(CUME_DIST() OVER (ORDER BY orders) * 5)::int END AS f,
           CASE WHEN money <= 0 THEN 1 ELSE CEIL(CUME_DIST() OVER (ORDER BY money) * 5)::int END AS m,
           (SELECT SUM(money) / NULLIF(SUM(orders), 0) FROM bought) AS usual
      FROM bought
), figures AS (
    SELECT p.id, scored.r, scored.f, scored.m, scored.last_on,
           CASE WHEN scored.id IS NULL THEN NULL
                WHEN scored.last_on < %(dormant)s THEN 'lost'
                WHEN scored.r >= 4 AND scored.m >= 4 THEN 'high_value'
                WHEN scored.r <= 2 AND (scored.m >= 4 OR scored.f >= 4) THEN 'at_risk'
                WHEN scored.r >= 4 THEN 'promising' ELSE 'ordinary' END AS segment,
           (scored.orders > 1 AND scored.r >= 4 AND scored.money >= 1.2 * scored.earlier AND scored.earlier > 0
            OR p.customer_status IN ('base', 'potential')
               AND p.sdw_budget > (SELECT MAX(usual) FROM scored)) IS TRUE AS potential
      FROM res_partner p LEFT JOIN scored ON scored.id = p.id
     WHERE scored.id IS NOT NULL OR p.rfm_segment IS NOT NULL OR p.sdw_high_potential
        OR p.customer_status IN ('base', 'potential')
)
UPDATE res_partner p
   SET rfm_recency = figures.r, rfm_frequency = figures.f, rfm_monetary = figures.m, rfm_segment = figures.segment,
       sdw_last_order_on = figures.last_on, sdw_high_potential = figures.potential
  FROM figures
 WHERE figures.id = p.id
   AND (p.rfm_recency, p.rfm_frequency, p.rfm_monetary, p.rfm_segment, p.sdw_last_order_on,
        COALESCE(p.sdw_high_potential, FALSE))
       IS DISTINCT FROM
       (figures.r, figures.f, figures.m, figures.segment, figures.last_on, figures.potential)
"""


class ResPartner(models.Model):
    """RFM: how lately, how often and for how much a customer buys (B-07, Z-28). It proposes; people grade.

    Group-wide (decision 22), refreshed at night for all customers in one statement.
    """

    _inherit = "res.partner"

    rfm_recency = fields.Integer(
        "Recency", readonly=True, copy=False, aggregator="avg", groups=READERS, help="5: ordered lately; 1: long ago."
    )
    rfm_frequency = fields.Integer(
        "Frequency",
        readonly=True,
        copy=False,
        aggregator="avg",
        groups=READERS,
        help="5: often within a year; 1: rarely.",
    )
    rfm_monetary = fields.Integer(
        "Money", readonly=True, copy=False, aggregator="avg", groups=READERS, help="5: much within a year; 1: little."
    )
    rfm_segment = fields.Selection(
        SEGMENTS, "RFM Segment", readonly=True, copy=False, index="btree_not_null", groups=READERS
    )
    sdw_last_order_on = fields.Date("Last Order", readonly=True, copy=False, groups="base.group_user")
    sdw_high_potential = fields.Boolean(
        "High Potential",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Buys often and more than the year before; or is being developed with a budget above the average order.",
    )

    def _init_column(self, column_name):
        """No pass over big tables at installation."""
        return None if column_name == "sdw_high_potential" else super()._init_column(column_name)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            "rfm_recency",
            "rfm_frequency",
            "rfm_monetary",
            "rfm_segment",
            "sdw_last_order_on",
            "sdw_high_potential",
        }

    @api.model
    def _sdw_refresh_rfm(self):
        """Score all customers anew, in one statement, whatever their number."""
        trade = self.env["sdw.customer.trade"]
        trade._flush()
        year = fields.Date.subtract(trade._today(), months=12)
        self.env.cr.execute(
            SQL(
                REFRESH,
                rates=self._sdw_sql_rates(),
                on=CONFIRMED_ON,
                amount=SQL("o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1) * rate.factor"),
                year=year,
                before=fields.Date.subtract(year, months=12),
                dormant=trade._dormant_since(),
            )
        )
        self.env["res.partner"].invalidate_model(
            ["rfm_recency", "rfm_frequency", "rfm_monetary", "rfm_segment", "sdw_last_order_on", "sdw_high_potential"],
            flush=False,
        )

    @api.model
    def _sdw_sql_rates(self):
        """(company id, factor to the first company's currency) of every company, as VALUES."""
        companies = self.env["res.company"].sudo().search([("id", "!=", 0)], order="id")
        currency, today = companies[:1].currency_id, self.env["sdw.customer.trade"]._today()
        return SQL(", ").join(
            SQL(
                "(%s, %s::numeric)",
                company.id,
                company.currency_id._get_conversion_rate(company.currency_id, currency, company, today),
            )
            for company in companies
        )
