from odoo import api, models
from odoo.exceptions import AccessError

#: What makes a file another file, or another document's.
CONTENT = {
    "name", "datas", "raw", "db_datas", "store_fname", "checksum", "mimetype", "type", "url",
    "res_model", "res_id", "res_field", "public", "company_id",
}  # fmt: skip


class IrAttachment(models.Model):
    """Papers on record: what was signed or handed in stays as it was, by whatever way one gets at it (C-03, C-04)."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._sdw_check_kept()
        return files

    def write(self, vals):
        if not CONTENT.intersection(vals):
            return super().write(vals)
        self._sdw_check_kept()
        result = super().write(vals)
        self._sdw_check_kept()
        return result

    def unlink(self):
        self._sdw_check_kept()
        return super().unlink()

    def _has_attachments_ownership(self, attachment_tokens):
        """The chatter asks this before it removes a file in the name of the system."""
        if any(file._sdw_kept() for file in self.sudo()):
            return False
        return super()._has_attachments_ownership(attachment_tokens)

    def _sdw_check_kept(self):
        if not self.env.su and any(file._sdw_kept() for file in self.sudo()):
            raise AccessError(self.env._("This paper is on record: it is neither changed nor removed."))

    def _sdw_kept(self):
        """The content of a field that only the system writes, or a paper its document has on record."""
        model = self.env.get(self.res_model) if self.res_model else None
        if model is None or "sdw_paper_ids" not in model._fields:
            return False
        if self.res_field:
            return self.res_field in model._sdw_guarded_fields()
        return self in model.browse(self.res_id).sdw_paper_ids
