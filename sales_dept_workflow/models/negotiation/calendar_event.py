from odoo import api, models

from .codes_negotiation import NEGOTIATION


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model
    def _sdw_planned_by(self):
        """Topic, time and place of a negotiation are changed there, by the manager (N-03); the calendar follows."""
        sentence = self.env._(
            "This meeting belongs to a negotiation: the sales manager changes topic, time and place there."
        )
        return {**super()._sdw_planned_by(), NEGOTIATION: sentence}
