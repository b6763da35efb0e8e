from datetime import timedelta

from odoo import api, fields, models

from .codes import CASE

#: Without a level and without a grade's interval the customer is called again after a week.
NEXT_CALL_DAYS = 7


class SdwCollectionCase(models.Model):
    """Which level a case has reached, and when the next step is due (C-01, C-19)."""

    _inherit = CASE

    level_id = fields.Many2one(
        "sdw.dunning.level",
        "Level",
        compute="_compute_level",
        help="By the days overdue; each broken promise is one level more.",
    )
    last_level_id = fields.Many2one("sdw.dunning.level", "Last Letter", readonly=True, copy=False)
    last_level_on = fields.Date("Last Letter on", readonly=True, copy=False)

    @api.depends("partner_id", "company_id", "state", "promises_broken")
    def _compute_level(self):
        levels = self.env["sdw.dunning.level"]._by_company(self.sudo().company_id)
        for case in self:
            case.level_id = case._level_among(levels.get(case.sudo().company_id) or ())

    def _level_among(self, levels):
        """The level reached among these (mildest first); none while nothing is overdue."""
        days = self.days_overdue
        if not levels or days <= 0 or self.state == "closed":
            return False
        reached = sum(level.days_overdue <= days for level in levels)
        return levels[min(max(reached, 1) - 1 + self.promises_broken, len(levels) - 1)] if reached else False

    def _dunning_days(self):
        """{case: days until the next step}: the interval of the customer's grade, else of the level, else a week."""
        grades = self.env["sdw.credit.grade"]
        days = {}
        for company, cases in self.grouped("company_id").items():
            partners = {partner.id: partner for partner in cases.partner_id.with_company(company)}
            for case in cases:
                terms = grades._terms(company.id, partners[case.partner_id.id].credit_grade)
                days[case] = terms.dunning_days or case.level_id.next_days or NEXT_CALL_DAYS
        return days

    def _next_days(self, promised=False):
        """{day of the next step: cases}: the promised day, else after the interval."""
        if promised:
            return {promised: self} if self else {}
        today = fields.Date.context_today(self)
        intervals = self._dunning_days()
        return self.grouped(lambda case: today + timedelta(days=intervals[case]))
