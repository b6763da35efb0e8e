from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sdw_value_of(self, moves):
        """What these moves bring of this line, in company currency. A kit counts with what is still to come of it."""
        own = moves.filtered(lambda move: move.product_id == self.product_id)
        unit = self.product_id.uom_id
        quantity = sum(unit._compute_quantity(move._sdw_quantity_leaving(), self.product_uom_id) for move in own)
        if not own:
            quantity = max(self.product_uom_qty - self.qty_delivered, 0.0)
        amount = quantity * self.price_total / (self.product_uom_qty or 1.0)
        order = self.order_id
        day = order.date_order or fields.Datetime.now()
        return order.currency_id._convert(amount, order.company_id.currency_id, order.company_id, day, round=False)
