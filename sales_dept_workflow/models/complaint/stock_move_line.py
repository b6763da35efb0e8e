from odoo import api, models

from ..common.stock_move_line import GOODS


class StockMoveLine(models.Model):
    """Goods added to a return that is done come back like any others; taking some off is a correction."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        done = lines.filtered(lambda line: line.state == "done")
        if done:
            done.move_id._sdw_under_rule()._sdw_came_back()._sdw_check_returned()
        return lines

    def write(self, vals):
        done = self.filtered(lambda line: line.state == "done") if GOODS.intersection(vals) else self.browse()
        ruled = done.move_id._sdw_under_rule() if done else done
        if not ruled:
            return super().write(vals)
        before = {line: line.quantity_product_uom for line in done}
        result = super().write(vals)
        # Whose goods they are may change with the place, the product or the move; a smaller quantity is a correction.
        only_less = not GOODS.intersection(vals) - {"quantity", "product_uom_id"}
        more = done.filtered(lambda line: not only_less or line.quantity_product_uom > before[line])
        more.move_id._sdw_under_rule()._sdw_came_back()._sdw_check_returned()
        return result
