from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Visits follow their customer; when he was seen last and is due next is counted anew."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        signed = (src_partners | dst_partner).sudo().filtered("sdw_followup_from").mapped("sdw_followup_from")
        result = super()._update_foreign_keys(src_partners, dst_partner)
        customer = dst_partner.sudo().commercial_partner_id
        if signed:
            customer._sdw_system().write({"sdw_followup_from": max(signed)})
        customer._sdw_refresh_visits()
        return result
