from odoo import api, models
from odoo.exceptions import AccessError

from ..common.shared import shared

#: In cr.cache while core copies the values of contacts that become one, for somebody who sets none of ours.
COPYING = "sdw_partners_copying"
#: Where a manager placed a customer is said of that file.
PLACED = {"territory_forced_id"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Core's merge copies what this names: what the system sets, or some decide, stays as the target has it."""
        described = super().fields_get(allfields, attributes)
        if COPYING in self.env.cr.cache:
            for name in self._sdw_guarded_fields() | self._sdw_decided_fields() | PLACED:
                described.pop(name, None)
        return described


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Files are merged by the archivist alone (A-31); what the one that goes said is kept in the chatter."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"]
        archivist = partners._sdw_is_archivist()
        if not self.env.su and not archivist and partners._sdw_file_mode() == "block":
            raise AccessError(self.env._("Only the archivist merges customers' files."))
        if self.env.su or not archivist:
            return super()._merge(partner_ids, dst_partner, extra_checks=extra_checks)
        # Core writes all fields of the file, also those that only the system sets.
        # pylint: disable-next=context-overridden
        system = self.with_context(self.env["sdw.guard.mixin"]._sdw_clean_context()).sudo()
        target = dst_partner.with_env(system.env) if dst_partner else dst_partner
        return super(BasePartnerMergeAutomaticWizard, system)._merge(partner_ids, target, extra_checks=extra_checks)

    @api.model
    def _update_values(self, src_partners, dst_partner):
        if self.env.su:
            return super()._update_values(src_partners, dst_partner)
        with shared(self.env.cr, COPYING):
            return super()._update_values(src_partners, dst_partner)

    def _log_merge_operation(self, src_partners, dst_partner):
        result = super()._log_merge_operation(src_partners, dst_partner)
        rows = [
            ", ".join(filter(None, (partner.display_name, partner.vat, partner.phone, partner.email)))
            for partner in src_partners.sudo()
        ]
        body = self.env._("Merged into this file: %(files)s", files="; ".join(rows))
        dst_partner.sudo().message_post(body=body, subtype_xmlid="mail.mt_note")
        self.env["sdw.export.log"]._record("merge", "res.partner", len(src_partners), "; ".join(rows))
        dst_partner.sudo()._sdw_refresh_profiles()
        return result
