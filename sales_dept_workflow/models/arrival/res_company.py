from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_arrival_mail = fields.Boolean("Tell Customers that Goods Have Left")
    sdw_arrival_by_customer = fields.Boolean("The Customer's Confirmation Ends the Call")
    sdw_finance_email = fields.Char(
        "Finance Receives Invoicing Data at", help="Empty: finance is told in Odoo, without an e-mail."
    )
