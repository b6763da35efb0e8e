from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .codes_negotiation import READERS, RULE
from .offer_round import ROUND

#: What makes an offer another offer.
COMPARED = ("product_id", "name", "quantity", "uom", "price_unit", "discount", "subtotal")


class SaleOrder(models.Model):
    """Each offer that leaves the house, and each demand that comes back, is a numbered version (Q-15, N-08)."""

    _inherit = "sale.order"

    sdw_round_ids = fields.One2many(ROUND, "order_id", "Offer Rounds", readonly=True, copy=False, groups=READERS)
    sdw_round_count = fields.Integer("Number of Rounds", compute="_compute_sdw_round_count", groups=READERS)

    @api.depends("sdw_round_ids")
    def _compute_sdw_round_count(self):
        groups = self.env[ROUND]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.sdw_round_count = counts.get(order._origin.id, 0)

    # ------------------------------------------------------------------ frozen when it leaves the house
    def _sdw_stamp_confirmation(self, state):
        result = super()._sdw_stamp_confirmation(state)
        self._sdw_record_offer(again=state != "sent")
        return result

    def _sdw_record_offer(self, again=False):
        """Keep these quotations as they are now, unless our last round says the same.

        :param bool again: only those that have rounds already: a deal nobody haggled over is its own record
        """
        kept = self.filtered(lambda order: order.company_id.sudo()._sdw_mode(RULE) != "off")
        if not kept:
            return
        rounds, orders = self.env[ROUND], kept._sdw_system()
        if again:
            numbers = rounds._last_numbers(orders)
            orders = orders.filtered(lambda order: order.id in numbers)
        last = rounds._latest(orders, "ours") if orders else {}
        versions = {order: order._sdw_version() for order in orders}
        changed = orders.filtered(lambda order: not _same(last[order].lines, versions[order]["lines"]))
        if changed:
            rounds._record(changed, versions, "ours")
            changed.invalidate_recordset(["sdw_round_ids", "sdw_round_count"], flush=False)

    def _sdw_version(self):
        """What this quotation says now."""
        return {
            "lines": [line._sdw_version() for line in self.order_line if not line.display_type],
            "amount_untaxed": self.amount_untaxed,
            "amount_total": self.amount_total,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        if self.env[ROUND].sudo().search_count([("order_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("What was offered to a customer stays on record. Please cancel the quotation."))

    # ------------------------------------------------------------------ taken over
    def _sdw_take_over(self, demand):
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("Only a quotation takes over what the customer asks."))
        lines = {line.id: line for line in self.order_line}
        commands = [
            Command.update(
                asked["line_id"],
                {
                    "product_uom_qty": asked["quantity"],
                    "price_unit": asked["price_unit"],
                    "discount": asked["discount"],
                },
            )
            for asked in demand.lines
            if asked["line_id"] in lines and not _same([asked], [lines[asked["line_id"]]._sdw_version()])
        ]
        if not commands:
            raise UserError(self.env._("The quotation already says what the customer asks."))
        self.write({"order_line": commands})
        self._message_log(body=self.env._("Taken over: %(round)s", round=demand.name))

    # ------------------------------------------------------------------ what the approver of a price is told
    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        asked = self.filtered(lambda order: order.company_id.sudo()._sdw_mode(RULE) != "off")
        if code != "price" or not asked:
            return facts
        demands = self.env[ROUND]._latest(asked, "theirs")
        for order in asked:
            demand = demands[order]
            if demand:
                facts[order] = {
                    **facts[order],
                    "round": str(demand.number),
                    "demand": demand._sdw_against(order.sudo()),
                    "demand_total": demand.amount_untaxed,
                }
        return facts

    def _sdw_facts_labels(self, code):
        labels = super()._sdw_facts_labels(code)
        if code != "price":
            return labels
        return {
            **labels,
            "round": (self.env._("Customer's last demand: round"), "text"),
            "demand_total": (self.env._("Customer offers, net"), "number"),
            "demand": (self.env._("Lines (customer asks / we offer)"), "text"),
        }


def _same(before, after):
    """Whether two versions offer the same; the policy price and who wrote the line do not matter."""
    return [[line.get(name) for name in COMPARED] for line in before or ()] == [
        [line[name] for name in COMPARED] for line in after
    ]
