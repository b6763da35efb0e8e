from odoo import models


class AccountMove(models.Model):
    """Orders of services alone ship nothing: the accountant's checks hold their invoice instead (decision 27)."""

    _inherit = "account.move"

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "post":
            return blockers
        on_credit = self.sudo().filtered(
            lambda move: move.move_type in ("out_invoice", "out_receipt")
            and move._sdw_company()._sdw_mode("credit") != "off"
        )
        orders = {move: move._sdw_charged_orders() for move in on_credit}
        involved = self.env["sale.order"].sudo().union(*orders.values())
        found = involved._sdw_credit_blockers("post")
        for move in on_credit:
            for order in orders[move]:
                blockers[move] += found.get(order, [])
        return blockers

    def _sdw_charged_orders(self):
        """The orders this invoice charges for; a down payment is how the customer prepays, so it does not count."""
        return self.line_ids.sale_line_ids.filtered(lambda line: not line.is_downpayment).order_id
