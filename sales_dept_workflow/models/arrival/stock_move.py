from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _sdw_shipped(self):
        result = super()._sdw_shipped()
        pickings = self.picking_id
        if pickings:
            self.env["sdw.arrival.followup"]._open(pickings)
        self.env["sdw.invoice.dispatch"]._open(self)
        return result
