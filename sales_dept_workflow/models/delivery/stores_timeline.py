from odoo import api, fields, models

from ..common.rules import EVERY_ROLE


class StockPicking(models.Model):
    """The chain of the order this transfer serves, on the transfer (E-07)."""

    _inherit = "stock.picking"

    sdw_timeline = fields.Json("Progress", compute="_compute_sdw_timeline", groups=EVERY_ROLE)

    @api.depends_context("uid", "lang")
    def _compute_sdw_timeline(self):
        served = {picking: picking._origin._sdw_orders()[:1] for picking in self}
        orders = self.env["sale.order"].browse(order.id for order in served.values() if order)
        chains = orders._sdw_chains()
        by_id = {order.id: steps for order, steps in chains.items()}
        for picking, order in served.items():
            picking.sdw_timeline = {"steps": by_id.get(order.id, [])}
