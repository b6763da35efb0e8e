from collections import namedtuple
from datetime import datetime, time, timedelta
from operator import methodcaller

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

ACTIVITY = "sales_dept_workflow.mail_activity_type_deadline"
ESCALATION = "sales_dept_workflow.mail_activity_type_escalation"
MANAGER = "sales_dept_workflow.group_sdw_sales_manager"
BATCH = 500
#: What the activity of a deadline says.
SUMMARY = methodcaller("_get_deadline_summary")
#: One date of a document: the fields that hold it and what became of it, the activities that remind and escalate, and
#: what these say (a function of the record).
Clock = namedtuple("Clock", "due met told_on told_to activity escalation summary")
#: The date every document with a deadline has. One that is due twice has a second clock of its own fields, and runs it
#: by the same methods.
CLOCK = Clock("deadline", "met_on", "escalated_on", "escalated_to_id", ACTIVITY, ESCALATION, SUMMARY)


class SdwDeadlineMixin(models.AbstractModel):
    """By then, or the next one up hears of it.

    Stored are only facts (due moment, met, escalated to whom and when); the state is computed, so nothing depends on
    today.
    """

    _name = "sdw.deadline.mixin"
    _description = "Document with a Deadline"
    _inherit = ["sdw.gate.mixin"]

    deadline = fields.Datetime(copy=False, index=True)
    met_on = fields.Datetime("Met on", copy=False, readonly=True)
    escalated_to_id = fields.Many2one("res.users", "Escalated to", copy=False, readonly=True)
    escalated_on = fields.Datetime("Escalated on", copy=False, readonly=True)
    deadline_state = fields.Selection(
        [
            ("none", "None"),
            ("open", "Open"),
            ("overdue", "Overdue"),
            ("escalated", "Escalated"),
            ("met", "Met"),
            ("missed", "Met too Late"),
        ],
        compute="_compute_deadline_state",
        search="_search_deadline_state",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"deadline", "met_on", "escalated_to_id", "escalated_on"}

    # ------------------------------------------------------------------ what a document declares
    def _get_deadline_summary(self):
        """What has to be done, as the activity says it."""
        self.ensure_one()
        return self.display_name

    def _get_deadline_responsible(self):
        """Who has to do it; nobody (or somebody who left) means the manager."""
        self.ensure_one()
        user = self.user_id
        return user if user.active else user.browse()

    def _get_escalation_user(self):
        """The responsible's superior, else the manager of the document, else a holder of the manager's role."""
        self.ensure_one()
        user = self._get_deadline_responsible()
        holders = self.env["res.groups"]._sdw_role(MANAGER)._sdw_holders(self._sdw_company())
        # Whoever missed it does not hear of it first, unless he is the only manager there is.
        candidates = user._sdw_superior() if user else user
        candidates |= self._get_deadline_manager() | holders
        return (candidates - user)[:1] or holders[:1]

    def _get_deadline_manager(self):
        """The manager this document knows of itself: the leader of its team, its territory's manager, …"""
        return self.env["res.users"]

    # ------------------------------------------------------------------ state
    @api.depends("deadline", "met_on", "escalated_on")
    def _compute_deadline_state(self):
        now = fields.Datetime.now()
        for record in self:
            record.deadline_state = record._get_deadline_state(now)

    def _get_deadline_state(self, now):
        if not self.deadline:
            return "none"
        if self.met_on:
            return "met" if self.met_on <= self.deadline else "missed"
        if self.escalated_on:
            return "escalated"
        return "overdue" if self.deadline < now else "open"

    @api.model
    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR([self._deadline_domains()[state] for state in value if state in self._deadline_domains()])

    @api.model
    def _deadline_domains(self):
        now = fields.Datetime.now()
        due, unmet = Domain("deadline", "!=", False), Domain("met_on", "=", False)
        calm = due & unmet & Domain("escalated_on", "=", False)
        late = Domain.custom(to_sql=self._sql_met_late)
        met = due & Domain("met_on", "!=", False)
        return {
            "none": Domain("deadline", "=", False),
            "open": calm & Domain("deadline", ">=", now),
            "overdue": calm & Domain("deadline", "<", now),
            "escalated": due & unmet & Domain("escalated_on", "!=", False),
            "met": met & ~late,
            "missed": met & late,
        }

    @api.model
    def _sql_met_late(self, model, alias, query):
        met, deadline = (model._field_to_sql(alias, name, query) for name in ("met_on", "deadline"))
        return SQL("%s > %s", met, deadline)

    # ------------------------------------------------------------------ life
    def _deadline_start(self):
        """Remind the responsible: one activity due on the day of the deadline."""
        self._clock_start(CLOCK)

    def _clock_start(self, clock):
        rows = [
            (
                record,
                record._get_deadline_responsible() or record._get_escalation_user(),
                record._sdw_local_date(record[clock.due]),
                clock.summary,
            )
            for record in self
            if record[clock.due] and not record[clock.met]
        ]
        self._sdw_schedule(clock.activity, rows)

    def _deadline_met(self, when=None):
        """It is done: stop reminding and escalating."""
        self._clock_met(CLOCK, when)

    def _clock_met(self, clock, when=None):
        open_ones = self.filtered(lambda record: not record[clock.met])
        open_ones._sdw_system().write({clock.met: when or fields.Datetime.now()})
        open_ones._clock_quiet(clock)

    def _clock_quiet(self, clock):
        self._sdw_unschedule(clock.activity, clock.escalation)

    def action_move_deadline(self, deadline, reason):
        """Move the deadline, on record: managers only, never the person it binds.

        :param deadline: new moment (UTC)
        :param str reason: mandatory, kept in the chatter
        """
        return self._clock_move(CLOCK, deadline, reason)

    def _clock_move(self, clock, deadline, reason):
        self._sdw_check_role("group_sdw_sales_manager")
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why the deadline is moved."))
        deadline = fields.Datetime.to_datetime(deadline)
        system = self._sdw_system()
        body = self.env._("Deadline moved to %(deadline)s: %(reason)s", deadline=deadline, reason=reason)
        system._message_log_batch(dict.fromkeys(self.ids, body))
        system.write({clock.due: deadline, clock.told_on: False, clock.told_to: False})
        system._clock_quiet(clock)
        system._clock_start(clock)
        return True

    # ------------------------------------------------------------------ dates
    def _sdw_timezone(self):
        """The company's zone: that of its own contact, else UTC."""
        return pytz.timezone(self._sdw_company().sudo().partner_id.tz or "UTC")

    def _sdw_local_date(self, moment):
        return pytz.utc.localize(moment).astimezone(self._sdw_timezone()).date()

    def _sdw_end_of_day(self, date):
        """The last second of ``date`` in the company's zone, as UTC."""
        local = self._sdw_timezone().localize(datetime.combine(date, time(23, 59, 59)))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _sdw_prompt_deadline(self, moment):
        """When "at once" ends: ``sdw_prompt_hours`` working hours of the company's calendar after ``moment`` (UTC)."""
        return self._sdw_hours_later(moment, self._sdw_company().sudo().sdw_prompt_hours)

    def _sdw_hours_later(self, moment, hours):
        """So many working hours of the company's calendar after ``moment`` (UTC)."""
        calendar = self._sdw_company().sudo().resource_calendar_id
        planned = calendar and calendar.plan_hours(hours, pytz.utc.localize(moment), compute_leaves=True)
        return planned.astimezone(pytz.utc).replace(tzinfo=None) if planned else moment + timedelta(hours=hours)

    def _sdw_days_later(self, moment, days):
        """The end of the working day of the company's calendar that comes ``days`` after ``moment`` (UTC)."""
        calendar = self._sdw_company().sudo().resource_calendar_id
        begin = pytz.utc.localize(moment).astimezone(self._sdw_timezone())
        first = calendar and calendar.plan_days(1, begin, compute_leaves=True)
        if not first:
            return self._sdw_end_of_day(begin.date() + timedelta(days=days))
        count = days + 1 if first.date() == begin.date() else max(days, 1)
        return self._sdw_end_of_day(calendar.plan_days(count, begin, compute_leaves=True).date())

    def _sdw_working_hours(self, start, end):
        """Working hours of the company's calendar between two moments (UTC)."""
        calendar = self._sdw_company().sudo().resource_calendar_id
        if not calendar or end <= start:
            return max((end - start).total_seconds() / 3600, 0.0)
        return calendar.get_work_hours_count(start, end)

    # ------------------------------------------------------------------ the sweep
    @api.model
    def _cron_deadlines(self, now=None):
        """Escalate what is overdue, in batches; a rerun finds nothing left to do, a crash loses one batch at most.

        :param datetime now: the moment of the sweep (server time by default)
        """
        now = now or fields.Datetime.now()
        for name in sorted(self.pool.descendants(["sdw.deadline.mixin"], "_inherit")):
            model = self.env[name]
            if not model._abstract:
                model._sdw_system()._sweep_deadlines(now)

    def _sweep_deadlines(self, now):
        self._sweep_clock(CLOCK, now, lambda records: records._escalate(now))

    def _sweep_clock(self, clock, now, escalate):
        """Call ``escalate`` on what is overdue by this clock, batch by batch."""
        domain = [(clock.due, "<", now), (clock.met, "=", False), (clock.told_on, "=", False)]
        self._sweep_due(domain, f"{clock.due}, id", escalate)

    def _sweep_due(self, domain, order, work):
        """Call ``work`` on batches of what this domain finds, and commit each; it takes them out of the domain."""
        while found := self.search(domain, limit=BATCH, order=order):
            locked = found.try_lock_for_update()
            work(locked)
            if not self._sdw_commit_progress(len(locked)) or len(locked) < len(found):
                break

    def _escalate(self, now):
        """The next one up hears of it, once."""
        self._clock_escalate(CLOCK, now)

    def _clock_escalate(self, clock, now):
        rows = []
        for record in self:
            user = record._get_escalation_user()
            record.write({clock.told_on: now, clock.told_to: user.id})
            rows.append((record, user, record._sdw_local_date(now), clock.summary))
        self._sdw_schedule(clock.escalation, rows)
