from datetime import datetime, time, timedelta

import pytz

from odoo import models

from ..common.deadline_mixin import CLOCK
from .codes import VISIT

OPEN = ("planned", "done", "recorded")


class SdwVisit(models.Model):
    """The record form is handed in by the evening of the visit; a return visit is made by the day it is due.

    Whoever has not is reminded, then his superior hears of it (V-15, V-18, Z-31).
    """

    _inherit = VISIT

    def _set_deadlines(self):
        """After the day of the visit was set or moved; what is moved away from its due day stays due."""
        due = {visit: visit._due_moment() for visit in self if visit.state in OPEN and not visit.handed_on}
        changed = self.browse(visit.id for visit in due if visit.deadline != due[visit])
        for (moment, planned), visits in changed.grouped(lambda visit: (due[visit], visit.state == "planned")).items():
            # Who was told that a visit was missed stays on record when it is made at last.
            anew = {"escalated_on": False, "escalated_to_id": False} if planned else {}
            visits.write({"deadline": moment, **anew})
        moved = changed.filtered("deadline")
        changed._clock_quiet(CLOCK)
        moved._deadline_start()

    def _due_moment(self):
        """The evening of the visit, and no later than the day on which the return visit is due."""
        visited = self.date_done or self.date_planned
        moments = [self._evening(visited)] if visited else []
        if self.due_on and not self.date_done:
            moments.append(self._sdw_end_of_day(self.due_on))
        return min(moments, default=False)

    def _evening(self, visited):
        """The next cut-off of the daily report after ``visited`` (UTC), in the company's zone."""
        zone, minutes = self._sdw_timezone(), int(self.company_id.sudo().sdw_visit_report_hour * 60 + 1e-6)
        local = pytz.utc.localize(visited).astimezone(zone)
        hour = time(*divmod(minutes, 60))
        day = local.date() + timedelta(days=local.time() >= hour)
        return zone.localize(datetime.combine(day, hour)).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_deadline_summary(self):
        customer = self.sudo().partner_id.display_name
        if self.due_on and not self.date_planned:
            return self.env._("Return visit due: %(customer)s", customer=customer)
        return self.env._("Visit %(customer)s and hand in the record form", customer=customer)

    def _get_deadline_manager(self):
        return self.team_id.user_id

    def _end_deadlines(self):
        """Called off: nothing is due any more."""
        self.write({"deadline": False})
        self._clock_quiet(CLOCK)
