from odoo import api, models


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
        done = self.filtered(lambda line: line.move_id.state == "done") if vals.keys() & {"quantity", "product_uom_id", "lot_id"} else None
        if not done:
            return super().write(vals)
        before = {line: line.quantity_product_uom for line in done}
        result = super().write(vals)
        more = done.filtered(lambda line: "lot_id" in vals or line.quantity_product_uom > before[line])
        left = more.move_id._sdw_left()
        if left:
            left._sdw_check_shipped()
        return result
