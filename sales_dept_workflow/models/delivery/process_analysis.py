from odoo import api, models
from odoo.tools import SQL


class SdwProcessAnalysis(models.Model):
    """From the release of an order to the goods' leaving, where no delivery notice tells the steps between."""

    _inherit = "sdw.process.analysis"
    _depends = {
        "stock.picking": ["state", "date_done", "date_deadline", "partner_id", "location_id", "location_dest_id"]
    }

    @api.model
    def _sdw_steps(self):
        return [*super()._sdw_steps(), ("goods", self.env._("Goods to Ship"))]

    @api.model
    def _sdw_parts(self):
        role = self.env["ir.model.data"]._xmlid_to_res_id("sales_dept_workflow.group_sdw_shipping")
        part = self._sdw_part(
            self._sdw_goods_source(),
            id=SQL("p.id"),
            step=SQL("'goods'"),
            gate=SQL("'ship'"),
            role_id=SQL("%s", role or None),
            waiting_for_id=SQL("p.user_id"),
            partner_id=SQL("p.partner_id"),
            order_id=SQL("p.sale_id"),
            res_model=SQL("'stock.picking'"),
            res_id=SQL("p.id"),
            document=SQL("p.name"),
            company_id=SQL("p.company_id"),
            started_on=SQL("GREATEST(p.create_date, released.last_on)"),
            ended_on=SQL("p.date_done"),
            deadline=SQL("COALESCE(ordered.commitment_date, p.date_deadline)"),
        )
        return [*super()._sdw_parts(), part]

    @api.model
    def _sdw_goods_source(self):
        """Transfers to customers that wait for no decision and no answer; what was decided last released them."""
        return SQL(
            """
            FROM stock_picking p
            JOIN stock_location source ON source.id = p.location_id AND source.usage <> 'customer'
            JOIN stock_location target ON target.id = p.location_dest_id AND target.usage = 'customer'
            LEFT JOIN sale_order ordered ON ordered.id = p.sale_id
            LEFT JOIN LATERAL (
                SELECT MAX(a.decided_on) FILTER (
                           WHERE a.state = 'approved' AND a.decided_on <= COALESCE(p.date_done, a.decided_on)
                       ) AS last_on,
                       BOOL_OR(a.state = 'pending') AS pending
                  FROM sdw_approval a
                 WHERE (a.res_model, a.res_id) IN (('sale.order', p.sale_id), ('stock.picking', p.id))
            ) released ON TRUE
            LEFT JOIN LATERAL (
                SELECT TRUE AS asked FROM sdw_supply_inquiry i
                 WHERE i.order_id = p.sale_id AND i.state = 'asked' LIMIT 1
            ) production ON TRUE
            WHERE (p.state = 'done' OR (p.state NOT IN ('draft', 'cancel')
                                        AND released.pending IS NOT TRUE AND production.asked IS NULL))
              AND NOT EXISTS (SELECT FROM sdw_delivery_notice n WHERE n.picking_id = p.id AND n.state <> 'cancelled')
            """
        )
