from odoo import fields, models


class ResUsers(models.Model):
    """How many visits are asked of this person, where it is another number than everybody's (V-01)."""

    _inherit = "res.users"

    sdw_visits_week = fields.Integer(
        "Visits a Week", groups="base.group_user", help="0: as the position says, else the company."
    )
    sdw_visits_month = fields.Integer(
        "Visits a Month", groups="base.group_user", help="0: as the position says, else the company."
    )

    _sdw_visit_numbers = models.Constraint(
        "CHECK(sdw_visits_week >= 0 AND sdw_visits_month >= 0)", "The numbers of visits are never negative."
    )

    def _sdw_visits_asked(self, period):
        """What is asked of him or of his position in a ``week`` or ``month``; 0 where only the company says it."""
        user, name = self.sudo(), f"sdw_visits_{period}"
        return user[name] or user.sdw_position_id[name]
