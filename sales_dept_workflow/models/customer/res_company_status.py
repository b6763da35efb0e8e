from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sdw_dormant_months = fields.Integer("Dormant without an Order for (months)", default=12)
    sdw_new_months = fields.Integer("New Customer for (months)", default=12)
    sdw_key_share = fields.Float("Key Customers Make up (%)", default=70.0)
    sdw_general_share = fields.Float("Key and General Customers Make up (%)", default=95.0)
    sdw_assign_by_territory = fields.Boolean("New Customers Assigned by Region", default=True)

    _sdw_customer_figures = models.Constraint(
        "CHECK(sdw_dormant_months > 0 AND sdw_new_months > 0 AND sdw_key_share BETWEEN 0 AND sdw_general_share"
        " AND sdw_general_share <= 100)",
        "Months are positive; key customers make up no more than key and general ones together, at most 100 %.",
    )
