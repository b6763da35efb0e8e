from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_satisfaction_days = fields.Integer(
        "Satisfaction Call after (days)", default=3, help="0: customers are not asked after a complaint."
    )
    sdw_survey_months = fields.Integer("Satisfaction Survey every (months)", default=6, help="0: no reminder.")

    _sdw_satisfaction_positive = models.Constraint(
        "CHECK(sdw_satisfaction_days >= 0 AND sdw_survey_months >= 0)",
        "Days and months cannot be negative.",
    )
