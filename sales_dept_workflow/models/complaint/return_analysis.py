from odoo import api, fields, models
from odoo.tools import SQL

RATE = "return_rate:avg"


class SdwReturnAnalysis(models.Model):
    """How much of what was delivered came back, by product, customer and month (X-19, B-09).

    One row per move of goods to or from a customer, in the product's own unit. The rate is returned ÷ delivered of
    whatever the rows are grouped by.
    """

    _name = "sdw.return.analysis"
    _description = "Return Analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "product_id"
    _depends = {
        "stock.move": ["state", "quantity", "product_uom", "date", "sale_line_id", "picking_id", "product_id"],
        "stock.picking": ["partner_id"],
        "sale.order": ["user_id", "team_id", "territory_id", "partner_id"],
        "sale.order.line": ["order_id"],
        "product.template": ["categ_id", "uom_id"],
        "res.partner": ["territory_id", "user_id"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Datetime(readonly=True)
    delivered = fields.Float("Delivered Quantity", readonly=True)
    returned = fields.Float("Returned Quantity", readonly=True)
    return_rate = fields.Float("Return Rate (%)", readonly=True, aggregator="avg", digits=(16, 1))

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != RATE:
            return super()._read_group_select(aggregate_spec, query)
        returned, delivered = (self._field_to_sql(self._table, name, query) for name in ("returned", "delivered"))
        return SQL("COALESCE(SUM(%s) * 100 / NULLIF(SUM(%s), 0), 0)", returned, delivered)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT m.id, m.product_id, template.categ_id, customer.id AS partner_id, o.id AS order_id, m.picking_id,
                   responsible.id AS user_id, COALESCE(o.team_id, responsible.sale_team_id) AS team_id,
                   COALESCE(o.territory_id, customer.territory_id) AS territory_id, m.company_id, m.date,
                   CASE WHEN source.usage <> 'customer' THEN goods.quantity ELSE 0 END AS delivered,
                   CASE WHEN source.usage = 'customer' THEN goods.quantity ELSE 0 END AS returned,
                   CASE WHEN source.usage = 'customer' THEN 100.0 ELSE 0.0 END AS return_rate
              FROM stock_move m
              JOIN stock_location source ON source.id = m.location_id
              JOIN stock_location target ON target.id = m.location_dest_id
               AND (source.usage = 'customer') <> (target.usage = 'customer')
              JOIN product_product product ON product.id = m.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom unit ON unit.id = m.product_uom
              JOIN uom_uom own ON own.id = template.uom_id
              CROSS JOIN LATERAL (SELECT m.quantity * unit.factor / own.factor AS quantity) goods
              LEFT JOIN sale_order_line l ON l.id = m.sale_line_id
              LEFT JOIN sale_order o ON o.id = l.order_id
              LEFT JOIN stock_picking p ON p.id = m.picking_id
              LEFT JOIN res_partner customer ON customer.id = COALESCE(o.partner_id, p.partner_id, m.partner_id)
              LEFT JOIN res_users responsible ON responsible.id = COALESCE(o.user_id, customer.user_id)
             WHERE m.state = 'done'
            """
        )
