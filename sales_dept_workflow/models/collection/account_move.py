from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    sdw_posted_by_id = fields.Many2one(
        "res.users",
        "Posted by",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Money that finance posted itself needs no further confirmation.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_posted_by_id"}

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "posted":
            self._sdw_system().write({"sdw_posted_by_id": self.env.uid})
        return result
