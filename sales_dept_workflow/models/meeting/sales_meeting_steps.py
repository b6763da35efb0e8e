from odoo import fields, models
from odoo.exceptions import UserError

from .codes import KEEPERS, MEETING, POINT
from .sales_meeting_calendar import PART


class SdwSalesMeeting(models.Model):
    """Planned, held, minutes filed; or cancelled with a reason."""

    _inherit = MEETING

    def action_hold(self):
        """The meeting has been held: its tasks are due from now on, its minutes are to be written.

        :raise UserError: before its day, or while a task has nobody or no day
        """
        self._check_step("planned")
        meetings = self._sdw_system()
        for meeting in meetings:
            if meeting._sdw_local_date(meeting.date) > meeting._sdw_local_date(fields.Datetime.now()):
                raise UserError(
                    self.env._("%(meeting)s is still to come; please move it first.", meeting=meeting.display_name)
                )
        meetings._prepare_hold()
        meetings.write({"state": "held", "held_on": fields.Datetime.now()})
        meetings._give_tasks()
        meetings._sdw_done(PART)
        return True

    def _prepare_hold(self):
        """What has to be complete before a meeting counts as held. Processes add theirs through ``super()``."""
        self.report_ids.filtered(lambda report: not report.mode).mode = "absent"
        for meeting in self:
            meeting._carry_points()
        self.point_ids._check_named()

    def _give_tasks(self):
        """Guidance with a day becomes a task; tasks are due from now on (R-20, R-30, V-08)."""
        guided = self.report_ids.filtered(lambda report: report.guidance and report.guidance_due)
        self.env[POINT].create(
            [
                {
                    "meeting_id": report.meeting_id.id,
                    "name": report.guidance,
                    "user_id": report.user_id.id,
                    "due_date": report.guidance_due,
                }
                for report in guided
            ]
        )
        self.point_ids._start()
        absent = self.report_ids.filtered("unexcused").grouped("meeting_id")
        bodies = {
            meeting.id: self.env._(
                "Absent without a reason: %(names)s", names=", ".join(reports.user_id.mapped("name"))
            )
            for meeting, reports in absent.items()
        }
        self.browse(bodies)._message_log_batch(bodies)

    def action_cancel(self, reason=None):
        """It does not take place.

        :param str reason: why, mandatory, kept in the chatter
        """
        self._check_step("planned")
        if not (reason if isinstance(reason, str) else "").strip():
            raise UserError(self.env._("Please say why the meeting is cancelled."))
        meetings = self._sdw_system()
        meetings._clear_deadline()
        meetings._sdw_unschedule(PART)
        meetings.event_id.unlink()
        meetings.state = "cancelled"
        meetings._message_log_batch({meeting.id: reason for meeting in meetings})
        return True

    def action_refresh_agenda(self):
        """Read the records anew: figures of each person, arrears, complaints, visits; points still open come back."""
        self._check_step("planned")
        for meeting in self._sdw_system():
            meeting._build_agenda()
        return True

    def _check_step(self, state):
        """The chair's steps, and the sales admin's."""
        self._sdw_check_role(*KEEPERS)
        self.check_access("write")
        wrong = self.filtered(lambda meeting: meeting.state != state)
        if wrong:
            names = ", ".join(wrong.mapped("name"))
            raise UserError(self.env._("This step is not open for these meetings: %(names)s.", names=names))
