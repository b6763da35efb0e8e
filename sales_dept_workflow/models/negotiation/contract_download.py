from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwContractDownload(models.Model):
    """Who took a signed contract out of the archive, and when (N-12)."""

    _name = "sdw.contract.download"
    _description = "Download of a Signed Contract"
    _inherit = ["sdw.guard.mixin"]
    _order = "id desc"
    _rec_name = "version_id"

    version_id = fields.Many2one("sdw.contract.version", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Taken by", required=True, readonly=True, ondelete="restrict")
    downloaded_on = fields.Datetime(required=True, readonly=True)

    @api.model
    def _sdw_guarded_fields(self):
        return {"version_id", "user_id", "downloaded_on"}

    @api.model
    def _log(self, attachment):
        """Put on record that this user reads the file, if it is a signed contract."""
        version = self.env["sdw.contract.version"].sudo().search([("attachment_id", "=", attachment.id)], limit=1)
        if version:
            if self.env.cr.readonly:
                # Core serves files on a cursor that only reads, and tries again on one that writes when it has to.
                raise ReadOnlySqlTransaction("the download of a signed contract is put on record")
            values = {"version_id": version.id, "user_id": self.env.uid, "downloaded_on": fields.Datetime.now()}
            self._sdw_system().create(values)

    def write(self, vals):
        if not set(vals) <= {"company_id"}:  # a stored related field, recomputed by the ORM
            raise UserError(self.env._("What is on record cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("What is on record cannot be deleted."))
