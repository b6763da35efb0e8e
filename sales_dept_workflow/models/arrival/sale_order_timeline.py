from odoo import models

#: A VAT invoice that is still to reach the customer, or did.
UNDER_WAY = ("requested", "issued", "mailed", "received", "lost")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        followups = self.env["sdw.arrival.followup"].search([("order_id", "in", self.ids)])
        for order, calls in followups.grouped("order_id").items():
            timeline[order] += [order._sdw_arrival_step(followup) for followup in calls]
        dispatches = self.env["sdw.invoice.dispatch"].search(
            [("order_ids", "in", self.ids), ("state", "in", UNDER_WAY)]
        )
        for order in self:
            mine = dispatches.filtered(lambda dispatch, order=order: order in dispatch.order_ids)
            timeline[order] += [order._sdw_dispatch_step(dispatch) for dispatch in mine]
        return timeline

    def _sdw_dispatch_step(self, dispatch):
        """The VAT invoice on its way: done when the customer has it, late when its next step is overdue."""
        what = self.env._("VAT invoice with the customer: %(dispatch)s", dispatch=dispatch.name)
        if dispatch.state == "received":
            state, when = "done", dispatch.received_on
        else:
            late = dispatch.state == "lost" or dispatch.deadline_state in ("overdue", "escalated")
            state, when = "late" if late else "waiting", dispatch.expected_on
        return self._sdw_step("invoice_sent", what, when, dispatch.user_id, state, dispatch.end_reason, dispatch)

    def _sdw_arrival_step(self, followup):
        """The call that asks for the goods: done with a result, late when nobody called in time."""
        if followup.state == "to_call":
            late = followup.deadline_state in ("overdue", "escalated")
            state, when = "late" if late else "waiting", followup.deadline
        else:
            state, when = "done" if followup.state == "arrived" else "held", followup.arrived_on or followup.met_on
        what = self.env._("Arrival confirmed")
        return self._sdw_step("arrival", what, when, followup.user_id, state, followup.condition, followup)
