from odoo import api, fields, models


class CrmLead(models.Model):
    """Of which kinds a lead's need is (A-39); what is new of it is proposed to the customer's card."""

    _inherit = "crm.lead"

    sdw_need_kind_ids = fields.Many2many(
        "sdw.need.kind", string="Kinds of Need", ondelete="restrict", groups="base.group_user"
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        if any(vals.get("sdw_need_kind_ids") for vals in vals_list):
            leads.filtered("partner_id")._sdw_propose_kinds()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if {"sdw_need_kind_ids", "partner_id"}.intersection(vals):
            self.filtered("partner_id")._sdw_propose_kinds()
        return result

    def _sdw_propose_kinds(self):
        """What people write, not what the system copies: a visit proposes by itself what was learnt on it."""
        for lead in self.browse() if self.env.su else self.filtered("sdw_need_kind_ids"):
            customer = lead.sudo().partner_id.commercial_partner_id
            known = customer.sdw_need_kind_ids
            if customer._sdw_is_customer() and lead.sdw_need_kind_ids - known:
                kinds = known | lead.sudo().sdw_need_kind_ids
                customer.with_env(self.env)._sdw_propose({"sdw_need_kind_ids": kinds}, "salesperson", lead)

    def action_sdw_matching_products(self):
        """Open what we offer for the needs of these leads (A-39)."""
        self._sdw_check_caller()
        return self.sdw_need_kind_ids.action_matching_products()
