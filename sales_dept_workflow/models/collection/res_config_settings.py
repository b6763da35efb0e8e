from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_bank_stale_days = fields.Integer(related="company_id.sdw_bank_stale_days", readonly=False)
    sdw_reminder_days = fields.Integer(related="company_id.sdw_reminder_days", readonly=False)
    sdw_reminder_late_days = fields.Integer(related="company_id.sdw_reminder_late_days", readonly=False)
    sdw_reminder_auto = fields.Boolean(related="company_id.sdw_reminder_auto", readonly=False)
    sdw_broken_promises = fields.Integer(related="company_id.sdw_broken_promises", readonly=False)
    sdw_deferral_months = fields.Integer(related="company_id.sdw_deferral_months", readonly=False)
    sdw_grade_required = fields.Boolean(related="company_id.sdw_grade_required", readonly=False)
