from datetime import datetime, time, timedelta

from odoo import fields, models

from ..common.deadline_mixin import ACTIVITY


class SdwArrivalFollowup(models.Model):
    """Whoever was not reached is called again on the next working day; the deadline stays where it is (D-01)."""

    _inherit = "sdw.arrival.followup"

    def _call_again(self):
        now = fields.Datetime.now()
        reminders = self._sdw_scheduled(ACTIVITY).grouped("res_id")
        for followup in self:
            again = followup._next_working_day(now)
            earlier = reminders.get(followup.id, self.env["mail.activity"]).filtered(
                lambda reminder, again=again: reminder.date_deadline != again
            )
            earlier.write({"date_deadline": again})

    def _next_working_day(self, moment):
        """The next day the company works, in its zone."""
        tomorrow = self._sdw_local_date(moment) + timedelta(days=1)
        calendar = self._sdw_company().sudo().resource_calendar_id
        start = self._sdw_timezone().localize(datetime.combine(tomorrow, time.min))
        planned = calendar and calendar.plan_hours(0.01, start, compute_leaves=True)
        return planned.astimezone(self._sdw_timezone()).date() if planned else tomorrow
