from odoo import api, fields, models
from odoo.tools import SQL


class SdwRepurchaseAnalysis(models.Model):
    """Who buys again: of the customers who bought in the last twelve months, those who had bought before (X-15).

    One row per customer (his whole company) and company of ours; orders count from their confirmation.
    """

    _name = "sdw.repurchase.analysis"
    _description = "Repurchase Analysis"
    _auto = False
    _order = "last_on desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        "sale.order": ["state", "date_order", "partner_id", "company_id"],
        "res.partner": ["commercial_partner_id", "user_id", "territory_id"],
    }

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    first_on = fields.Datetime("First Order", readonly=True)
    last_on = fields.Datetime("Last Order", readonly=True)
    orders = fields.Integer(readonly=True)
    recommended = fields.Integer("Inquiries Recommended", readonly=True)
    bought = fields.Integer("Bought in 12 Months", readonly=True)
    again = fields.Integer("Bought again", readonly=True)
    rate = fields.Float("Repurchase Rate (%)", readonly=True, aggregator="avg", digits=(16, 1))

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        again, bought = (self._field_to_sql(self._table, name, query) for name in ("again", "bought"))
        return SQL("COALESCE(SUM(%s) * 100.0 / NULLIF(SUM(%s), 0), 0)", again, bought)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT sold.id, customer.id AS partner_id, customer.user_id, seller.sale_team_id AS team_id,
                   customer.territory_id, sold.company_id, sold.first_on, sold.last_on, sold.orders,
                   (SELECT COUNT(*) FROM crm_lead l WHERE l.sdw_recommended_by_id = customer.id) AS recommended,
                   bought.bought, CASE WHEN sold.orders > 1 THEN bought.bought ELSE 0 END AS again,
                   CASE WHEN bought.bought = 1 THEN CASE WHEN sold.orders > 1 THEN 100.0 ELSE 0.0 END END AS rate
              FROM (SELECT MIN(o.id) AS id, p.commercial_partner_id, o.company_id, COUNT(*) AS orders,
                           MIN(o.date_order) AS first_on, MAX(o.date_order) AS last_on
                      FROM sale_order o JOIN res_partner p ON p.id = o.partner_id
                     WHERE o.state = 'sale' GROUP BY p.commercial_partner_id, o.company_id) sold
              JOIN res_partner customer ON customer.id = sold.commercial_partner_id
              LEFT JOIN res_users seller ON seller.id = customer.user_id
              CROSS JOIN LATERAL (
                   SELECT CASE WHEN sold.last_on >= %s THEN 1 ELSE 0 END AS bought
              ) bought
            """,
            fields.Datetime.subtract(fields.Datetime.now(), months=12),
        )
