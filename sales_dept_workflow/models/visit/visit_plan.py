from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import date_utils

from ..common.deadline_mixin import CLOCK
from .codes import IS_MANAGER, MANAGER, PERIODS, PLAN, VISIT

#: Which period it is about, and whose.
FRAME = {"user_id", "company_id", "period", "date_from"}


class SdwVisitPlan(models.Model):
    """What a salesperson means to visit in a week or a month; the manager's guidance makes the focus final (V-01…V-03).

    A visit of the month that enters the plan of a week stays in the plan of the month. Planned and actual numbers
    count the visits of the period, so plans of any level can add them up (V-24).
    """

    _name = PLAN
    _description = "Visit Plan"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.approval.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "date_from desc, period, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one(
        "res.users", "Salesperson", required=True, default=lambda self: self.env.user, ondelete="restrict", index=True,
        tracking=True, domain="[('share', '=', False)]",
    )  # fmt: skip
    team_id = fields.Many2one("crm.team", related="user_id.sale_team_id", string="Sales Team", store=True)
    period = fields.Selection(PERIODS, required=True, default="week")
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._start("week", fields.Date.context_today(self), 1)
    )
    date_to = fields.Date("To", compute="_compute_date_to", store=True)
    visit_ids = fields.One2many(VISIT, "plan_id", "Visits", copy=False)
    week_visit_ids = fields.One2many(VISIT, "month_plan_id", "In Plans of Weeks", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    note = fields.Text("Aims of the Period")
    guidance = fields.Text(copy=False, tracking=True, help="What the manager says to it; only he writes it.")
    return_reason = fields.Text("Why It Was Returned", readonly=True, copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    required_count = fields.Integer("Visits Required", compute="_compute_counts")
    planned_count = fields.Integer("Visits Intended", compute="_compute_counts")
    key_count = fields.Integer("Focus Visits", compute="_compute_counts")
    done_count = fields.Integer("Visits Made", compute="_compute_counts")
    due_count = fields.Integer("Return Visits not Planned yet", compute="_compute_due_count")
    can_guide = fields.Boolean(compute="_compute_can_guide")

    _period_uniq = models.UniqueIndex(
        "(user_id, company_id, period, date_from)", "There is a visit plan of this person for this period already."
    )
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"submitted_on", "approved_on", "approved_by_id", "return_reason", "week_visit_ids"}
        return super()._sdw_guarded_fields() | stamps | {"name", "state"}

    # ------------------------------------------------------------------ the period
    @api.model
    def _start(self, period, day, ahead=0):
        """The first day of the week or month of ``day``, or of so many periods later."""
        start = date_utils.start_of(day, period)
        return date_utils.add(start, **{f"{period}s": ahead})

    @api.depends("period", "date_from")
    def _compute_date_to(self):
        for plan in self:
            plan.date_to = plan.date_from and date_utils.end_of(plan.date_from, plan.period)

    @api.depends("period", "date_from", "user_id.name")
    def _compute_name(self):
        for plan in self:
            when = plan.date_from and plan.date_from.strftime("%Y-%m" if plan.period == "month" else "%G-W%V")
            plan.name = " ".join(filter(None, (when, plan.sudo().user_id.name)))

    @api.onchange("period", "date_from")
    def _onchange_period(self):
        if self.date_from:
            self.date_from = self._start(self.period, self.date_from)

    def _covers(self, moment):
        """Whether a moment (UTC) lies within the period, by the company's own calendar."""
        return self.date_from <= self._sdw_local_date(moment) <= self.date_to

    def _bounds(self):
        """First and last moment (UTC) of the period in the company's zone."""
        zone = self._sdw_timezone()
        first = zone.localize(datetime.combine(self.date_from, time.min))
        return first.astimezone(pytz.utc).replace(tzinfo=None), self._sdw_end_of_day(self.date_to)

    # ------------------------------------------------------------------ numbers
    def _compute_counts(self):
        planned, key, done = self._count_planned(), self._count_planned(Domain("is_key", "=", True)), self._count_done()
        for plan in self:
            plan.required_count = plan._required()
            plan.planned_count = planned.get(plan._origin.id, 0)
            plan.key_count = key.get(plan._origin.id, 0)
            plan.done_count = done.get(plan._origin.id, 0)

    def _required(self):
        """What is asked of the person, else of his position, else of everybody in the company."""
        company, user = self.company_id.sudo(), self.user_id._origin
        own = user._sdw_visits_asked(self.period) if user and self.period else 0
        if own:
            return own
        if user and user.has_group(IS_MANAGER):
            return company.sdw_visits_head if self.period == "month" else 0
        return company.sdw_visits_month if self.period == "month" else company.sdw_visits_week

    def _count_planned(self, extra=Domain.TRUE):
        """{id: visits in the plan that were not called off}, of all plans in two queries."""
        counts = {}
        for name in ("plan_id", "month_plan_id"):
            domain = Domain(name, "in", self._origin.ids) & Domain("state", "!=", "cancelled") & extra
            for plan, count in self.env[VISIT]._read_group(domain, [name], ["__count"]):
                counts[plan.id] = counts.get(plan.id, 0) + count
        return counts

    def _count_done(self):
        """{id: visits made in the period, planned or not}, of all plans in one query."""
        plans = self._origin.filtered(lambda plan: plan.date_from and plan.date_to)
        if not plans:
            return {}
        bounds = {plan: plan._bounds() for plan in plans}
        domain = Domain("user_id", "in", plans.user_id.ids) & Domain("state", "in", ("recorded", "filed"))
        domain &= Domain("date_done", ">=", min(first for first, _last in bounds.values()))
        domain &= Domain("date_done", "<=", max(last for _first, last in bounds.values()))
        domain &= Domain("outcome", "!=", "not_met")
        made = self.env[VISIT].search_fetch(domain, ["user_id", "company_id", "date_done"], order="id")
        moments = {}
        for visit in made:
            moments.setdefault((visit.user_id, visit.company_id), []).append(visit.date_done)
        return {
            plan.id: sum(first <= moment <= last for moment in moments.get((plan.user_id, plan.company_id), ()))
            for plan, (first, last) in bounds.items()
        }

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_guide(self):
        manager = self.env.user.has_group(IS_MANAGER)
        for plan in self:
            plan.can_guide = manager and plan.user_id._origin != self.env.user

    # ------------------------------------------------------------------ who writes what
    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create([self._normalised(vals) for vals in vals_list])
        if not self.env.su and any(plan.guidance for plan in plans):
            plans._check_guide()
        plans._sdw_system()._set_deadlines()
        return plans

    def write(self, vals):
        if not self.env.su:
            if FRAME.intersection(vals):
                self._check_state("draft")
            if "guidance" in vals:
                self._check_guide()
        for plan in self if "date_from" in vals or "period" in vals else ():
            values = {"period": plan.period, "date_from": plan.date_from} | vals
            super(SdwVisitPlan, plan).write(self._normalised(values))
        if "date_from" not in vals and "period" not in vals:
            return super().write(vals)
        self._sdw_system()._set_deadlines()
        return True

    @api.model
    def _normalised(self, vals):
        """A period begins on its first day, whatever day was typed."""
        if not vals.get("date_from"):
            return vals
        period = vals.get("period") or "week"
        if period not in dict(PERIODS):
            return vals
        return vals | {"date_from": self._start(period, fields.Date.to_date(vals["date_from"]))}

    def _check_guide(self):
        self._sdw_check_role(MANAGER)
        if any(plan.user_id == self.env.user for plan in self):
            raise UserError(self.env._("Nobody guides himself: a manager comments on the plans of others."))

    def _check_state(self, *states):
        wrong = self.sudo().filtered(lambda plan: plan.state not in states)
        if wrong:
            names = ", ".join(wrong.mapped("name"))
            raise UserError(self.env._("This cannot be done any more with: %(names)s.", names=names))

    def unlink(self):
        # Not by `ondelete`: the approval on it is withdrawn in another of those, and it would be a draft again by then.
        self._check_state("draft")
        return super().unlink()

    # ------------------------------------------------------------------ due before the period begins
    def _set_deadlines(self):
        drafts = self.filtered(lambda plan: plan.state == "draft")
        for plan in drafts:
            day = plan.date_from - timedelta(days=plan.company_id.sudo().sdw_visit_plan_days)
            plan.deadline = plan._sdw_end_of_day(max(day, plan.company_id.sudo()._sdw_today()))
        drafts._clock_quiet(CLOCK)
        drafts._deadline_start()

    def _get_deadline_summary(self):
        return self.env._("Plan your visits and submit the plan: %(plan)s", plan=self.name)
