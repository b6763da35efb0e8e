from odoo import api, models

GUARDED = {
    "product_id",
    "product_uom_qty",
    "product_uom",
    "picking_id",
    "location_id",
    "location_dest_id",
    "partner_id",
    "sale_line_id",
}


class StockMove(models.Model):
    """What a move takes to the customer, and for which order."""

    _inherit = "stock.move"

    def _sdw_order(self):
        """The order this move serves: its own line's, else that of its transfer."""
        return self.sale_line_id.order_id or self.picking_id.sale_id

    def _sdw_counts(self):
        return self.state != "cancel" and self._sdw_is_shipment()

    def _sdw_quantity_leaving(self):
        """In the product's own unit: what is done or picked; before anything is picked, what is asked for."""
        quantity = self.quantity if self.state == "done" or self.picked else max(self.quantity, self.product_uom_qty)
        return self.product_uom._compute_quantity(quantity, self.product_id.uom_id, round=False)

    def _sdw_net_quantity(self):
        """Leaving counts, coming back takes off, anything else is nothing."""
        if self._sdw_counts():
            return self._sdw_quantity_leaving()
        back = self.location_id.usage == "customer" and self.location_dest_id.usage != "customer"
        return -self._sdw_quantity_leaving() if back and self.state == "done" else 0.0

    # ------------------------------------------------------------------ age of transfers without an order
    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._sdw_restamp_transfers()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if GUARDED.intersection(vals):
            self._sdw_restamp_transfers()
        return result

    def _sdw_restamp_transfers(self):
        ruled = self.filtered(lambda move: (move.company_id or self.env.company).sudo()._sdw_any_rule())
        loose = ruled.sudo().filtered(lambda move: not move.sale_line_id and move.picking_id)
        if loose:
            loose.picking_id._sdw_restamp()
