from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    sdw_freight = fields.Boolean(
        "Freight Charge",
        groups="base.group_user",
        help="What this product charges is freight: never on an invoice of ours where the customer pays the carrier.",
    )
