from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_meetings_planned = fields.Boolean(related="company_id.sdw_meetings_planned", readonly=False)
    sdw_meeting_weekday = fields.Selection(related="company_id.sdw_meeting_weekday", readonly=False)
    sdw_meeting_hour = fields.Float(related="company_id.sdw_meeting_hour", readonly=False)
    sdw_meeting_ahead_days = fields.Integer(related="company_id.sdw_meeting_ahead_days", readonly=False)
    sdw_minutes_days = fields.Integer(related="company_id.sdw_minutes_days", readonly=False)
    sdw_meeting_month_day = fields.Integer(related="company_id.sdw_meeting_month_day", readonly=False)
    sdw_meeting_quarter_day = fields.Integer(related="company_id.sdw_meeting_quarter_day", readonly=False)
    sdw_meeting_half_day = fields.Integer(related="company_id.sdw_meeting_half_day", readonly=False)
    sdw_meeting_year_day = fields.Integer(related="company_id.sdw_meeting_year_day", readonly=False)
    sdw_sharing_days = fields.Integer(related="company_id.sdw_sharing_days", readonly=False)
    sdw_talk_months = fields.Integer(related="company_id.sdw_talk_months", readonly=False)
