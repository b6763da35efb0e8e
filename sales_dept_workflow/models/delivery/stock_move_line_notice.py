from odoo import api, models

from ..common.stock_move_line import GOODS


class StockMoveLine(models.Model):
    """Picked goods that change after a signature end it."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.picking_id._sdw_notice_goods_changed()
        return lines

    def write(self, vals):
        changed = (GOODS | {"picked", "lot_name"}).intersection(vals)
        before = self.picking_id if {"move_id", "picking_id"} & changed else self.picking_id.browse()
        result = super().write(vals)
        if changed:
            (before | self.picking_id)._sdw_notice_goods_changed()
        return result

    def unlink(self):
        pickings = self.picking_id
        result = super().unlink()
        pickings._sdw_notice_goods_changed()
        return result

    def _sdw_lot(self):
        """The lot or serial number as people read it: a new one has only its name before the transfer is done."""
        return self.lot_id.name or self.lot_name or ""
