from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        for order, requests in self._sdw_requests("price").items():
            timeline[order] += order._sdw_approval_step("price", self.env._("Price approved"), requests)
        return timeline
