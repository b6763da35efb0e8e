from odoo import models

from .crm_lead_verify import CHECKS


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sdw_timeline(self):
        timeline = super()._sdw_timeline()
        for order in self:
            lead = order.opportunity_id
            if not lead:
                continue
            verified = lead.inquirer_verified
            when = max(filter(None, (lead[f"sdw_{check}_on"] for check in CHECKS)), default=None)
            who = lead.sdw_identity_by_id | lead.sdw_region_by_id | lead.sdw_quantity_by_id
            what = self.env._("Inquiry verified")
            state = "done" if verified else "waiting"
            step = order._sdw_step("inquiry", what, verified and when, verified and who, state, record=lead)
            timeline[order].append(step)
        return timeline
