from collections import Counter
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Command

from ..common.rules import MODULE
from .codes import ADMIN, CONVENERS, HELD, MANAGER, MEETING
from .sales_meeting_calendar import PART
from .schedule import due_days, period

#: Kinds every leader of a sales team holds with his people.
TEAM_KINDS = ("weekly", "monthly", "quarterly", "half_year")
#: Hours between the beginnings of two meetings of one chair.
SLOT = 2
#: Kinds that follow the last one after so many days of this setting.
FOLLOWING = {"collection": "sdw_meeting_days", "sharing": "sdw_sharing_days"}


class SdwSalesMeeting(models.Model):
    """Meetings are convened ahead by the calendar of the company, and everybody is reminded the day before."""

    _inherit = MEETING

    @api.model
    def _cron_meetings(self, now=None):
        """Convene what is due soon, remind of what is tomorrow; a rerun finds nothing left to do.

        :param datetime now: the moment of the run (server time by default)
        """
        now = now or fields.Datetime.now()
        meetings = self._sdw_system()
        # Every company is looked at; they are few.
        # pylint: disable-next=no-search-all
        for company in self.env["res.company"].sudo().search([]):
            local = meetings.with_company(company)
            today = pytz.utc.localize(now).astimezone(local._company_zone(company)).date()
            wanted = local._wanted(company, today) + local._following(company, today)
            local.create(local._prepare_meetings(company, wanted))
            self._sdw_commit_progress(len(wanted))
        meetings._remind(now)

    @api.model
    def _company_zone(self, company):
        return pytz.timezone(company.partner_id.tz or "UTC")

    # ------------------------------------------------------------------ convening ahead
    @api.model
    def _wanted(self, company, today):
        """[(kind, chair, people, day)] due within the days of notice and not yet in the calendar."""
        if not company.sdw_meetings_planned:
            return []
        end = today + timedelta(days=max(company.sdw_meeting_ahead_days, 0))
        days = [
            (kind, day)
            for kind, when in company._sdw_meeting_rules().items()
            for day in due_days(kind, when, today + timedelta(days=1), end)
        ]
        known = self._known_periods(company, days)
        return [
            (kind, chair, people, day)
            for kind, day in days
            for chair, people in self._circles(company, kind).items()
            if (kind, chair.id, period(kind, day)) not in known
        ]

    @api.model
    def _known_periods(self, company, days):
        """{(kind, chair id, period)} that have a meeting, whatever became of it."""
        if not days:
            return set()
        first = min(period(kind, day) for kind, day in days)
        domain = [("company_id", "=", company.id), ("date", ">=", first - timedelta(days=1))]
        found = self.search_fetch(
            [*domain, ("kind", "in", [kind for kind, _day in days])], ["kind", "chair_id", "date"]
        )
        return {(one.kind, one.chair_id.id, period(one.kind, one._sdw_local_date(one.date))) for one in found}

    @api.model
    def _circles(self, company, kind):
        """{chair: who attends}: the leader of a team with its members; the annual one is the vice president's."""
        teams = self.env["crm.team"].search([("company_id", "in", [company.id, False]), ("user_id", "!=", False)])
        leaders = self._holders(MANAGER, company)
        circles = {}
        for team in teams.filtered(lambda team: team.user_id in leaders):
            members = team.member_ids.filtered(lambda user: user.active and company in user.company_ids)
            circles[team.user_id] = circles.get(team.user_id, self.env["res.users"]) | (members - team.user_id)
        if kind in TEAM_KINDS:
            return circles
        everybody = self.env["res.users"].union(*circles, *circles.values())
        chair = self._holders(CONVENERS[kind], company)[:1]
        return {chair: everybody - chair} if chair else {}

    @api.model
    def _holders(self, role, company):
        return self.env["res.groups"]._sdw_role(f"{MODULE}.{role}")._sdw_holders(company)

    @api.model
    def _following(self, company, today):
        """[(kind, chair, people, day)] of kinds that come so many days after the last one (R-23, R-26)."""
        wanted = []
        for kind, setting in FOLLOWING.items():
            days = company[setting]
            domain = [("company_id", "=", company.id), ("kind", "=", kind)]
            waiting = days and self.search([*domain, ("state", "=", "planned")]).chair_id
            for last in self._last_of_each_chair([*domain, ("state", "in", HELD)]) if days else ():
                day = max(last._sdw_local_date(last.date) + timedelta(days=days), today + timedelta(days=1))
                soon = day <= today + timedelta(days=max(company.sdw_meeting_ahead_days, 0))
                if soon and last.chair_id.active and last.chair_id not in waiting:
                    wanted.append((kind, last.chair_id, last.attendee_ids.filtered("active"), day))
        return wanted

    @api.model
    def _last_of_each_chair(self, domain):
        latest = self._read_group(domain, ["chair_id"], ["date:max"])
        chairs, dates = [chair.id for chair, _date in latest], [date for _chair, date in latest]
        last = {}
        for meeting in self.search([*domain, ("chair_id", "in", chairs), ("date", "in", dates)], order="date desc"):
            last.setdefault(meeting.chair_id, meeting)
        return list(last.values())

    @api.model
    def _prepare_meetings(self, company, wanted):
        """Several of one chair on the same day follow one another."""
        slots, values = Counter(), []
        for kind, chair, people, day in wanted:
            hours = timedelta(hours=company.sdw_meeting_hour + SLOT * slots[chair, day])
            slots[chair, day] += 1
            values.append(self._prepare_meeting(company, kind, chair, people, day, hours))
        return values

    @api.model
    def _prepare_meeting(self, company, kind, chair, people, day, hours):
        """The minutes are the sales admin's; where there is none, the chair's."""
        local = self._company_zone(company).localize(datetime.combine(day, time.min) + hours)
        scribe = self._holders(ADMIN, company)[:1] or chair
        return {
            "company_id": company.id,
            "kind": kind,
            "chair_id": chair.id,
            "user_id": scribe.id,
            "attendee_ids": [Command.set(people.ids)],
            "date": local.astimezone(pytz.utc).replace(tzinfo=None),
        }

    # ------------------------------------------------------------------ the day before
    def _remind(self, now):
        """Whoever attends hears of it the day before, with the visits he has not recorded yet (V-07)."""
        domain = [
            ("state", "=", "planned"),
            ("reminded_on", "=", False),
            ("date", ">", now),
            ("date", "<=", now + timedelta(days=1)),
        ]
        self._sweep_due(domain, "date, id", lambda meetings: meetings._remind_each(now))

    def _remind_each(self, now):
        rows = []
        for meeting in self:
            meeting._build_agenda()
            day = meeting._sdw_local_date(meeting.date)
            rows += [
                (meeting, report.user_id, day, lambda record, left=report.unrecorded_count: record._reminder(left))
                for report in meeting.report_ids
            ]
        self._sdw_schedule(PART, rows)
        self.reminded_on = now

    def _reminder(self, unrecorded):
        if unrecorded:
            return self.env._(
                "Prepare %(meeting)s: %(count)s visits have no record yet", meeting=self.display_name, count=unrecorded
            )
        return self.env._("Prepare %(meeting)s", meeting=self.display_name)
