from datetime import timedelta

from odoo import fields, models

from ..common.deadline_mixin import ACTIVITY, ESCALATION
from .codes import MEETING, REPORT

PART = "sales_dept_workflow.mail_activity_type_meeting"


class SdwSalesMeeting(models.Model):
    """What follows the plan of a meeting: the calendar, a report of each who attends, the day its minutes are due."""

    _inherit = MEETING

    def _in_step(self):
        planned = self.filtered(lambda meeting: meeting.state == "planned")
        planned._keep_reports()
        planned._keep_event()
        planned._keep_deadline()

    def _keep_reports(self):
        """Whoever attends reports; what somebody has written already goes with him only when he is taken off."""
        missing = []
        for meeting in self:
            missing += [
                {"meeting_id": meeting.id, "user_id": user.id}
                for user in meeting.attendee_ids - meeting.report_ids.user_id
            ]
        superfluous = self.report_ids.filtered(lambda report: report.user_id not in report.meeting_id.attendee_ids)
        superfluous.unlink()
        self.env[REPORT].create(missing)

    def _keep_event(self):
        """What is still to come stands in the calendar of everybody who attends; the invitation is the calendar's."""
        now = fields.Datetime.now()
        for meeting in self:
            if not meeting.event_id and meeting.date < now:
                continue
            event = meeting.event_id._sdw_follow(meeting, meeting._prepare_event(), meeting.chair_id)
            if event != meeting.event_id:
                meeting.event_id = event
        self._offer_line()

    def _prepare_event(self):
        return {
            "name": self.display_name,
            "start": self.date,
            "stop": self.date + timedelta(hours=self.duration or 1.0),
            "location": self.place,
            "partner_ids": (self.attendee_ids | self.chair_id | self.user_id).partner_id,
        }

    def _open_line(self):
        """Somebody is travelling: the meeting can be joined from afar (R-21, V-04)."""
        self.filtered(lambda meeting: not meeting.remote).remote = True

    def _offer_line(self):
        for meeting in self.filtered("remote"):
            if meeting.event_id and not meeting.event_id.videocall_location:
                meeting.event_id._set_discuss_videocall_location()

    def _keep_deadline(self):
        """The minutes are due some days after the meeting, or the next one up hears of it."""
        self._clear_deadline()
        for meeting in self:
            meeting.deadline = meeting._minutes_due(meeting.date)
        self._deadline_start()

    def _minutes_due(self, moment):
        days = max(self.company_id.sdw_minutes_days, 0)
        return self._sdw_end_of_day(fields.Date.add(self._sdw_local_date(moment), days=days))

    def _reopen_deadline(self):
        """The minutes came back: they are due anew."""
        self._clear_deadline()
        now = fields.Datetime.now()
        for meeting in self:
            meeting.deadline = max(meeting._minutes_due(meeting.date), meeting._minutes_due(now))
        self._deadline_start()

    def _clear_deadline(self):
        self.write({"deadline": False, "met_on": False, "escalated_on": False, "escalated_to_id": False})
        self._sdw_unschedule(ACTIVITY, ESCALATION)
