from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _sdw_shipped(self):
        result = super()._sdw_shipped()
        kept = self.filtered(lambda move: move.company_id._sdw_nodes_kept())
        kept.sudo().sale_line_id.order_id._sdw_update_nodes()
        return result
