from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import MEETING


class SdwSuccessCase(models.Model):
    """What worked, for everybody in sales to learn from: told in a meeting, kept for reading (R-22, R-23)."""

    _name = "sdw.success.case"
    _description = "Success Case"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.numbered.mixin"]
    _mail_post_access = "read"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Success Case", required=True, tracking=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Whose Success",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        index=True,
    )
    partner_id = fields.Many2one("res.partner", "Customer", check_company=True, index="btree_not_null")
    situation = fields.Text("The Situation")
    text = fields.Text("What Worked", required=True)
    meeting_id = fields.Many2one(
        MEETING, "Told in the Meeting", check_company=True, ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._check_meeting()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if "meeting_id" in vals:
            self._check_meeting()
        return result

    def _check_meeting(self):
        """A case is told in a meeting one knows, before its minutes are filed."""
        if self.env.su:
            return
        self.meeting_id.check_access("read")
        if any(meeting.state not in ("planned", "held") for meeting in self.meeting_id):
            raise UserError(self.env._("The minutes are filed: what was said there stays."))
