from odoo import fields, models

from .codes import TEMPLATE


class SdwMeetingTemplate(models.Model):
    """The usual agenda of a kind of meeting; review meetings have one per level (R-27)."""

    _name = TEMPLATE
    _description = "Agenda of Meetings"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        lambda self: self.env["sdw.sales.meeting"]._fields["kind"]._description_selection(self.env),
        "Kind of Meeting",
        required=True,
    )
    level = fields.Selection(
        lambda self: self.env["sdw.sales.meeting"]._fields["level"]._description_selection(self.env)
    )
    agenda = fields.Text(required=True, translate=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
