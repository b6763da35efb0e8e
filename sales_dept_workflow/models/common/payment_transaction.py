from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Money comes in whatever a gate says; only the confirmation waits, so no payment is lost (decision 6)."""
        quotations = self.sale_order_ids.filtered(lambda order: order.state in ("draft", "sent"))
        reached = quotations.filtered(lambda order: order._is_confirmation_amount_reached())
        held = reached._sdw_held("confirm")
        held._sdw_tell_customer_waiting()
        ready = self.filtered(lambda transaction: not transaction.sale_order_ids & held)
        return super(PaymentTransaction, ready)._check_amount_and_confirm_order()
