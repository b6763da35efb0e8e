from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        what = self.env._("Accountant's checks")
        ruled = self._sdw_subject_to("credit")
        for order, requests in self._sdw_requests("credit").items():
            steps = order._sdw_approval_step("checks", what, requests)
            if not steps and order in ruled and order.state in ("draft", "sent", "sale"):
                steps = [order._sdw_step("checks", what)]
            timeline[order] += steps
        return timeline
