from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_mode_customer_status = fields.Selection(related="company_id.sdw_mode_customer_status", readonly=False)
    sdw_since_customer_status = fields.Datetime(related="company_id.sdw_since_customer_status")
    sdw_read_alert = fields.Integer(related="company_id.sdw_read_alert", readonly=False)
    sdw_profile_target = fields.Integer(related="company_id.sdw_profile_target", readonly=False)
    sdw_profile_target_key = fields.Integer(related="company_id.sdw_profile_target_key", readonly=False)
    sdw_profile_target_scattered = fields.Integer(related="company_id.sdw_profile_target_scattered", readonly=False)
    sdw_export_purpose = fields.Boolean(related="company_id.sdw_export_purpose", readonly=False)
    sdw_profile_minimum = fields.Integer(related="company_id.sdw_profile_minimum", readonly=False)
    sdw_profile_hold = fields.Boolean(related="company_id.sdw_profile_hold", readonly=False)
    sdw_profile_mandatory = fields.Boolean(related="company_id.sdw_profile_mandatory", readonly=False)
    sdw_card_by_archivist = fields.Boolean(related="company_id.sdw_card_by_archivist", readonly=False)
    sdw_card_review_months = fields.Integer(related="company_id.sdw_card_review_months", readonly=False)
