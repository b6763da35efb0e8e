from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    sdw_category_ids = fields.Many2many(
        "product.category",
        string="Product Lines",
        groups="base.group_user",
        help="What this team sells; nothing: everything (S-09).",
    )
