from odoo import api, fields, models
from odoo.tools import SQL

#: aggregate: (what is summed, by what it is divided, times)
RATIOS = {
    "price_average:avg": ("revenue", "quantity", 1),
    "planned_average:avg": ("planned_revenue", "planned_quantity", 1),
    "margin_percent:avg": ("margin", "revenue", 100),
    "concession_percent:avg": ("concession", "policy_revenue", 100),
}


class SdwSalesAnalysis(models.Model):
    """Realised against planned prices and margins; what was given away, and who agreed (Q-10, Q-11, Q-17, I-03).

    One row per confirmed order line. Amounts in the company's currency without taxes, quantities in the product's own
    unit. Averages are weighted by quantity however the figures are grouped.
    """

    _name = "sdw.sales.analysis"
    _description = "Sales Analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", readonly=True)
    date = fields.Datetime("Order Date", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer Group", readonly=True)
    pricelist_id = fields.Many2one("product.pricelist", "Customer Class (Price List)", readonly=True)
    policy_id = fields.Many2one("sdw.pricing.policy", "Season (Price Policy)", readonly=True)
    plan_line_id = fields.Many2one("sdw.pricing.policy.line", "Planned Price", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    approval_id = fields.Many2one("sdw.approval", "Price Approval", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    quantity = fields.Float(readonly=True)
    revenue = fields.Monetary(readonly=True)
    margin = fields.Monetary(readonly=True)
    margin_percent = fields.Float("Margin (%)", readonly=True, aggregator="avg")
    price_average = fields.Monetary("Average Price", readonly=True, aggregator="avg")
    planned_quantity = fields.Float("Quantity with a Plan", readonly=True)
    planned_revenue = fields.Monetary("Revenue at Planned Price", readonly=True)
    planned_average = fields.Monetary("Planned Average Price", readonly=True, aggregator="avg")
    deviation = fields.Monetary("Above (+) or below (-) Plan", readonly=True)
    policy_revenue = fields.Monetary("Revenue by the Policy", readonly=True)
    concession = fields.Monetary(readonly=True)
    concession_percent = fields.Float("Concession (%)", readonly=True, aggregator="avg")

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec not in RATIOS:
            return super()._read_group_select(aggregate_spec, query)
        above, below, times = RATIOS[aggregate_spec]
        return SQL(
            "COALESCE(SUM(%s) * %s / NULLIF(SUM(%s), 0), 0)",
            self._field_to_sql(self._table, above, query),
            times,
            self._field_to_sql(self._table, below, query),
        )

    @property
    def _table_query(self):
        # What a line would have brought at the policy of its confirmation; lines without one conceded nothing.
        return SQL(
            """
            SELECT line.*,
                   line.revenue / NULLIF(line.quantity, 0) AS price_average,
                   line.margin * 100 / NULLIF(line.revenue, 0) AS margin_percent,
                   CASE WHEN plan.id IS NOT NULL THEN line.quantity END AS planned_quantity,
                   plan.planned_price * line.quantity AS planned_revenue,
                   plan.planned_price AS planned_average,
                   line.revenue - plan.planned_price * line.quantity AS deviation,
                   GREATEST(line.policy_revenue - line.revenue, 0) AS concession,
                   GREATEST(line.policy_revenue - line.revenue, 0) * 100 / NULLIF(line.policy_revenue, 0)
                       AS concession_percent,
                   plan.id AS plan_line_id, plan.policy_id
              FROM (%s) line
              LEFT JOIN LATERAL (%s) plan ON TRUE
            """,
            self._sql_lines(),
            self._sql_plan(),
        )

    @api.model
    def _sql_lines(self):
        return SQL(
            """
            SELECT l.id, l.order_id, o.date_order AS date, l.product_id, t.categ_id, c.parent_path,
                   o.partner_id, p.commercial_partner_id, o.pricelist_id, o.user_id, o.team_id, o.territory_id,
                   o.company_id, company.currency_id,
                   l.product_uom_qty * u.factor / NULLIF(own.factor, 0) AS quantity,
                   l.price_subtotal / rate.value AS revenue,
                   l.margin / rate.value AS margin,
                   CASE WHEN l.sdw_frozen_qty > 0
                        THEN l.sdw_frozen_policy / l.sdw_frozen_qty * l.product_uom_qty / rate.value
                        ELSE l.price_subtotal / rate.value END AS policy_revenue,
                   approval.id AS approval_id
              FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
              JOIN res_company company ON company.id = o.company_id
              JOIN product_product product ON product.id = l.product_id
              JOIN product_template t ON t.id = product.product_tmpl_id
              LEFT JOIN product_category c ON c.id = t.categ_id
              LEFT JOIN uom_uom u ON u.id = l.product_uom_id
              LEFT JOIN uom_uom own ON own.id = t.uom_id
              LEFT JOIN res_partner p ON p.id = o.partner_id
              CROSS JOIN LATERAL (SELECT COALESCE(NULLIF(o.currency_rate, 0), 1) AS value) rate
              LEFT JOIN LATERAL (
                  SELECT a.id FROM sdw_approval a
                   WHERE a.res_model = 'sale.order' AND a.res_id = o.id AND a.code = 'price' AND a.state = 'approved'
                ORDER BY a.id DESC LIMIT 1
              ) approval ON TRUE
             WHERE o.state = 'sale' AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE
            """
        )

    @api.model
    def _sql_plan(self):
        """The planned price that was in force: of the customer's list, for the nearest category."""
        return SQL(
            """
            SELECT pl.id, pl.policy_id, pl.planned_price
              FROM sdw_pricing_policy_line pl
              JOIN sdw_pricing_policy pp ON pp.id = pl.policy_id
              JOIN product_category pc ON pc.id = pl.categ_id
             WHERE pp.company_id = line.company_id
               AND pp.in_force_on <= line.date
               AND (pp.superseded_on IS NULL OR line.date < pp.superseded_on)
               AND (pp.valid_to IS NULL OR line.date::date <= pp.valid_to)
               AND line.parent_path LIKE pc.parent_path || '%%'
               AND (line.pricelist_id IS NULL
                    OR EXISTS (SELECT FROM product_pricelist_sdw_pricing_policy_rel r
                                WHERE r.sdw_pricing_policy_id = pp.id AND r.product_pricelist_id = line.pricelist_id)
                    OR NOT EXISTS (SELECT FROM product_pricelist_sdw_pricing_policy_rel r
                                    WHERE r.sdw_pricing_policy_id = pp.id))
          ORDER BY length(pc.parent_path) DESC, pp.in_force_on DESC
             LIMIT 1
            """
        )
