from odoo import models
from odoo.exceptions import UserError

from .offer_round import ROUND


class SaleOrder(models.Model):
    """What the customer asks for instead, on record; our own lines stay as they are (Q-15)."""

    _inherit = "sale.order"

    def action_open_counter_offer(self):
        """Open the window that records what the customer asks for."""
        self.ensure_one()
        self._sdw_check_role("group_sdw_salesperson")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Counter-offer"),
            "res_model": "sdw.counter.offer.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_record_counter_offer(self, lines, note=None):
        """Record a round of the customer's.

        :param list lines: dicts ``line_id`` (of this quotation), and ``price_unit``, ``quantity``, ``discount`` where
            the customer asks for others
        :param str note: conditions he asks for
        :return: the new ``sdw.offer.round``
        :raise UserError: when he asks for nothing, or the quotation is no longer one
        """
        self.ensure_one()
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("Only a quotation is negotiated."))
        order = self._sdw_system()
        order.lock_for_update()
        demanded = order._sdw_read_demand(lines)
        if not any(demanded.values()) and not (note or "").strip():
            raise UserError(self.env._("Please enter what the customer asks: prices, quantities or conditions."))
        version = order._sdw_demand_version(demanded)
        rounds = self.env[ROUND]._record(order, {order: version}, "theirs", note)
        self.invalidate_recordset(["sdw_round_ids", "sdw_round_count"], flush=False)
        return rounds.sudo(False)

    def _sdw_read_demand(self, lines):
        """{line of this order: what the customer asks for another than we offer}"""
        known = {line.id: line for line in self.order_line if not line.display_type}
        demanded = {}
        for asked in lines or ():
            line = known.get(asked.get("line_id"))
            if not line:
                raise UserError(self.env._("A demand is about the lines of its quotation."))
            offered = {
                "price_unit": line.price_unit,
                "quantity": line.product_uom_qty,
                "discount": line.discount,
            }
            new = {name: float(asked[name]) for name in offered if asked.get(name) is not None}
            if any(value < 0 for value in new.values()) or new.get("discount", 0.0) > 100:
                raise UserError(self.env._("%(line)s: this is not a price a customer asks.", line=line.name))
            demanded[line] = {name: value for name, value in new.items() if value != offered[name]}
        return demanded

    def _sdw_demand_version(self, demanded):
        """The quotation as the customer would have it, with what it would come to."""
        versions, untaxed, total = [], 0.0, 0.0
        for line in self.order_line.filtered(lambda line: not line.display_type):
            version = {**line._sdw_version(), **demanded.get(line, {})}
            price, discount, quantity = version["price_unit"], version["discount"], version["quantity"]
            amounts = line.tax_ids.compute_all(
                price * (1 - discount / 100), self.currency_id, quantity, line.product_id, self.partner_id
            )
            version["subtotal"] = amounts["total_excluded"]
            version["asked"] = sorted(demanded.get(line, {}))
            versions.append(version)
            untaxed += amounts["total_excluded"]
            total += amounts["total_included"]
        return {"lines": versions, "amount_untaxed": untaxed, "amount_total": total}
