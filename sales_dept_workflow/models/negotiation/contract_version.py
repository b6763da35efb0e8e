import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

HOW = [("portal", "Online"), ("scan", "On Paper")]


class SdwContractVersion(models.Model):
    """One signed contract: who signed when, what exactly, and the file. Never edited, never deleted (N-11, N-12)."""

    _name = "sdw.contract.version"
    _description = "Signed Contract"
    _inherit = ["sdw.guard.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, required=True, ondelete="restrict", index=True
    )
    number = fields.Integer("Version", required=True, readonly=True)
    how = fields.Selection(HOW, "Signed", required=True, readonly=True)
    signed_by = fields.Char(required=True, readonly=True)
    signed_on = fields.Datetime(required=True, readonly=True)
    recorded_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    content = fields.Json(readonly=True, required=True, help="What was signed, line by line.")
    digest = fields.Char(readonly=True, required=True, help="SHA-256 of what was signed.")
    attachment_id = fields.Many2one(
        "ir.attachment", "File", required=True, readonly=True, ondelete="restrict", index=True
    )
    file_hash = fields.Char("SHA-256 of the File", readonly=True, required=True)
    download_ids = fields.One2many("sdw.contract.download", "version_id", "Downloads", readonly=True)

    _number_uniq = models.UniqueIndex("(order_id, number)", "This version of the contract exists already.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | set(self._fields) - set(models.MAGIC_COLUMNS) - {"display_name"}

    def write(self, vals):
        if not set(vals) <= {"company_id", "partner_id"}:  # related and stored; and the merge of two customers
            raise UserError(self.env._("A signed contract on record cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A signed contract on record cannot be deleted."))

    def action_download(self):
        """Open the signed file; who did is on record."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    @api.model
    def _hash(self, content):
        return hashlib.sha256(content).hexdigest()
