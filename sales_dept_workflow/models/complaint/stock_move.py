from odoo import api, models
from odoo.exceptions import UserError

from ..common.stock_move import MOVED
from .codes import RULE


class StockMove(models.Model):
    """The stop for goods that come back from a customer: by the wizard, by hand, or without a transfer."""

    _inherit = "stock.move"

    def _sdw_is_return(self):
        """Whether goods leave a customer's place for anywhere but another one's, or out of the books where they lie.

        The lines count as well as the move, as for shipments.
        """
        self.ensure_one()
        pairs = {(self.location_id, self.location_dest_id)}
        pairs |= {(line.location_id, line.location_dest_id) for line in self.move_line_ids}
        return any(
            source.usage == "customer" and target.usage not in ("customer", "inventory")
            for source, target in ((source.sudo(), target.sudo()) for source, target in pairs)
        )

    def _sdw_under_rule(self):
        """The moves of companies in which the rule is on; no query where it is off."""
        return self.filtered(lambda move: (move.company_id or self.env.company).sudo()._sdw_mode(RULE) != "off")

    def _sdw_came_back(self):
        return self.filtered(lambda move: move.state == "done" and move._sdw_is_return())

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._sdw_under_rule()._sdw_came_back()._sdw_check_returned()
        return moves

    def write(self, vals):
        ruled = self._sdw_under_rule() if MOVED.intersection(vals) else self.browse()
        if not ruled:
            return super().write(vals)
        before = ruled._sdw_came_back()
        result = super().write(vals)
        (ruled._sdw_came_back() - before)._sdw_check_returned()
        return result

    def _sdw_check_returned(self):
        pickings = self.picking_id
        if pickings:
            pickings._check_gate("return")
        loose = self.filtered(
            lambda move: not move.picking_id and (move.company_id or self.env.company).sudo()._sdw_mode(RULE) == "block"
        )
        if loose:
            raise UserError(
                self.env._(
                    "Goods come back from a customer on a transfer only. Please make one for: %(goods)s",
                    goods=loose[:1].product_id.display_name,
                )
            )
