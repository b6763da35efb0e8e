from odoo import api, models


class SdwLegalDossier(models.AbstractModel):
    """The goods: what was ordered under which contract, what was delivered, and who signed for it."""

    _inherit = "sdw.legal.dossier"

    @api.model
    def _orders(self, facts):
        """Orders behind the open items, with the contract as it was signed."""
        rows = [self._order_row(facts.case, order) for order in facts.orders.sorted("id")]
        columns = [
            (self.env._("Order"), "text"),
            (self.env._("Ordered on"), "date"),
            (self.env._("Salesperson"), "text"),
            (self.env._("Contract"), "text"),
            (self.env._("Signed by"), "text"),
            (self.env._("Signed on"), "moment"),
            (self.env._("SHA-256 of the File"), "text"),
            (self.env._("Currency"), "text"),
            (self.env._("Amount"), "amount"),
        ]
        return self._section("orders", self.env._("Orders and Contracts"), columns, rows)

    def _order_row(self, case, order):
        version = order.sdw_contract_version_ids.sorted("number")[-1:]
        signed_on = version.signed_on or order.contract_signed_on or order.signed_on
        ordered = self._local(case, order.date_order)
        return [
            order.name,
            ordered and ordered.date(),
            order.user_id.name or None,
            version.name or order.client_order_ref or None,
            version.signed_by or order.signed_by or None,
            self._local(case, signed_on),
            version.file_hash or None,
            order.currency_id.name,
            order.amount_total,
        ]

    @api.model
    def _deliveries(self, facts):
        """Transfers with their notice, who signed it, and when the goods arrived."""
        followups = self._found("sdw.arrival.followup", [("picking_id", "in", facts.pickings.ids)])
        arrived = followups.grouped("picking_id")
        notices = facts.notices.grouped("picking_id")
        rows = [
            self._delivery_row(
                facts.case,
                picking,
                notices.get(picking, facts.notices.browse()),
                arrived.get(picking, followups.browse()),
            )
            for picking in facts.pickings
        ]
        columns = [
            (self.env._("Transfer"), "text"),
            (self.env._("Order"), "text"),
            (self.env._("Shipped on"), "moment"),
            (self.env._("Goods"), "text"),
            (self.env._("Delivery Notice"), "text"),
            (self.env._("Signed by"), "text"),
            (self.env._("Keeper"), "text"),
            (self.env._("Driver"), "text"),
            (self.env._("Consignee's Signature"), "text"),
            (self.env._("Arrived on"), "date"),
        ]
        return self._section("deliveries", self.env._("Deliveries"), columns, rows)

    def _delivery_row(self, case, picking, notice, followup):
        driver = " ".join(filter(None, (notice[:1].driver_name, notice[:1].vehicle_number)))
        return [
            self._transfer_name(picking),
            ", ".join(picking._sdw_orders().mapped("name")) or None,
            self._local(case, picking.date_done),
            self._goods(picking),
            notice[:1].name or None,
            notice[:1].gm_signed_by_id.name or None,
            notice[:1].keeper_id.name or None,
            driver or None,
            self.env._("Yes") if picking.signature else self.env._("No"),
            followup[:1].arrived_on or None,
        ]

    def _transfer_name(self, picking):
        if picking.location_id.usage == "customer":
            return self.env._("%(name)s (return)", name=picking.name)
        return picking.name

    def _goods(self, picking):
        moves = picking.move_ids.filtered(lambda move: move.state == "done")
        return "; ".join(
            f"{move.product_id.display_name} × {move.quantity:g} {move.product_uom.name}" for move in moves
        )
