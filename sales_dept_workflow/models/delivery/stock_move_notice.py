from odoo import api, models

from .codes import NOTICE, RULE

#: What decides which goods a transfer takes away.
GOODS = {
    "product_id",
    "product_uom_qty",
    "product_uom",
    "quantity",
    "picked",
    "picking_id",
    "location_dest_id",
    "state",
}


class StockMove(models.Model):
    """Goods of a transfer that change after a signature end it; goods that leave close their notice."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.picking_id._sdw_notice_goods_changed()
        return moves

    def write(self, vals):
        if not GOODS.intersection(vals):
            return super().write(vals)
        before = self.picking_id if "picking_id" in vals else self.picking_id.browse()
        result = super().write(vals)
        if vals.get("state") != "done":
            (before | self.picking_id)._sdw_notice_goods_changed()
        return result

    def _sdw_needing_transfer(self):
        """Where the order's goods leave on a delivery notice, there is a transfer it is made for."""
        orders = self.sudo().sale_line_id.order_id
        held = orders._sdw_blocking(RULE) if orders else orders
        return super()._sdw_needing_transfer() | self.filtered(lambda move: move.sudo().sale_line_id.order_id in held)

    def _sdw_shipped(self):
        result = super()._sdw_shipped()
        pickings = self.picking_id.filtered(lambda picking: picking._sdw_company().sudo()._sdw_any_rule())
        standing = pickings._sdw_standing_notices() if pickings else {}
        live = [notice.id for notice in standing.values() if notice.state != "shipped"]
        self.env[NOTICE]._sdw_system().browse(live)._left()
        return result
