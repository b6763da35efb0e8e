from odoo import api, models
from odoo.exceptions import AccessError

from .sale_order_hanging import HANGING
from .shared import shared


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "sdw.approval.mixin"]

    # ------------------------------------------------------------------ the stop for a direct write of the state
    @api.model_create_multi
    def create(self, vals_list):
        pickings = super().create(vals_list)
        done = pickings.filtered(lambda picking: picking.state == "done")
        if done:
            done._check_gate("ship")
        return pickings

    def write(self, vals):
        if vals.get("state") == "done":
            self.filtered(lambda picking: picking.state != "done")._check_gate("ship")
        if {"company_id", "picking_type_id"}.intersection(vals) and not self.env.su:
            self._sdw_check_company_kept(vals)
        return super().write(vals)

    def _sdw_check_company_kept(self, vals):
        """A transfer answers to the rules of its company: it is not moved to one that has none."""
        kind = self.env["stock.picking.type"].sudo().browse(vals.get("picking_type_id"))
        company_id = vals.get("company_id") or kind.company_id.id
        ruled = self.filtered(lambda picking: picking.company_id.sudo()._sdw_any_rule())
        if company_id and any(picking.company_id.id != company_id for picking in ruled):
            raise AccessError(
                self.env._("A transfer stays with its company. Please make a new one in the other company.")
            )

    # ------------------------------------------------------------------ what is asked
    def _sdw_shipments(self):
        """The transfers of self that bring goods to a customer."""
        return self.filtered(
            lambda picking: any(move._sdw_is_shipment() for move in picking.move_ids if move.state != "cancel")
        )

    def _sdw_orders(self):
        """The sales orders these transfers serve: that of every move, so that a merged transfer answers for all of
        them.
        """
        pickings = self.sudo()
        return pickings.move_ids.sale_line_id.order_id | pickings.sale_id

    def _sdw_consignees(self):
        """Who gets the goods. On goods straight from a vendor the transfer names the vendor, its moves the customer."""
        self.ensure_one()
        return self.move_ids.partner_id if self.location_id.usage == "supplier" else self.partner_id

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate not in ("request", "ship") or not any(
            picking._sdw_company().sudo()._sdw_any_rule() for picking in self
        ):
            return blockers
        shipments = self._sdw_shipments()
        # The warehouse asks about orders it need not be able to read.
        with shared(self.env.cr, HANGING):
            of_orders = shipments._sdw_orders()._get_blockers(gate)
        for picking in shipments:
            for order in picking._sdw_orders():
                blockers[picking] += of_orders[order]
        return blockers

    def _sdw_exempt(self, rule, since):
        orders = self._sdw_orders()
        if orders:
            return all(order._sdw_exempt(rule, since) for order in orders)
        return super()._sdw_exempt(rule, since)

    def _sdw_panel_gates(self):
        waiting = self.filtered(lambda picking: picking.state not in ("done", "cancel"))._sdw_shipments()
        return {picking: ("ship",) if picking in waiting else () for picking in self}
