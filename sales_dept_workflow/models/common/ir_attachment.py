from odoo import api, fields, models
from odoo.exceptions import AccessError

#: What makes a file another file, or another document's.
CONTENT = {
    "name", "datas", "raw", "db_datas", "store_fname", "checksum", "mimetype", "type", "url",
    "res_model", "res_id", "res_field", "public", "company_id",
}  # fmt: skip


class IrAttachment(models.Model):
    """Papers on record: what was signed or handed in stays as it was, by whatever way one gets at it (C-03, C-04)."""

    _name = "ir.attachment"
    _inherit = ["ir.attachment", "sdw.guard.mixin"]

    sdw_filed = fields.Boolean("On Record", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_filed"}

    def _sdw_file(self):
        """From now on nobody changes or removes these files."""
        self.sudo().write({"sdw_filed": True})

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
        return not any(file._sdw_kept() for file in self.sudo()) and super()._has_attachments_ownership(
            attachment_tokens
        )

    def _sdw_check_kept(self):
        if not self.env.su and any(file._sdw_kept() for file in self.sudo()):
            raise AccessError(self.env._("This paper is on record: it is neither changed nor removed."))

    def _sdw_kept(self):
        """Filed, or the content of a field that only the system writes."""
        if self.sdw_filed or not (self.res_model and self.res_field):
            return self.sdw_filed
        guarded = getattr(self.env.get(self.res_model), "_sdw_guarded_fields", None)
        return bool(guarded) and self.res_field in guarded()
