from odoo import api, fields, models
from odoo.tools import SQL


class SdwDeliveryAnalysis(models.Model):
    """Every transfer that brought goods to a customer, and how long each leg took (I-04).

    One row per transfer that is done. The amount is what its goods are worth by their order, in the company's currency
    without taxes. A process adds columns of its own: a field here, its SQL in :meth:`_sdw_columns` and
    :meth:`_sdw_joins`.
    """

    _name = "sdw.delivery.analysis"
    _description = "Delivery Analysis"
    _auto = False
    _order = "shipped_on desc, id desc"
    _rec_name = "picking_id"
    _depends = {
        "stock.picking": ["state", "date_done", "sale_id", "partner_id", "company_id"],
        "stock.move": ["state", "quantity", "picking_id", "sale_line_id", "location_id", "location_dest_id"],
        "sale.order": ["date_order", "commitment_date", "user_id", "team_id", "territory_id", "partner_id"],
        "sale.order.line": ["price_subtotal", "product_uom_qty"],
        "res.partner": ["territory_id", "user_id", "commercial_partner_id"],
    }

    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    ordered_on = fields.Datetime("Ordered", readonly=True)
    promised_on = fields.Datetime("Promised Date", readonly=True)
    shipped_on = fields.Datetime("Shipped", readonly=True)
    cycle_days = fields.Float("Order to Shipment (days)", readonly=True, aggregator="avg")
    late_days = fields.Float("Shipped Late (days)", readonly=True, aggregator="avg")
    amount = fields.Monetary("Value Shipped", readonly=True)

    @api.model
    def _sdw_columns(self):
        """{field: its SQL}. Extend through ``super()``."""
        promised = SQL("COALESCE(o.commitment_date, p.date_deadline)")
        return {
            "id": SQL("p.id"),
            "picking_id": SQL("p.id"),
            "order_id": SQL("o.id"),
            "partner_id": SQL("customer.id"),
            "user_id": SQL("responsible.id"),
            "team_id": SQL("COALESCE(o.team_id, responsible.sale_team_id)"),
            "territory_id": SQL("COALESCE(o.territory_id, customer.territory_id)"),
            "company_id": SQL("p.company_id"),
            "currency_id": SQL("company.currency_id"),
            "ordered_on": SQL("o.date_order"),
            "promised_on": promised,
            "shipped_on": SQL("p.date_done"),
            "cycle_days": SQL("EXTRACT(EPOCH FROM p.date_done - o.date_order) / 86400.0"),
            "late_days": SQL("GREATEST(EXTRACT(EPOCH FROM p.date_done - %s) / 86400.0, 0)", promised),
            "amount": SQL("goods.amount"),
        }

    @api.model
    def _sdw_joins(self):
        """What the columns read besides the transfer ``p``. Extend through ``super()``."""
        return [
            SQL("JOIN LATERAL (%s) goods ON goods.moves > 0", self._sdw_goods()),
            SQL("JOIN res_company company ON company.id = p.company_id"),
            SQL("LEFT JOIN sale_order o ON o.id = p.sale_id"),
            SQL("LEFT JOIN res_partner customer ON customer.id = COALESCE(o.partner_id, p.partner_id)"),
            SQL("LEFT JOIN res_partner commercial ON commercial.id = customer.commercial_partner_id"),
            SQL(
                """LEFT JOIN res_users responsible
                          ON responsible.id = COALESCE(o.user_id, customer.user_id, commercial.user_id)"""
            ),
        ]

    @api.model
    def _sdw_goods(self):
        """What left to a customer with the transfer ``p``; a component of a kit counts for its share of the kit."""
        return SQL(
            """
            SELECT COUNT(*) AS moves,
                   SUM(CASE WHEN m.product_id = l.product_id
                            THEN m.quantity * unit.factor / NULLIF(line_unit.factor * l.product_uom_qty, 0)
                            ELSE m.quantity / NULLIF((SELECT SUM(k.product_uom_qty) FROM stock_move k
                                                       WHERE k.sale_line_id = l.id AND k.state <> 'cancel'
                                                         AND k.location_dest_id = m.location_dest_id), 0)
                        END * l.price_subtotal / COALESCE(NULLIF(lo.currency_rate, 0), 1)) AS amount
              FROM stock_move m
              JOIN stock_location source ON source.id = m.location_id
              JOIN stock_location target ON target.id = m.location_dest_id
              LEFT JOIN sale_order_line l ON l.id = m.sale_line_id
              LEFT JOIN sale_order lo ON lo.id = l.order_id
              LEFT JOIN uom_uom unit ON unit.id = m.product_uom
              LEFT JOIN uom_uom line_unit ON line_unit.id = l.product_uom_id
             WHERE m.picking_id = p.id AND m.state = 'done' AND source.usage <> 'customer'
               AND (target.usage = 'customer' OR (target.usage = 'transit' AND target.company_id IS NULL))
            """
        )

    @property
    def _table_query(self):
        columns = self._sdw_columns()
        select = SQL(", ").join(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items())
        joins = SQL(" ").join(self._sdw_joins())
        return SQL("SELECT %s FROM stock_picking p %s WHERE p.state = 'done'", select, joins)

    def action_open_transfer(self):
        """Open the transfer of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": self.picking_id.id,
            "view_mode": "form",
        }
