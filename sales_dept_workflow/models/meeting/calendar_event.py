from odoo import api, models

from .codes import MEETING


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model
    def _sdw_planned_by(self):
        sentence = self.env._("This event belongs to a sales meeting: its time, place and people are changed there.")
        return {**super()._sdw_planned_by(), MEETING: sentence}
