from odoo import fields, models


class SdwPosition(models.Model):
    """How many visits are asked of whoever holds this position (V-01)."""

    _inherit = "sdw.position"

    sdw_visits_week = fields.Integer("Visits a Week", help="0: as the company says.")
    sdw_visits_month = fields.Integer("Visits a Month", help="0: as the company says.")

    _sdw_visit_numbers = models.Constraint(
        "CHECK(sdw_visits_week >= 0 AND sdw_visits_month >= 0)", "The numbers of visits are never negative."
    )
