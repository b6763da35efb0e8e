from odoo import fields, models

from .codes import MEETING


class SdwSuccessCase(models.Model):
    """What worked, for everybody in sales to learn from: told in a meeting, kept for reading (R-22, R-23)."""

    _name = "sdw.success.case"
    _description = "Success Case"
    _inherit = ["mail.thread", "mail.activity.mixin"]
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
