from odoo import fields, models


class StockMove(models.Model):
    """The warehouse reads on its own papers what was promised to the customer (Q-09)."""

    _inherit = "stock.move"

    sdw_special_requirement = fields.Text(
        "Special Requirement", related="sale_line_id.special_requirement", groups="base.group_user"
    )
    sdw_special_category_id = fields.Many2one(
        related="sale_line_id.sdw_special_category_id", string="Kind of Requirement", groups="base.group_user"
    )
