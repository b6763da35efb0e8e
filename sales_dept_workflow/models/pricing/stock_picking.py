from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    sdw_has_special = fields.Boolean(
        "Special Requirements", compute="_compute_sdw_has_special", groups="base.group_user"
    )

    @api.depends("move_ids.sale_line_id.special_requirement")
    def _compute_sdw_has_special(self):
        for picking in self:
            picking.sdw_has_special = any(
                (line.special_requirement or "").strip() for line in picking.sudo().move_ids.sale_line_id
            )
