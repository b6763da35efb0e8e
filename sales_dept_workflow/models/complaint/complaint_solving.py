from collections import defaultdict
from datetime import timedelta
from operator import methodcaller

from markupsafe import Markup

from odoo import api, fields, models

from ..common.deadline_mixin import CLOCK, Clock
from .codes import COMPLAINT

#: The second date of a complaint: its solution, within so many days by severity (X-08, Z-17).
SOLVING = Clock(
    "solve_by",
    "solved_on",
    "solve_escalated_on",
    "solve_escalated_to_id",
    "sales_dept_workflow.mail_activity_type_complaint_solve",
    "sales_dept_workflow.mail_activity_type_complaint_late",
    methodcaller("_get_solving_summary"),
)
#: When the responsible was warned that a date is near.
WARNED = {CLOCK: "warned_on", SOLVING: "solve_warned_on"}


class SdwComplaint(models.Model):
    """Two clocks: the answer within hours, the solution within days; both are swept by the one deadline cron.

    The responsible is warned some hours before, the next one up hears of a breach, only managers move a date.
    """

    _inherit = COMPLAINT

    solve_by = fields.Datetime("Solve by", copy=False, readonly=True, index=True)
    solve_escalated_on = fields.Datetime("Late Solution Reported on", copy=False, readonly=True)
    solve_escalated_to_id = fields.Many2one("res.users", "Late Solution Reported to", copy=False, readonly=True)
    warned_on = fields.Datetime("Warned of the Answer on", copy=False, readonly=True)
    solve_warned_on = fields.Datetime("Warned of the Solution on", copy=False, readonly=True)
    response_hours = fields.Float(
        "Hours to Answer", compute="_compute_response_hours", store=True, aggregator="avg", copy=False
    )
    solution_hours = fields.Float(
        "Hours to Solve", compute="_compute_solution_hours", store=True, aggregator="avg", copy=False
    )

    _solve_idx = models.Index("(solve_by) WHERE solved_on IS NULL AND solve_escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            "solve_by", "solve_escalated_on", "solve_escalated_to_id", "warned_on", "solve_warned_on",
            "response_hours", "solution_hours",
        }  # fmt: skip

    @api.depends("received_on", "responded_on")
    def _compute_response_hours(self):
        for complaint in self:
            complaint.response_hours = complaint._hours_until(complaint.responded_on)

    @api.depends("received_on", "solved_on")
    def _compute_solution_hours(self):
        for complaint in self:
            complaint.solution_hours = complaint._hours_until(complaint.solved_on)

    def _hours_until(self, moment):
        return (moment - self.received_on).total_seconds() / 3600 if moment and self.received_on else 0.0

    # ------------------------------------------------------------------ life
    def _begin(self):
        result = super()._begin()
        for complaint in self:
            complaint.solve_by = complaint._solve_within(complaint.received_on)
        self._clock_start(SOLVING)
        return result

    def _solve_within(self, moment):
        """The end of the day by which a complaint of this severity is solved, counted from ``moment`` (UTC)."""
        company = self._sdw_company().sudo()
        days = company.sdw_complaint_major_days if self.severity == "major" else company.sdw_complaint_minor_days
        return self._sdw_end_of_day(self._sdw_local_date(moment) + timedelta(days=days))

    def _became_major(self):
        """What has become major is solved as fast as a major one, from now on; never later than it was due before."""
        now, waiting = fields.Datetime.now(), self.filtered(lambda complaint: not complaint.solved_on)
        for complaint in waiting:
            due = complaint._solve_within(now)
            complaint.solve_by = min(complaint.solve_by or due, due)
        waiting._solving_restart()

    def _solving_restart(self):
        self._clock_quiet(SOLVING)
        self._clock_start(SOLVING)

    def _handed_over(self):
        result = super()._handed_over()
        self.filtered(lambda complaint: not complaint.solved_on)._solving_restart()
        return result

    def action_solve(self, note):
        result = super().action_solve(note)
        self._sdw_system()._clock_quiet(SOLVING)
        return result

    def action_move_solution(self, deadline, reason):
        """Move the date of the solution, on record: managers only.

        :param deadline: new moment (UTC)
        :param str reason: mandatory, kept in the chatter
        """
        return self._clock_move(SOLVING, deadline, reason)

    def _clock_move(self, clock, deadline, reason):
        result = super()._clock_move(clock, deadline, reason)
        self._sdw_system().write({WARNED[clock]: False})
        return result

    def _get_solving_summary(self):
        return self.env._("Solve the complaint of %(customer)s", customer=self._customer_name())

    # ------------------------------------------------------------------ the sweep
    def _sweep_deadlines(self, now):
        for clock in WARNED:
            self._sweep_warnings(clock, now)
        result = super()._sweep_deadlines(now)
        self._sweep_clock(SOLVING, now, lambda complaints: complaints._clock_escalate(SOLVING, now))
        return result

    def _sweep_warnings(self, clock, now):
        """Whoever is responsible hears that a date is near: once, some hours before."""
        waiting = [(clock.met, "=", False), (clock.told_on, "=", False), (WARNED[clock], "=", False)]
        # Companies are few, and each has hours of its own.
        # pylint: disable-next=no-search-all
        for company in self.env["res.company"].sudo().search([]):
            until = now + timedelta(hours=company.sdw_complaint_warn_hours)
            domain = [*waiting, ("company_id", "=", company.id), (clock.due, ">=", now), (clock.due, "<", until)]
            self._sweep_due(domain, f"{clock.due}, id", lambda complaints: complaints._warn(clock, now))

    def _warn(self, clock, now):
        """One message for each responsible, however many of his complaints are due."""
        self.write({WARNED[clock]: now})
        theirs = defaultdict(self.browse)
        for complaint in self:
            theirs[complaint._get_deadline_responsible() or complaint._get_escalation_user()] |= complaint
        for user, complaints in theirs.items():
            complaints = complaints._sdw_in_language_of(user)
            body = Markup("<br/>").join(f"{complaint.name}: {clock.summary(complaint)}" for complaint in complaints)
            about = complaints if len(complaints) == 1 else complaints.env["mail.thread"]
            about.message_notify(
                partner_ids=user.partner_id.ids, subject=complaints.env._("Complaints due soon"), body=body
            )
