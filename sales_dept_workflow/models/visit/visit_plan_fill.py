from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .codes import PLAN, VISIT

ROUTE = "sdw.customer.route"
#: A day of visits begins at nine and has one every hour, until somebody says otherwise.
FIRST_HOUR = 9


class SdwVisitPlan(models.Model):
    """Filling a plan: what is due, what is on the calendar already, what lies on a route (V-15, A-22)."""

    _inherit = PLAN

    def action_fill(self):
        """Take in the salesperson's visits of the period, those of the month's plan, and return visits that are due."""
        self._sdw_check_caller()
        self.check_access("write")
        self._check_state("draft")
        for plan in self._sdw_system():
            loose = self.env[VISIT]._sdw_system().search(plan._loose_domain())
            if plan.period == "week":
                plan._take_from_month(loose)
            loose.write({"plan_id": plan.id})
        return True

    def _loose_domain(self):
        """Visits not in a plan yet: planned in the period, or due by its end and without a day."""
        first, last = self._bounds()
        when = Domain("date_planned", ">=", first) & Domain("date_planned", "<=", last)
        when |= (
            Domain("date_planned", "=", False) & Domain("due_on", "!=", False) & Domain("due_on", "<=", self.date_to)
        )
        free = Domain("plan_id", "=", False)
        if self.period == "week":
            free |= Domain("plan_id.period", "=", "month") & Domain("date_planned", "!=", False)
        return self._whose_domain() & free & when

    def _whose_domain(self):
        own = Domain("user_id", "=", self.user_id.id) & Domain("company_id", "=", self.company_id.id)
        return own & Domain("state", "=", "planned")

    def _take_from_month(self, visits):
        """They stay in the plan of the month, which does not change by it."""
        for plan, theirs in visits.filtered("plan_id").grouped("plan_id").items():
            theirs.write({"month_plan_id": plan.id, "plan_id": False})

    def _compute_due_count(self):
        """Return visits of these salespeople that nobody has given a day yet, in one query."""
        domain = Domain("user_id", "in", self.user_id.ids) & Domain("state", "=", "planned")
        domain &= Domain("due_on", "!=", False) & Domain("date_planned", "=", False) & Domain("plan_id", "=", False)
        counts = dict(self.env[VISIT]._read_group(domain, ["user_id"], ["__count"]))
        for plan in self:
            plan.due_count = counts.get(plan.user_id, 0)

    # ------------------------------------------------------------------ a day on a route
    def action_open_fill(self):
        """Open the window that puts the customers of a route on one day."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fill a Day"),
            "res_model": "sdw.visit.fill.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_plan_id": self.id, "default_date": self.date_from},
        }

    def _fill_day(self, date, partners, purpose, key_points=False):
        """One visit for each customer, an hour each; a return visit that is due takes that day instead of a new one.

        :param date: a day of the period
        :param partners: customers in the order of the tour
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("draft")
        if not self.date_from <= date <= self.date_to:
            raise UserError(self.env._("This day lies outside the period of the plan."))
        partners.check_access("read")
        domain = self._whose_domain() & Domain("commercial_partner_id", "in", partners.commercial_partner_id.ids)
        domain &= Domain("date_planned", "=", False)
        due = self.env[VISIT].search(domain).grouped("commercial_partner_id")
        new = []
        for number, partner in enumerate(partners):
            values = self._prepare_stop(date, number, partner)
            values |= {"purpose": purpose, "key_points": key_points}
            visit = due.get(partner.commercial_partner_id)
            if visit:
                visit[:1].write(values | {"purpose": visit[:1].purpose or purpose})
            else:
                new.append(values | {"partner_id": partner.id, "user_id": self.user_id.id})
        return self.env[VISIT].create(new)

    def _prepare_stop(self, date, number, partner):
        minutes = min(FIRST_HOUR * 60 + number * 60, 23 * 60)
        local = self._sdw_timezone().localize(datetime.combine(date, time.min) + timedelta(minutes=minutes))
        return {
            "plan_id": self.id,
            "company_id": self.company_id.id,
            "date_planned": local.astimezone(pytz.utc).replace(tzinfo=None),
            "place": partner._sdw_visit_place(),
        }
