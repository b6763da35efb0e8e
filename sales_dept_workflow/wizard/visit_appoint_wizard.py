from odoo import api, fields, models

from ..models.visit.codes import CHANNELS, VISIT


class SdwVisitAppointWizard(models.TransientModel):
    """When, where and how the customer agreed to the visit; the visit itself checks it."""

    _name = "sdw.visit.appoint.wizard"
    _description = "Arrange a Visit"

    visit_id = fields.Many2one(VISIT, required=True, ondelete="cascade")
    channel = fields.Selection(CHANNELS, "Arranged by", required=True, default="phone")
    date = fields.Datetime("Agreed for", required=True)
    place = fields.Char("Agreed Place", required=True)

    @api.model
    def default_get(self, fields):
        """What was planned; the place of the customer where none was."""
        values = super().default_get(fields)
        visit = self.env[VISIT].browse(values.get("visit_id")).exists()
        if visit:
            visit.check_access("read")
            values |= {"date": visit.date_planned, "place": visit.place or visit.partner_id._sdw_visit_place()}
        return values

    def action_confirm(self):
        self.ensure_one()
        self.visit_id.action_appoint(self.channel, self.date, self.place)
        return {"type": "ir.actions.act_window_close"}
