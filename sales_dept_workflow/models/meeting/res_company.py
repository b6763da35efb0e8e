from odoo import fields, models

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ResCompany(models.Model):
    """When the meetings of the sales department are (R-18, R-19, R-23, R-25, R-28, V-07, Z-01)."""

    _inherit = "res.company"

    sdw_meetings_planned = fields.Boolean("Meetings Planned Ahead")
    sdw_meeting_weekday = fields.Selection(WEEKDAYS, "Weekly Meeting on", default="4", required=True)
    sdw_meeting_hour = fields.Float("Meetings at", default=9.0)
    sdw_meeting_ahead_days = fields.Integer("Invited before (days)", default=7)
    sdw_minutes_days = fields.Integer("Minutes within (days)", default=2)
    sdw_meeting_month_day = fields.Integer("Monthly Meeting on the", default=3)
    sdw_meeting_quarter_day = fields.Integer("Quarterly Meeting on the", default=6)
    sdw_meeting_half_day = fields.Integer("Half-year Meeting in July on the", default=8)
    sdw_meeting_year_day = fields.Integer("Annual Meeting in December on the", default=22)
    sdw_sharing_days = fields.Integer("Next Experience Sharing after (days)", default=0)
    sdw_talk_months = fields.Integer("One-on-one Talks every (months)", default=3, help="0: only by hand.")

    _sdw_meeting_hour_range = models.Constraint(
        "CHECK (sdw_meeting_hour >= 0 AND sdw_meeting_hour < 24)", "The hour of the meetings lies between 0 and 24."
    )

    _sdw_talk_positive = models.Constraint(
        "CHECK (sdw_talk_months >= 0)", "The months between talks are never negative."
    )

    def _sdw_meeting_rules(self):
        """{kind: weekday or day of the month it is due on}"""
        self.ensure_one()
        return {
            "weekly": int(self.sdw_meeting_weekday),
            "monthly": self.sdw_meeting_month_day,
            "quarterly": self.sdw_meeting_quarter_day,
            "half_year": self.sdw_meeting_half_day,
            "annual": self.sdw_meeting_year_day,
        }
