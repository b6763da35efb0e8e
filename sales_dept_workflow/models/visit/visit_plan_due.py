from datetime import timedelta

from odoo import api, fields, models

from .codes import PLAN, ROLE

#: Days before the plan has to be handed in on which its salesperson is reminded.
AHEAD = 3


class SdwVisitPlan(models.Model):
    """Who has no plan for the next period yet finds an empty one, and is reminded; then his superior is (V-01)."""

    _inherit = PLAN

    @api.model
    def _cron_prepare(self, now=None):
        """Open the missing plans of the next week and month; a rerun finds none missing. Only where rules are on.

        :param datetime now: the moment of the run (server time by default)
        """
        now = now or fields.Datetime.now()
        # Who plans depends on people and positions, too; companies are few. pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([])
        for company in companies.filtered(lambda company: company._sdw_any_rule()):
            plans = self._sdw_system()
            today = plans.new({"company_id": company.id})._sdw_local_date(now)
            for period in ("week", "month"):
                plans._prepare_missing(company, period, today)
            self._sdw_commit_progress(1)

    @api.model
    def _prepare_missing(self, company, period, today):
        start = self._start(period, today, 1)
        planners = self._planners(company, period)
        if not planners or today < start - timedelta(days=company.sdw_visit_plan_days + AHEAD):
            return self.browse()
        domain = [("company_id", "=", company.id), ("period", "=", period), ("date_from", "=", start)]
        planners -= self.search(domain).user_id
        frame = {"company_id": company.id, "period": period, "date_from": start}
        return self.create([{**frame, "user_id": user.id} for user in planners])

    @api.model
    def _planners(self, company, period):
        """Salespeople and supervisors at home in the company; heads only where they have a number to visit (V-21)."""
        groups = self.env["res.groups"]
        sales, heads, clerks = (
            groups._sdw_role(ROLE % role)._sdw_holders(company)
            for role in ("salesperson", "sales_manager", "sales_admin")
        )
        wanted = company.sdw_visit_plans in (period, "both")
        planners = sales - heads - clerks if wanted else self.env["res.users"]
        if period == "month":
            asked = company.sdw_visits_head
            planners |= heads.filtered(lambda user: asked or user._sdw_visits_asked(period))
        return planners.filtered(lambda user: user.company_id == company)
