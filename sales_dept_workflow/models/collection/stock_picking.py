from odoo import models

from ..common.shared import shared
from .codes import CASE, HOLD, HOLDING, RULE


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _get_blockers(self, gate):
        """With or without an order: nothing goes to a customer on hold. What an order says already is not repeated."""
        if gate not in ("request", "ship"):
            return super()._get_blockers(gate)
        with shared(self.env.cr, HOLDING):
            return self._sdw_hold_blockers(super()._get_blockers(gate))

    def _sdw_hold_blockers(self, blockers):
        ruled = self._sdw_subject_to(RULE)
        shipments = ruled._sdw_shipments() if ruled else ruled
        held = shipments._sdw_holding() if shipments else {}
        for picking, blocker in self.env[CASE]._hold_blockers(held).items():
            if not any(found["code"] == HOLD for found in blockers[picking]):
                blockers[picking].append(blocker)
        return blockers

    def _sdw_receivers(self):
        return self.partner_id | self.move_ids.partner_id | self._sdw_orders()._sdw_customers()

    def _sdw_holding(self):
        """{transfer: the case that holds whom it goes to}, for those on hold."""
        return (
            self.sudo()
            ._sdw_receivers()
            ._sdw_pick_holding({picking: picking.sudo()._sdw_receivers() for picking in self})
        )
