from odoo import api, fields, models

from .codes import TENDER


class ResPartner(models.Model):
    _inherit = "res.partner"

    sdw_tender_count = fields.Integer(
        "Tenders", compute="_compute_sdw_tender_count", groups="sales_dept_workflow.group_sdw_salesperson"
    )

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_sdw_tender_count(self):
        counts = {}
        domain = [("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids)]
        for partner, count in self.env[TENDER]._read_group(domain, ["partner_id"], ["__count"]):
            customer = partner.sudo().commercial_partner_id.id
            counts[customer] = counts.get(customer, 0) + count
        for partner in self:
            partner.sdw_tender_count = counts.get(partner.commercial_partner_id.id, 0)

    def action_sdw_tenders(self):
        """Open the tenders of this customer."""
        self.ensure_one()
        self.env[TENDER].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_tenders")
        customer = self.commercial_partner_id
        return {
            **action,
            "domain": [("partner_id.commercial_partner_id", "=", customer.id)],
            "context": {"default_partner_id": self.id},
            "path": False,
        }
