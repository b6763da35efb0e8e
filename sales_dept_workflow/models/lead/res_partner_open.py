from odoo import api, fields, models

from ..common.rules import roles


class ResPartner(models.Model):
    """What is open with a customer, beside his name: for the account manager's own page (S-11)."""

    _inherit = "res.partner"

    sdw_open_lead_count = fields.Integer(
        "Open Leads", compute="_compute_sdw_open_leads", groups=roles("salesperson"),
        help="Leads and opportunities of this customer going on, as far as the reader may see them.",
    )  # fmt: skip
    sdw_expected_company = fields.Monetary(
        "Expected Revenue", compute="_compute_sdw_open_leads", currency_field="currency_id", groups=roles("salesperson")
    )

    @api.depends_context("uid", "company", "allowed_company_ids")
    def _compute_sdw_open_leads(self):
        """One query for all of them; leads of the reader's company."""
        owners = self.commercial_partner_id._origin
        domain = [
            ("partner_id.commercial_partner_id", "in", owners.ids),
            ("won_status", "=", "pending"),
            ("company_id", "in", [self.env.company.id, False]),
        ]
        rows = self.env["crm.lead"]._read_group(domain, ["partner_id"], ["__count", "expected_revenue:sum"])
        totals = {}
        for contact, count, revenue in rows:
            owner = contact.commercial_partner_id.id
            before = totals.get(owner, (0, 0.0))
            totals[owner] = (before[0] + count, before[1] + revenue)
        for partner in self:
            total = totals.get(partner.commercial_partner_id._origin.id, (0, 0.0))
            partner.sdw_open_lead_count, partner.sdw_expected_company = total

    def action_sdw_open_leads(self):
        """Open the leads of these customers that are going on."""
        self._sdw_check_caller()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_dept_workflow.action_sdw_leads")
        domain = [
            ("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids),
            ("won_status", "=", "pending"),
        ]
        return {**action, "domain": domain, "context": {"default_partner_id": self[:1].id}, "path": False}
