from odoo import models
from odoo.tools import float_compare


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sdw_dispatch_row(self, covered):
        """What of this line the next VAT invoice covers, or None.

        The last part takes what the earlier ones left, so that the parts add up to the line to the cent.

        :param dict covered: {order line: quantity, untaxed, total} of earlier dispatches
        """
        before = covered.get(self, (0.0, 0.0, 0.0))
        quantity = self.qty_delivered - before[0]
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        if float_compare(quantity, 0.0, precision_digits=digits) <= 0 or not self.price_total:
            return None
        share = self.qty_delivered / self.product_uom_qty if self.product_uom_qty else 0.0
        currency = self.order_id.currency_id
        untaxed = currency.round(self.price_subtotal * share - before[1])
        return {
            "sale_line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.product_id.name or self.name,
            "specification": self.product_id.default_code,
            "quantity": quantity,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": untaxed / quantity,
            "tax_rate": ", ".join(self.tax_ids.mapped("name")),
            "amount_untaxed": untaxed,
            "amount_total": currency.round(self.price_total * share - before[2]),
        }
