from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _sdw_given_away(self, returned):
        """What this line of an order's invoice or credit note gives away against the order, net.

        :param dict returned: {order line: returned quantity not yet credited}; what this line uses of it is taken off
        """
        self.ensure_one()
        ordered = self.sale_line_ids.filtered(lambda line: not line.is_downpayment)
        if self.sale_line_ids and not ordered:
            return 0.0
        credit = self.move_id.move_type == "out_refund"
        if not ordered:
            # Added by hand: on an invoice a deduction, on a credit note any amount.
            return max(self.price_subtotal if credit else -self.price_subtotal, 0.0)
        expected = self._sdw_expected(ordered[:1])
        if credit:
            return self._sdw_given_by_credit(ordered[:1], expected, returned)
        return self._sdw_beyond(expected, self.price_subtotal)

    def _sdw_expected(self, ordered):
        """The net of this quantity at the order's price, in the invoice's currency."""
        quantity = self.product_uom_id._compute_quantity(self.quantity, ordered.product_uom_id, round=False)
        net = ordered._sdw_net(ordered.price_unit, ordered.discount, ordered.tax_ids, quantity)
        move, order = self.move_id, ordered.order_id
        if move.currency_id == order.currency_id:
            return net
        return order.currency_id._convert(net, move.currency_id, move.company_id, move.invoice_date or move.date)

    def _sdw_beyond(self, more, less):
        """``more - less`` if it is more than a rounding of the currency."""
        currency = self.move_id.currency_id
        difference = more - less
        return difference if currency.compare_amounts(difference, currency.rounding) > 0 else 0.0

    def _sdw_given_by_credit(self, ordered, expected, returned):
        """At the order's price a credit takes a quantity back; at any other, and without goods, it is a discount."""
        more = self._sdw_beyond(self.price_subtotal, expected)
        if more or not self._sdw_beyond(expected, self.price_subtotal):
            return more
        quantity = self.product_uom_id._compute_quantity(self.quantity, ordered.product_uom_id)
        if ordered.product_uom_id.compare(returned[ordered], quantity) >= 0:
            returned[ordered] -= quantity
            return 0.0
        return self.price_subtotal
