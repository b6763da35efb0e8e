from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "sdw.approval.mixin"]

    def write(self, vals):
        """Every way to post ends in this write; core refuses to create a posted entry."""
        if vals.get("state") == "posted":
            entering = self.filtered(
                lambda move: move.state != "posted" and move.is_sale_document(include_receipts=True)
            )
            if entering:
                entering._check_gate("post")
        return super().write(vals)

    def _compute_payment_count(self):
        """Core counts payments in the reader's name, so a salesperson could not open the invoice he has just made."""
        return super(AccountMove, self.sudo())._compute_payment_count()

    def _sdw_orders(self):
        """The sales orders these invoices come from."""
        return self.line_ids.sale_line_ids.order_id

    def _sdw_exempt(self, rule, since):
        orders = self.sudo()._sdw_orders()
        if orders:
            return all(order._sdw_exempt(rule, since) for order in orders)
        return super()._sdw_exempt(rule, since)

    def _sdw_panel_gates(self):
        drafts = self.filtered(lambda move: move.state == "draft" and move.is_sale_document(include_receipts=True))
        return {move: ("post",) if move in drafts else () for move in self}
