from odoo import models


class StockPicking(models.Model):
    """What the goods of a transfer are worth."""

    _inherit = "stock.picking"

    def _sdw_goods_value(self):
        """Value of what leaves, with tax, in company currency: at the prices of its orders, else at list price."""
        moves = self.move_ids.filtered(lambda move: move._sdw_counts())
        of_orders = moves.filtered("sale_line_id")
        value = sum(
            line._sdw_value_of(of_orders.filtered(lambda move, line=line: move.sale_line_id == line))
            for line in of_orders.sale_line_id
        )
        value += sum(move.product_id.list_price * move._sdw_quantity_leaving() for move in moves - of_orders)
        return self._sdw_company().currency_id.round(value)
