from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sdw_version(self):
        """This line as a round keeps it."""
        return {
            "line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.product_id.display_name or self.name,
            "quantity": self.product_uom_qty,
            "uom": self.product_uom_id.name,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "subtotal": self.price_subtotal,
            "policy": self.policy_price_unit,
        }
