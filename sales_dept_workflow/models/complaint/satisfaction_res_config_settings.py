from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_satisfaction_days = fields.Integer(related="company_id.sdw_satisfaction_days", readonly=False)
    sdw_survey_months = fields.Integer(related="company_id.sdw_survey_months", readonly=False)
