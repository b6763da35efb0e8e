from collections import defaultdict

from odoo import models

from .product_product import PENDING


class SaleOrderLine(models.Model):
    """What the warehouse of a line lacks to deliver it (O-01, O-02).

    Counted is what lies in the warehouse, less what all other confirmed documents still take out of it, plus what comes
    in by the day the customer asked for. Lines procured for the order itself (goods straight from a vendor, make to
    order) are never short: their own purchase or manufacturing order carries the date.
    """

    _inherit = "sale.order.line"

    def _sdw_shortages(self):
        """Set-based: two passes, and a query for incoming goods only where the first finds something short.

        :return: {line: quantity missing, in the unit of the line}
        """
        goods = self._sdw_system().with_prefetch()._sdw_goods_to_come()
        if not goods:
            return {}
        free = self._sdw_free_stock(goods)
        missing = self._sdw_missing(goods, free, {})
        if missing:
            missing = self._sdw_missing(goods, free, self._sdw_incoming(missing, goods))
        return {line: quantity for line, quantity in missing.items() if not line._sdw_procured_for_order()}

    def _sdw_goods_to_come(self):
        """{line: {storable product: quantity still to leave, in its own unit}}.

        Kits count as what they are made of; what is reserved for a line is there.
        """
        lines = self.filtered(
            lambda line: (
                line.product_id.type == "consu"
                and line.warehouse_id
                and not (line.display_type or line.is_expense or line.is_downpayment)
                and line.product_uom_id.compare(line.product_uom_qty, line.qty_delivered) > 0
                and not (line.state == "sale" and line._sdw_is_supplied())
            )
        )
        kits, exploded, result = lines._sdw_kits(), {}, {}
        for line in lines:
            left = 1 - line.qty_delivered / line.product_uom_qty
            goods = line._sdw_goods_in(kits.get(line), exploded)
            stored = {product: quantity * left for product, quantity in goods.items() if product.is_storable}
            if stored:
                result[line] = stored
        return result

    def _sdw_free_stock(self, goods):
        """{(warehouse, product): on hand, less what others take}; what these lines take themselves is theirs."""
        products, free = defaultdict(self.env["product.product"].browse), defaultdict(float)
        for line, wanted in goods.items():
            for product in wanted:
                products[line.warehouse_id] |= product
        for warehouse, members in products.items():
            for product, (on_hand, outgoing) in members._sdw_stock_in(warehouse).items():
                free[warehouse, product] = on_hand - outgoing
        for line in goods:
            for move in line.move_ids if line.state == "sale" else ():
                if move.state in PENDING and not move.origin_returned_move_id:
                    free[line.warehouse_id, move.product_id] += move.product_qty
        return free

    def _sdw_incoming(self, lines, goods):
        """{(warehouse, product): [(day, quantity)]} that is on its way into the warehouses of ``lines``."""
        products, coming = defaultdict(self.env["product.product"].browse), defaultdict(list)
        for line in lines:
            for product in goods[line]:
                products[line.warehouse_id] |= product
        for warehouse, members in products.items():
            domain = [("product_id", "in", members.ids), ("state", "in", PENDING)]
            domain += list(members.with_context(warehouse_id=warehouse.id)._get_domain_locations()[1])
            for move in members.env["stock.move"].search_fetch(domain, ["product_id", "product_qty", "date"]):
                coming[warehouse, move.product_id].append((move.date.date(), move.product_qty))
        return coming

    def _sdw_missing(self, goods, free, incoming):
        """{line: quantity missing}; of several lines that want the same goods the first is served first."""
        taken, missing = defaultdict(float), {}
        for line, wanted in goods.items():
            due, share = line._sdw_wanted_on() if incoming else None, 0.0
            for product, quantity in wanted.items():
                key = (line.warehouse_id, product)
                coming = sum(amount for day, amount in incoming.get(key, ()) if day <= due)
                have = max(free[key] + coming - taken[key], 0.0)
                taken[key] += quantity
                if product.uom_id.compare(quantity, have) > 0:
                    share = max(share, (quantity - have) / quantity)
            if share:
                wanted_here = line.product_uom_qty - line.qty_delivered
                missing[line] = line.product_uom_id.round(wanted_here * share, rounding_method="UP")
        return missing

    def _sdw_wanted_on(self):
        """The day the customer expects this line: agreed on, else promised, else by the usual lead time."""
        order = self.order_id
        return order.sdw_delivery_date or order._sdw_company_date(order.commitment_date or self._expected_date())

    def _sdw_procured_for_order(self):
        """Whether a route brings the goods for this very order: straight from the vendor, or to order."""
        routes = self.route_ids or (self.product_id.route_ids | self.product_id.categ_id.total_route_ids)
        return any(
            rule.procure_method in ("make_to_order", "mts_else_mto")
            or (rule.location_src_id.usage == "supplier" and rule.location_dest_id.usage == "customer")
            for rule in routes.rule_ids
            if rule.active and rule.action != "push"
        )

    def _sdw_is_supplied(self):
        """Whether everything still to leave lies ready for this line: all its moves are reserved, or done."""
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        return bool(moves) and all(move.state in ("assigned", "done") for move in moves)
