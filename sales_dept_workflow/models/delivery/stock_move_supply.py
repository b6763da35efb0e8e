from odoo import models


class StockMove(models.Model):
    """Goods that come into stock may be those an order waits for (O-02)."""

    _inherit = "stock.move"

    def _trigger_assign(self):
        """Core has just reserved what came in for whoever waits for it."""
        result = super()._trigger_assign()
        came = self.filtered(lambda move: (move.company_id or self.env.company).sudo()._sdw_mode("credit") != "off")
        if came:
            self.env["sdw.supply.inquiry"]._goods_came_in(came.product_id)
        return result
