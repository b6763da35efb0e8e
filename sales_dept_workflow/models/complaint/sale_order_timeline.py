from odoo import models

from .codes import COMPLAINT


class SaleOrder(models.Model):
    """What the customer complained of, at the end of the chain."""

    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        complaints = self.env[COMPLAINT].search([("order_id", "in", self.ids), ("kind", "=", "complaint")])
        for order, found in complaints.grouped("order_id").items():
            timeline[order] += [order._sdw_complaint_step(complaint) for complaint in found]
        return timeline

    def _sdw_complaint_step(self, complaint):
        """Done when it is solved; the customer's own words open with the complaint, for who may read it."""
        what = self.env._("Complaint solved: %(complaint)s", complaint=complaint.name)
        if complaint.state in ("solved", "closed"):
            when = complaint.solved_on or complaint.closed_on
            return self._sdw_step("complaint", what, when, complaint.user_id, "done", record=complaint)
        late = complaint.deadline_state in ("overdue", "escalated")
        return self._sdw_step(
            "complaint", what, complaint.deadline, complaint.user_id, "late" if late else "waiting", record=complaint
        )
