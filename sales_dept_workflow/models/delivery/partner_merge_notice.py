from odoo import api, models

from .codes import NOTICE
from .delivery_notice import LIVE


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Whoever is merged into somebody else is another consignee: what was signed for him does not last."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        domain = ["|", ("partner_id", "in", src_partners.ids), ("consignee_id", "in", src_partners.ids)]
        notices = self.env[NOTICE]._sdw_system().search([*domain, ("state", "in", LIVE)])
        result = super()._update_foreign_keys(src_partners, dst_partner)
        if notices:
            self.env.invalidate_all()
            notices._sdw_goods_changed()
        return result
