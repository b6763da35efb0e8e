from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_visit_plans = fields.Selection(related="company_id.sdw_visit_plans", readonly=False)
    sdw_visit_plan_days = fields.Integer(related="company_id.sdw_visit_plan_days", readonly=False)
    sdw_visits_week = fields.Integer(related="company_id.sdw_visits_week", readonly=False)
    sdw_visits_month = fields.Integer(related="company_id.sdw_visits_month", readonly=False)
    sdw_visits_head = fields.Integer(related="company_id.sdw_visits_head", readonly=False)
    sdw_visit_report_hour = fields.Float(related="company_id.sdw_visit_report_hour", readonly=False)
    sdw_visit_ahead_days = fields.Integer(related="company_id.sdw_visit_ahead_days", readonly=False)
    sdw_followup_days = fields.Integer(related="company_id.sdw_followup_days", readonly=False)
    sdw_visit_days_a = fields.Integer(related="company_id.sdw_visit_days_a", readonly=False)
    sdw_visit_days_b = fields.Integer(related="company_id.sdw_visit_days_b", readonly=False)
    sdw_visit_days_c = fields.Integer(related="company_id.sdw_visit_days_c", readonly=False)
