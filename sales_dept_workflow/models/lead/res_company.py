from odoo import api, fields, models

from ..settings.res_company import mode_field, since_field
from .crm_lead_qualify import INTENTION_POINTS


class ResCompany(models.Model):
    """How leads are judged and followed; all of it binds only while the rules on leads are switched on."""

    _inherit = "res.company"

    sdw_mode_lead = mode_field("Leads complete, and entered once")
    sdw_since_lead = since_field("Leads complete since")
    sdw_mode_lead_stage = mode_field("Stages of the sales chain")
    sdw_since_lead_stage = since_field("Stages of the sales chain since")
    sdw_lead_idle_days = fields.Integer("Lead Idle after (days)", default=7)
    sdw_lead_idle_manager_days = fields.Integer("Manager Hears of It after (more days)", default=3)
    sdw_lead_intention_weight = fields.Float("Weight of the Intention (%)", default=50.0)
    sdw_lead_budget_a = fields.Monetary("Large Budget from", default=500000.0)
    sdw_lead_budget_b = fields.Monetary("Middle Budget from", default=100000.0)
    sdw_lead_points_a = fields.Float("Grade A from (points)", default=70.0)
    sdw_lead_points_b = fields.Float("Grade B from (points)", default=40.0)
    sdw_trial_days = fields.Integer("Trial Applications Answered within (working days)", default=2)
    sdw_trial_call_days = fields.Integer("Return Visit after the Trial Began (days)", default=3)
    sdw_trial_end_days = fields.Integer("Return Visit after the Trial Ended (days)", default=1)
    sdw_trial_alias_id = fields.Many2one("mail.alias", "Mailbox of Trials", readonly=True, copy=False)
    sdw_support_hours = fields.Float("Technical Requests Answered within (working hours)", default=8.0)

    _sdw_lead_figures_positive = models.Constraint(
        "CHECK(sdw_lead_idle_days >= 0 AND sdw_lead_idle_manager_days >= 0 AND sdw_trial_days >= 0"
        " AND sdw_trial_call_days >= 0 AND sdw_trial_end_days >= 0 AND sdw_support_hours >= 0)",
        "Days and hours are never negative.",
    )
    _sdw_lead_weight_percent = models.Constraint(
        "CHECK(sdw_lead_intention_weight BETWEEN 0 AND 100)", "The weight of the intention is between 0 and 100 %."
    )

    @api.model
    def _sdw_budget_points(self, budget, large, middle):
        if budget <= 0:
            return 0
        return 100 if budget >= large else 60 if budget >= middle else 30

    def _sdw_grade_lead(self, intention, budget):
        """Grade of a lead (L-11).

        :param str intention: ``none``, ``low``, ``medium``, ``high`` or nothing
        :param float budget: in the company's currency
        :return: ``a``, ``b`` or ``c``
        """
        self.ensure_one()
        weight = self.sdw_lead_intention_weight / 100.0
        of_budget = self._sdw_budget_points(budget, self.sdw_lead_budget_a, self.sdw_lead_budget_b)
        points = INTENTION_POINTS.get(intention, 0) * weight + of_budget * (1 - weight)
        return "a" if points >= self.sdw_lead_points_a else "b" if points >= self.sdw_lead_points_b else "c"
