from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_production_user_id = fields.Many2one(related="company_id.sdw_production_user_id", readonly=False)
    sdw_entry_standard = fields.Selection(related="company_id.sdw_entry_standard", readonly=False)
    sdw_exception_hours = fields.Float(related="company_id.sdw_exception_hours", readonly=False)
