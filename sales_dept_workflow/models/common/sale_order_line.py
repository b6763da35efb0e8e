from odoo import api, models

from .sale_order import WRITING


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "sdw.guard.mixin"]

    @api.model
    def _sdw_watched_fields(self):
        """Fields of a line whose change re-evaluates its order."""
        return {
            "order_id",
            "product_id",
            "product_uom_qty",
            "product_uom_id",
            "price_unit",
            "discount",
            "tax_ids",
            "display_type",
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._sdw_lines_changed(lines.order_id)
        return lines

    def write(self, vals):
        orders = self.order_id
        result = super().write(vals)
        if self._sdw_watched_fields().intersection(vals):
            self._sdw_lines_changed(orders | self.order_id)
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        self._sdw_lines_changed(orders.exists())
        return result

    def _sdw_lines_changed(self, orders):
        writing = self.env.cr.cache.get(WRITING, ())
        orders.browse(order.id for order in orders if order.id not in writing)._sdw_changed()
