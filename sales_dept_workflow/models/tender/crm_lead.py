from odoo import api, fields, models

from .codes import TENDER


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sdw_tender_ids = fields.One2many(
        TENDER, "lead_id", "Tenders", groups="sales_dept_workflow.group_sdw_salesperson", copy=False
    )
    sdw_tender_count = fields.Integer(
        "Number of Tenders", compute="_compute_sdw_tender_count", groups="sales_dept_workflow.group_sdw_salesperson"
    )

    @api.depends("sdw_tender_ids")
    def _compute_sdw_tender_count(self):
        groups = self.env[TENDER]._read_group([("lead_id", "in", self.ids)], ["lead_id"], ["__count"])
        counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.sdw_tender_count = counts.get(lead._origin.id, 0)

    def action_sdw_tender(self):
        """Open the tenders of this opportunity, or register one from what the inquiry knows (T-01)."""
        self.ensure_one()
        self._sdw_check_caller()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_tenders")
        defaults = {
            "default_lead_id": self.id,
            "default_partner_id": self.partner_id.id,
            "default_subject": self.name,
            "default_user_id": self.user_id.id or self.env.uid,
            "default_amount": self.expected_revenue,
        }
        action = {**action, "domain": [("lead_id", "=", self.id)], "context": defaults, "path": False}
        if not self.sdw_tender_count:
            return {**action, "views": [(False, "form")]}
        return action
