from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _sdw_shipped(self):
        result = super()._sdw_shipped()
        self.sudo().sale_line_id.order_id._sdw_update_nodes()
        return result
