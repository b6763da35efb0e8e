from odoo import fields, models

from .codes import NOTICE, RULE, SALES_ADMIN
from .stock_picking_notice import READERS


class SaleOrder(models.Model):
    """The order's view of its delivery notices."""

    _inherit = "sale.order"

    sdw_notice_count = fields.Integer("Delivery Notices", compute="_compute_sdw_notice_count", groups=READERS)

    def _compute_sdw_notice_count(self):
        counts = dict.fromkeys(self, 0)
        domain = [("picking_id.move_ids.sale_line_id.order_id", "in", self.ids)]
        for notice in self.env[NOTICE].search(domain):
            for order in notice.sudo().picking_id._sdw_orders() & self:
                counts[order] += 1
        for order in self:
            order.sdw_notice_count = counts[order]

    def action_sdw_make_notice(self):
        """Make the delivery notices of the transfers of these orders that have none, and open them all."""
        self._sdw_check_role(SALES_ADMIN)
        pickings = self._sdw_open_shipments().with_env(self.env)
        without = pickings.filtered(lambda picking: not picking.sudo()._sdw_notice())
        self.env[NOTICE].create([{"picking_id": picking.id} for picking in without])
        return self.action_sdw_notices()

    def action_sdw_notices(self):
        """Open the delivery notices of these orders."""
        self._sdw_check_caller()
        return self.sudo().order_line.move_ids.picking_id.with_env(self.env).action_sdw_notices()

    def _sdw_open_shipments(self):
        """The transfers that still bring goods of these orders to their customers."""
        pickings = self.sudo().order_line.move_ids.picking_id
        return pickings.filtered(lambda picking: picking.state not in ("done", "cancel"))._sdw_shipments()

    # ------------------------------------------------------------------ panel
    def _sdw_panel_gates(self):
        gates = super()._sdw_panel_gates()
        return {order: (*ahead, "notice") if "ship" in ahead else ahead for order, ahead in gates.items()}

    def _get_blockers(self, gate):
        """Gate ``notice``, for the panel: what is missing of the notices of the transfers that wait."""
        blockers = super()._get_blockers(gate)
        subject = self._sdw_subject_to(RULE) if gate == "notice" else self.browse()
        pickings = subject._sdw_open_shipments()
        found = pickings._sdw_notice_blockers() if pickings else {}
        for order in subject:
            for picking in pickings:
                if order in picking._sdw_orders():
                    blockers[order] += found[picking]
        return blockers

    def _sdw_ended(self, state):
        """Cancelled, or back to draft: nothing leaves on a notice of these orders any more (decision 30)."""
        result = super()._sdw_ended(state)
        live = self._sdw_system()._sdw_open_shipments().sdw_notice_ids
        live._void(self.env._("The order was cancelled."))
        return result
