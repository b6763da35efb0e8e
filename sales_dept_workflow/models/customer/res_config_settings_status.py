from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_mode_customer_status = fields.Selection(related="company_id.sdw_mode_customer_status", readonly=False)
    sdw_since_customer_status = fields.Datetime(related="company_id.sdw_since_customer_status")
    sdw_dormant_months = fields.Integer(related="company_id.sdw_dormant_months", readonly=False)
    sdw_new_months = fields.Integer(related="company_id.sdw_new_months", readonly=False)
    sdw_key_share = fields.Float(related="company_id.sdw_key_share", readonly=False)
    sdw_general_share = fields.Float(related="company_id.sdw_general_share", readonly=False)
    sdw_assign_by_territory = fields.Boolean(related="company_id.sdw_assign_by_territory", readonly=False)
