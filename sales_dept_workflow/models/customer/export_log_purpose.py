from odoo import api, fields, models
from odoo.exceptions import AccessError

from .export_purpose import PURPOSE


class SdwExportLog(models.Model):
    """Each export keeps what was said before it; where nothing was, whoever took the data says it afterwards (A-32)."""

    _inherit = "sdw.export.log"

    purpose_id = fields.Many2one(
        PURPOSE, "Said before", readonly=True, index="btree_not_null", ondelete="restrict", groups="base.group_user"
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"purpose_id"}

    @api.model
    def _check(self, kind, model, count, content=""):
        if not self.env.su and self.env["res.partner"]._sdw_is_archivist():
            self.env[PURPOSE]._require()
        return super()._check(kind, model, count, content)

    @api.model
    def _record(self, kind, model, count, content=""):
        log, said = super()._record(kind, model, count, content), self.env[PURPOSE]._current()
        if said:
            log.write({"purpose_id": said.id, "purpose": said.purpose})
        return log

    def write(self, vals):
        if not self.env.su and "purpose" in vals and any(log.sudo().purpose_id for log in self):
            raise AccessError(self.env._("What was said stays as it was said; please say anew."))
        return super().write(vals)
