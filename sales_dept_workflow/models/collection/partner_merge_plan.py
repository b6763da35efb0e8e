from odoo import api, models

SUMMED = ("due_amount", "agreed_amount", "arrears_amount", "planned_amount")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """A customer has one line in a collection plan: what was planned for both is planned for the one that stays."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        lines = self.env["sdw.collection.plan.line"]._sdw_system()
        found = lines.search([("partner_id", "in", (src_partners | dst_partner).ids)])
        for twins in found.grouped("plan_id").values():
            kept = twins.filtered(lambda line: line.partner_id.id == dst_partner.id) or twins[:1]
            if twins - kept:
                kept.write({name: sum(twins.mapped(name)) for name in SUMMED})
                (twins - kept).unlink()
        return super()._update_foreign_keys(src_partners, dst_partner)
