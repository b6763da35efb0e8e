from odoo import api, models

MOVED = {"state", "location_id", "location_dest_id"}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _sdw_is_shipment(self):
        """Whether goods leave to a customer: into his location, or into the transit between companies (decision 25)."""
        self.ensure_one()
        source, target = self.location_id.sudo(), self.location_dest_id.sudo()
        to_customer = target.usage == "customer" or (target.usage == "transit" and not target.company_id)
        return to_customer and source.usage != "customer"

    def _sdw_left(self):
        """The moves of self by which goods have left to a customer."""
        return self.filtered(lambda move: move.state == "done" and move._sdw_is_shipment())

    # ------------------------------------------------------------------ the stop: core ends every transfer in a write of the state
    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        left = moves._sdw_left()
        if left:
            left._sdw_check_shipped()
        return moves

    def write(self, vals):
        if not MOVED.intersection(vals):
            return super().write(vals)
        before = self._sdw_left()
        result = super().write(vals)
        left = self._sdw_left() - before
        if left:
            left._sdw_check_shipped()
            left._sdw_shipped()
        return result

    def _sdw_check_shipped(self):
        """Ask the ship gate of the transfers (or, for moves without one, of their orders)."""
        pickings = self.picking_id
        if pickings:
            pickings._check_gate("ship")
        orders = self.filtered(lambda move: not move.picking_id).sale_line_id.order_id
        if orders:
            orders._check_gate("ship")

    def _sdw_shipped(self):
        """Goods have just left to a customer. Processes extend it through ``super()``."""
