from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        followups = self.env["sdw.arrival.followup"].search([("order_id", "in", self.ids)])
        for order, calls in followups.grouped("order_id").items():
            timeline[order] += [order._sdw_arrival_step(followup) for followup in calls]
        return timeline

    def _sdw_arrival_step(self, followup):
        """The call that asks for the goods: done with a result, late when nobody called in time."""
        if followup.state == "to_call":
            late = followup.deadline_state in ("overdue", "escalated")
            state, when = "late" if late else "waiting", followup.deadline
        else:
            state, when = "done" if followup.state == "arrived" else "held", followup.arrived_on or followup.met_on
        what = self.env._("Arrival confirmed")
        return self._sdw_step("arrival", what, when, followup.user_id, state, followup.condition, followup)
