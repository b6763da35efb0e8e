from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sdw_late_payer_days = fields.Integer(related="company_id.sdw_late_payer_days", readonly=False)
