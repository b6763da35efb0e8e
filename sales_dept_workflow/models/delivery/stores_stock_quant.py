from odoo import models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _apply_inventory(self, date=None):
        """Counts that go on keep what was counted: adjusting wipes it here."""
        self.env["sdw.stock.count"]._capture(self)
        return super()._apply_inventory(date)
