from odoo import api, models

#: What changes which goods a finished transfer has brought to whom.
GOODS = {
    "quantity",
    "product_uom_id",
    "lot_id",
    "location_id",
    "location_dest_id",
    "move_id",
    "picking_id",
    "owner_id",
    "product_id",
}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        left = lines.move_id._sdw_left() if any(line.state == "done" for line in lines) else None
        if left:
            left._sdw_check_shipped()
        return lines

    def write(self, vals):
        """Goods added to a transfer that is done leave like any others; taking some back is a correction."""
        changed = GOODS.intersection(vals)
        done = self.filtered(lambda line: line.move_id.state == "done") if changed else None
        if not done and not {"move_id", "picking_id"} & changed:
            return super().write(vals)
        before = {line: line.quantity_product_uom for line in self}
        result = super().write(vals)
        more = self.filtered(
            lambda line: changed - {"quantity", "product_uom_id"} or line.quantity_product_uom > before[line]
        )
        left = more.move_id._sdw_left()
        if left:
            left._sdw_check_shipped()
        return result
