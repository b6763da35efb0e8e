from odoo import models


class StockMove(models.Model):
    """Goods that come into stock may be those an order waits for (O-02)."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        came = done.filtered(
            lambda move: (
                move.state == "done"
                and move.location_dest_id.usage == "internal"
                and move.location_id.usage != "internal"
                and (move.company_id or self.env.company).sudo()._sdw_mode("credit") != "off"
            )
        )
        if came:
            self.env["sdw.supply.inquiry"]._goods_came_in(came.product_id)
        return done
