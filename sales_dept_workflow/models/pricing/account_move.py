from collections import defaultdict

from odoo import api, models


class AccountMove(models.Model):
    """A discount given on the invoice, or afterwards by a credit note, is a discount (Q-05)."""

    _inherit = "account.move"

    # ------------------------------------------------------------------ gate
    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate == "post":
            self._sdw_subject_to("price")._sdw_add_price_blockers(found)
        return found

    def _sdw_add_price_blockers(self, found):
        given = {move: amount for move, amount in self._sdw_given_away().items() if amount}
        moves = self.browse(move.id for move in given)
        if moves:
            latest = moves._sdw_latest("price")
            covering = moves._sdw_covering("price", latest)
            for move in moves.filtered(lambda move: not covering[move]):
                message = move._sdw_given_message(given[move])
                found[move].append(move._sdw_ask_blocker("price_approval", "price", latest[move], message))
        (self - moves)._sdw_add_order_blockers(found)

    def _sdw_given_message(self, amount):
        text = self.currency_id.format(amount)
        if self.move_type == "out_refund":
            return self.env._("The credit note gives back %(amount)s without a return of goods.", amount=text)
        return self.env._("The invoice is %(amount)s below the prices of the order.", amount=text)

    def _sdw_add_order_blockers(self, found):
        """What a stock or expense flow did to the order is approved before it is invoiced."""
        orders = {move: move.sudo()._sdw_orders() for move in self if move.move_type == "out_invoice"}
        concerned = self.env["sale.order"].sudo().union(*orders.values())
        waiting = {order: [] for order in concerned}
        concerned._sdw_add_price_blockers(waiting)
        for move, members in orders.items():
            for order in members:
                found[move] += [move._sdw_of_its_order(order, blocker) for blocker in waiting[order]]

    def _sdw_of_its_order(self, order, blocker):
        """An order's blocker, of whichever code, as the invoice's own."""
        message = f"{order.name}: {blocker['message']}"
        return self._sdw_blocker("price_approval", message, blocker["action"], blocker["role"])

    # ------------------------------------------------------------------ what it gives away
    def _sdw_given_away(self):
        """{move: net amount, in its currency, below the prices of its orders}; without an order nothing."""
        lines = self.sudo().invoice_line_ids.filtered(lambda line: line.display_type == "product")
        result = dict.fromkeys(self, 0.0)
        returned = self.sudo()._sdw_returned(lines)
        for move, members in lines.grouped("move_id").items():
            if move._sdw_of_order():
                amounts = [line._sdw_given_away(returned) for line in members]
                result[self.browse(move.id)] = move.currency_id.round(sum(amounts))
        return result

    def _sdw_of_order(self):
        """Whether it belongs to an order. A credit note that takes back no invoice gives back somebody's price."""
        if self.move_type == "out_refund" and not self.reversed_entry_id:
            return True
        return bool(self._sdw_orders() or self.reversed_entry_id._sdw_orders())

    def _sdw_returned(self, lines):
        """{order line: goods that came back and are not credited yet, in its unit}."""
        ordered = lines.filtered(lambda line: line.move_id.move_type == "out_refund").sale_line_ids
        result = defaultdict(float)
        if not ordered:
            return result
        for move in ordered.move_ids.filtered(
            lambda move: move.state == "done" and move.location_id.usage == "customer"
        ):
            line = move.sale_line_id
            result[line] += move.product_uom._compute_quantity(move.quantity, line.product_uom_id)
        for credited in ordered.invoice_lines - lines:
            if credited.move_id.move_type == "out_refund" and credited.move_id.state == "posted":
                line = credited.sale_line_ids[:1]
                result[line] -= credited.product_uom_id._compute_quantity(credited.quantity, line.product_uom_id)
        return result

    # ------------------------------------------------------------------ approval
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), "price"]

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != "price":
            return facts
        for move, amount in self._sdw_given_away().items():
            facts[move] = {**facts[move], **move._sdw_price_facts(amount)}
        return facts

    def _sdw_price_facts(self, amount):
        company = self.company_id
        net = abs(self.amount_untaxed)
        day = self.invoice_date or company.sudo()._sdw_today()
        return {
            "amount": self.currency_id._convert(amount, company.currency_id, company, day),
            "concession": amount,
            "percent": amount / (net + amount) * 100 if amount else 0.0,
            "customer_id": self.partner_id.id,
            "customer": self.partner_id.display_name,
            "orders": ", ".join(self.sudo()._sdw_orders().mapped("name")),
        }

    def _sdw_facts_labels(self, code):
        labels = super()._sdw_facts_labels(code)
        if code != "price":
            return labels
        return {
            **labels,
            "customer": (self.env._("Customer"), "text"),
            "orders": (self.env._("Orders"), "text"),
            "amount": (self.env._("Given away"), "money"),
            "percent": (self.env._("In percent"), "percent"),
        }

    def _sdw_worse(self, approval, facts):
        worse = super()._sdw_worse(approval, facts)
        if approval.code != "price":
            return worse
        before = approval.facts or {}
        if before.get("customer_id") != facts["customer_id"]:
            worse.append({"key": "customer", "before": before.get("customer"), "after": facts["customer"]})
        if round(facts["concession"] - (before.get("concession") or 0.0), 6) > 0:
            worse.append({"key": "amount", "before": before.get("amount"), "after": facts["amount"]})
        return worse
