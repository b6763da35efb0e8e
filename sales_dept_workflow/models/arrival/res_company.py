from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_finance_email = fields.Char(
        "Finance Receives Invoicing Data at", help="Empty: finance is told in Odoo, without an e-mail."
    )
