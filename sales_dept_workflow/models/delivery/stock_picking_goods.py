from collections import defaultdict

from odoo import models


class StockPicking(models.Model):
    """The goods that leave are those of the order, for the customer of the order (decisions 13 and 25).

    This holds for orders older than the rule, too: their exemption covers what was ordered, not what somebody adds.
    """

    _inherit = "stock.picking"

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "ship":
            return blockers
        ruled = self.sudo().filtered(lambda picking: picking._sdw_company()._sdw_mode("credit") != "off")
        shipments = ruled._sdw_shipments() if ruled else ruled
        excess = shipments._sdw_excess() if shipments else {}
        for picking in shipments:
            message = picking._sdw_wrong_consignee() or picking._sdw_excess_message(excess)
            if message:
                blockers[picking].append(picking._sdw_blocker("goods_differ", message))
        return blockers

    def _sdw_wrong_consignee(self):
        """A sentence when the goods go to somebody else than the orders say."""
        consignees = self._sdw_consignees().commercial_partner_id
        for order in self._sdw_orders():
            others = consignees - (order.partner_id | order.partner_shipping_id).commercial_partner_id
            if others:
                return self.env._(
                    "The transfer goes to %(consignee)s, but order %(order)s is of %(customer)s.",
                    consignee=others[0].display_name,
                    order=order.name,
                    customer=order.partner_id.commercial_partner_id.display_name,
                )
        return ""

    def _sdw_excess_message(self, excess):
        names = {
            move.product_id.display_name
            for move in self.move_ids
            if move._sdw_counts() and (move._sdw_order(), move.product_id) in excess
        }
        if not names:
            return ""
        return self.env._("More goods, or others, than ordered: %(goods)s.", goods=", ".join(sorted(names)))

    def _sdw_excess(self):
        """The (order, product) pairs of which more would have left than was ordered, returns taken off.

        Kits count as what they are made of.
        """
        orders = self._sdw_orders()
        ordered, leaving = orders.order_line._sdw_ordered_goods(), defaultdict(float)
        moves = self.move_ids | orders.order_line.move_ids.filtered(lambda move: move.state == "done")
        for move in moves:
            if move._sdw_order():
                leaving[move._sdw_order(), move.product_id] += move._sdw_net_quantity()
        return {key for key, quantity in leaving.items() if key[1].uom_id.compare(quantity, ordered.get(key, 0.0)) > 0}
