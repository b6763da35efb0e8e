from odoo import models
from odoo.exceptions import UserError

from .codes_negotiation import NEGOTIATION

#: What the plan of a negotiation says of its meeting.
PLANNED = {
    "name",
    "start",
    "stop",
    "start_date",
    "stop_date",
    "duration",
    "allday",
    "location",
    "res_id",
    "res_model_id",
}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def write(self, vals):
        if PLANNED.intersection(vals):
            self._sdw_check_planned()
        return super().write(vals)

    def unlink(self):
        self._sdw_check_planned()
        return super().unlink()

    def _sdw_check_planned(self):
        """Topic, time and place of a negotiation are changed there, by the manager (N-03); the calendar follows."""
        if not self.env.su and any(event.res_model == NEGOTIATION for event in self):
            raise UserError(
                self.env._(
                    "This meeting belongs to a negotiation: the sales manager changes topic, time and place there."
                )
            )
