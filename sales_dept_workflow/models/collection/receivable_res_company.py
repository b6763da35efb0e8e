from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_late_payer_days = fields.Integer(
        "Late Payer from (days)",
        default=10,
        help="Whoever pays later than this on average counts as a late payer.",
    )
