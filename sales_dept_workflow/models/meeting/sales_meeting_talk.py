from collections import Counter
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import date_utils, is_html_empty

from .codes import CODE, DIRECTOR, MANAGER, MEETING, POINT, TALK
from .schedule import workdays

#: Talks of one chair on one day, so that he still gets to his work.
A_DAY = 2
STAFF = "group_sdw_salesperson"


class SdwSalesMeeting(models.Model):
    """One-on-one talks: everybody with his superior, as often as the company says (R-28).

    A talk is private: a record rule for everybody lets only the two of them read it, its reports and its points, and
    those from the director up; nobody else takes the minutes. What was agreed is a point like any other: it comes back
    in the next talk of the same two until it is closed, and never on the agenda of another meeting. The record is on
    file when the other one confirms what was written down; no approval carries it further.
    """

    _inherit = MEETING

    can_confirm_talk = fields.Boolean(compute="_compute_can_confirm_talk")

    @api.depends("kind", "state", "minutes", "attendee_ids")
    @api.depends_context("uid")
    def _compute_can_confirm_talk(self):
        for meeting in self:
            waits = meeting.kind == TALK and meeting.state == "held" and not is_html_empty(meeting.minutes)
            meeting.can_confirm_talk = waits and self.env.user in meeting.attendee_ids

    # ------------------------------------------------------------------ between the two
    def _check_people(self):
        result = super()._check_people()
        if self.kind == TALK:
            if len(self.attendee_ids) != 1 or self.chair_id in self.attendee_ids:
                raise UserError(self.env._("A one-on-one talk has one person to talk with, besides its chair."))
            if self.user_id != self.chair_id:
                raise UserError(self.env._("In a one-on-one talk the chair takes the minutes himself."))
        return result

    def _check_writable(self, names):
        """What two agreed on is not opened to a third by turning their talk into another meeting."""
        if {"kind", "chair_id", "attendee_ids"} & names and any(meeting.kind == TALK for meeting in self):
            raise UserError(self.env._("A talk stays one of these two: please cancel it and convene another meeting."))
        return super()._check_writable(names)

    def _prepare_hold(self):
        talks = self.filtered(lambda meeting: meeting.kind == TALK)
        talks.report_ids.filtered(lambda report: not report.mode).mode = "in_person"
        return super()._prepare_hold()

    def action_confirm_talk(self):
        """What was written down is what was said: the other one of the two says so, and it is on file.

        :raise AccessError: for everybody else, the chair included
        """
        self._sdw_check_caller()
        for meeting in self:
            if meeting.kind != TALK or meeting.state != "held" or is_html_empty(meeting.minutes):
                raise UserError(self.env._("%(meeting)s has nothing to confirm.", meeting=meeting.display_name))
            if self.env.user not in meeting.attendee_ids:
                raise AccessError(self.env._("A talk is confirmed by the one it was held with."))
        self._sdw_system()._file_minutes()
        return True

    def _sdw_check_may_request(self, code):
        if code == CODE and any(meeting.kind == TALK for meeting in self):
            raise UserError(self.env._("What was said in a talk stays between the two: the other one confirms it."))
        return super()._sdw_check_may_request(code)

    def _prepare_event(self):
        event = super()._prepare_event()
        return event | {"privacy": "private"} if self.kind == TALK else event

    def _get_escalation_user(self):
        return self._talk_superior(self.chair_id) if self.kind == TALK else super()._get_escalation_user()

    def _talk_superior(self, user):
        """Who hears that something of a talk is late: nobody who may not read it."""
        if user != self.chair_id:
            return self.chair_id
        directors = self._holders(DIRECTOR, self.company_id)
        superior = user._sdw_superior()
        return superior if superior in directors else (directors - user)[:1]

    def _series(self):
        """Only what the same two left open."""
        if self.kind != TALK:
            return super()._series()
        return (
            Domain("meeting_id.kind", "=", TALK)
            & Domain("meeting_id.chair_id", "=", self.chair_id.id)
            & Domain("meeting_id.attendee_ids", "in", self.attendee_ids.ids)
        )

    # ------------------------------------------------------------------ convened ahead
    @api.model
    def _wanted(self, company, today):
        wanted = super()._wanted(company, today)
        if not company.sdw_meetings_planned or not company.sdw_talk_months:
            return wanted
        return wanted + self._talks_due(company, today)

    @api.model
    def _talks_due(self, company, today):
        """[(kind, chair, person, day)] of those without a talk in the period, whatever became of it."""
        known = self._known_talks(company, date_utils.subtract(today, months=company.sdw_talk_months))
        days = workdays(today + timedelta(days=max(company.sdw_meeting_ahead_days, 1)))
        managers, taken, wanted, calendar = self._holders(MANAGER, company), Counter(), [], []
        for user in self._holders(STAFF, company).filtered(lambda user: user.company_id == company):
            chair = user._sdw_superior()
            if chair not in managers or (chair, user) in known:
                continue
            number, taken[chair] = taken[chair] // A_DAY, taken[chair] + 1
            while len(calendar) <= number:
                calendar.append(next(days))
            wanted.append((TALK, chair, user, calendar[number]))
        return wanted

    @api.model
    def _known_talks(self, company, since):
        """{(chair, person)} who have a talk since this day, or ahead."""
        zone = self._company_zone(company)
        moment = zone.localize(datetime.combine(since, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
        domain = [("company_id", "=", company.id), ("kind", "=", TALK), ("date", ">=", moment)]
        return {(talk.chair_id, person) for talk in self.search(domain) for person in talk.attendee_ids}

    @api.model
    def _prepare_meeting(self, company, kind, chair, people, day, hours):
        values = super()._prepare_meeting(company, kind, chair, people, day, hours)
        return values | {"user_id": chair.id} if kind == TALK else values


class SdwSalesMeetingPoint(models.Model):
    _inherit = POINT

    def _get_escalation_user(self):
        meeting = self.meeting_id
        return meeting._talk_superior(self.user_id) if meeting.kind == TALK else super()._get_escalation_user()
