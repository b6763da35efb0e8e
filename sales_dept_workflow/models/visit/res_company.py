from odoo import fields, models


class ResCompany(models.Model):
    """How a company visits. How often each grade is due stands with the other figures of the rules."""

    _inherit = "res.company"

    sdw_visit_plans = fields.Selection(
        [("none", "None"), ("week", "Every week"), ("month", "Every month"), ("both", "Every week and every month")],
        "Visit Plans",
        default="both",
        required=True,
        help="Which plans every salesperson hands in; whoever has not is reminded, then his superior.",
    )
    sdw_visit_plan_days = fields.Integer("Visit Plan Handed in before (days)", default=4)
    sdw_visits_week = fields.Integer("Visits a Week", help="0: no number is required.")
    sdw_visits_month = fields.Integer("Visits a Month", help="0: no number is required.")
    sdw_visits_head = fields.Integer("Visits a Month by Heads", help="0: sales managers need no plan.")
    sdw_visit_report_hour = fields.Float("Daily Visit Report by", default=18.0)
    sdw_visit_ahead_days = fields.Integer("Return Visits Proposed before (days)", default=14)
    sdw_followup_days = fields.Integer("First Follow-up after Signature (days)", default=30, help="0: none.")

    _sdw_visit_numbers = models.Constraint(
        """CHECK(sdw_visit_plan_days >= 0 AND sdw_visits_week >= 0 AND sdw_visits_month >= 0 AND sdw_visits_head >= 0
             AND sdw_visit_ahead_days >= 0 AND sdw_followup_days >= 0)""",
        "The numbers and days of visits are never negative.",
    )
    _sdw_visit_hour = models.Constraint(
        "CHECK(sdw_visit_report_hour >= 0 AND sdw_visit_report_hour < 24)", "An hour lies between 0:00 and 23:59."
    )
