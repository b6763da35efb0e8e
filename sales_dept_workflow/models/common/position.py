from odoo import fields, models


class SdwPosition(models.Model):
    """A post of the department: whose reports go to whom (the approver table)."""

    _name = "sdw.position"
    _description = "Sales Position"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    group_id = fields.Many2one("res.groups", "Role")
    approver_position_id = fields.Many2one("sdw.position", "Approver's Position", ondelete="restrict")
    user_ids = fields.One2many("res.users", "sdw_position_id", "Holders")

    _code_uniq = models.Constraint("UNIQUE(code)", "A position's code is used once.")
