from odoo import models

from .codes import VISIT


class CalendarEvent(models.Model):
    """A visit that somebody moves in his calendar moves: under the rules of the visit, and with its plan."""

    _inherit = "calendar.event"

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and {"start", "location"}.intersection(vals):
            self._sdw_move_visits()
        return result

    def _sdw_move_visits(self):
        events = self.filtered(lambda event: event.res_model == VISIT and event.res_id)
        visits = {visit.id: visit for visit in self.env[VISIT].browse(events.mapped("res_id")).exists()}
        for event in events:
            visit = visits.get(event.res_id)
            if not visit or visit.sudo().meeting_id != event:
                continue  # a link is free text to a client: only the visit's own meeting moves it
            values = {"date_planned": event.start, "place": event.location}
            changed = {name: value for name, value in values.items() if visit[name] != value}
            if changed:
                visit.write(changed)
