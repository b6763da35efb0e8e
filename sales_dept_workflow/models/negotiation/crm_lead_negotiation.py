from odoo import fields, models
from odoo.exceptions import UserError

from .codes_negotiation import NEGOTIATION, READERS


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sdw_negotiation_ids = fields.One2many(NEGOTIATION, "lead_id", "Negotiations", groups=READERS, copy=False)
    sdw_negotiation_count = fields.Integer(
        "Number of Negotiations", compute="_compute_sdw_negotiation_count", groups=READERS
    )

    def _compute_sdw_negotiation_count(self):
        groups = self.env[NEGOTIATION]._read_group([("lead_id", "in", self.ids)], ["lead_id"], ["__count"])
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.sdw_negotiation_count = counts.get(lead._origin.id, 0)

    def action_request_negotiation(self, demand):
        """The customer insists on negotiating: report it to the sales manager at once (N-02).

        :param str demand: what the customer wants to negotiate, mandatory
        """
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        negotiations = self.env[NEGOTIATION]
        negotiations._check_reason(demand)
        if any(not lead.partner_id for lead in self):
            raise UserError(self.env._("Please enter the customer first."))
        return negotiations._open_for(self, demand)._action_open()

    def action_view_negotiations(self):
        """Open the negotiations of these inquiries."""
        self._sdw_check_caller()
        return self.sdw_negotiation_ids._action_open()

    def _sdw_prepare_negotiation(self, demand):
        return {
            "partner_id": self.partner_id.id,
            "company_id": (self.company_id or self.env.company).id,
            "lead_id": self.id,
            "user_id": (self.user_id or self.env.user).id,
            "demand": demand,
        }
