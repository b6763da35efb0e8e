from odoo import api, models
from odoo.exceptions import UserError

from .shared import shared

#: In cr.cache, while goods leave: the delivery notices of their transfers.
LEAVING = "sdw_goods_leaving"
MOVED = {"state", "location_id", "location_dest_id"}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _sdw_is_shipment(self):
        """Whether goods leave to a customer: into his location, or into the transit between companies (decision 25).

        The lines count as well as the move: core lets them go to another place than the move says.
        """
        self.ensure_one()
        if self._sdw_leaves(self.location_id, self.location_dest_id):
            return True
        return any(
            self._sdw_leaves(line.location_id, line.location_dest_id)
            for line in self.move_line_ids
            if line.location_dest_id != self.location_dest_id or line.location_id != self.location_id
        )

    def _sdw_leaves(self, source, target):
        source, target = source.sudo(), target.sudo()
        if (
            not (target.usage == "customer" or (target.usage == "transit" and not target.company_id))
            or source.usage == "customer"
        ):
            return False
        # A count that corrects what lies at a customer's takes nothing out of our stock.
        return not (source.usage == "inventory" and self.is_inventory and not self.picking_id)

    def _sdw_left(self):
        """The moves of self by which goods have left to a customer."""
        return self.filtered(lambda move: move.state == "done" and move._sdw_is_shipment())

    # ---------------------------------------------- the stop: core ends every transfer in a write of the state
    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._sdw_left()._sdw_leave()
        return moves

    def write(self, vals):
        if not MOVED.intersection(vals):
            return super().write(vals)
        before = self._sdw_left()
        result = super().write(vals)
        (self._sdw_left() - before)._sdw_leave()
        return result

    def _sdw_leave(self):
        """Goods leave: the gate is asked, then what follows is done; both read the same documents."""
        if self:
            with shared(self.env.cr, LEAVING):
                self._sdw_check_shipped()
                self._sdw_shipped()

    def _sdw_check_shipped(self):
        """Ask the ship gate of the transfers (or, for moves without one, of their orders)."""
        pickings = self.picking_id
        if pickings:
            pickings._check_gate("ship")
        single = self.filtered(lambda move: not move.picking_id)
        orders = single.sudo().sale_line_id.order_id
        if orders:
            orders._check_gate("ship")
        single._sdw_needing_transfer()._sdw_refuse_loose()

    def _sdw_needing_transfer(self):
        """The moves without a transfer that no document answers for; those of an order are its own. Extend through
        ``super()``.
        """
        return self.filtered(lambda move: not move.sudo().sale_line_id)

    def _sdw_refuse_loose(self):
        """Goods to a customer leave on a transfer: a bare move has no document that anybody could check or sign."""
        enforced = self.filtered(lambda move: (move.company_id or self.env.company).sudo()._sdw_any_ship_rule())
        if enforced:
            raise UserError(
                self.env._(
                    "Goods leave to a customer on a transfer only. Please make one for: %(goods)s",
                    goods=enforced[:1].product_id.display_name,
                )
            )

    def _sdw_shipped(self):
        """Goods have just left to a customer. Processes extend it through ``super()``."""
