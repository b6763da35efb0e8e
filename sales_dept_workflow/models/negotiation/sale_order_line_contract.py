from odoo import api, models


class SaleOrderLine(models.Model):
    """A line of a contract: contract = order, line by line (Z-10)."""

    _inherit = "sale.order.line"

    @api.model
    def _sdw_watched_fields(self):
        return super()._sdw_watched_fields() | {"name", "special_requirement"}

    def _sdw_contract_facts(self):
        """What the contract says of this line; prices net of VAT per unit, and with VAT in all."""
        self.ensure_one()
        quantity = self.product_uom_qty
        return {
            "name": self.name or "",
            "product": self.product_id.id,
            "unit": self.product_uom_id.id,
            "quantity": round(quantity, 6),
            "special": self.special_requirement or "",
            "net": round(self.price_subtotal / quantity, 6) if quantity else 0.0,
            "total": round(self.price_total, 6),
        }
