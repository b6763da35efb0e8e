from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """In which accounts the three modes of payment are booked (Y-02, Y-04, Y-06, Z-18).

    Prepaid: money received is a down payment in core's sense, on the advance account of the company
    (``downpayment_account_id``); the final invoice takes it off again. On credit: the customer's receivable account.
    Mixed: the receivable account for both, so the advance is a payment set aside for the order, not a down payment.
    """

    _inherit = "account.move"

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "post":
            return blockers
        sold = self.sudo().filtered(
            lambda move: move.move_type in ("out_invoice", "out_receipt")
            and move._sdw_company()._sdw_mode("credit") != "off"
            and move._sdw_orders()
        )
        for move in sold._sdw_subject_to("credit"):
            blockers[move] += move._sdw_books_blockers()
        return blockers

    def _sdw_books_blockers(self):
        found = []
        right = self._sdw_receivable_account()
        wrong = self._sdw_term_lines().account_id - right
        if wrong and right:
            message = self.env._(
                "What the customer owes belongs on his receivable account %(right)s, not on %(wrong)s.",
                right=right.display_name,
                wrong=wrong[:1].display_name,
            )
            found.append(self._sdw_blocker("receivable_account", message))
        return found + self._sdw_advance_blockers()

    def _sdw_advance_blockers(self):
        advance = self.company_id.downpayment_account_id
        lines = self._sdw_advance_lines() if advance else self.line_ids[:0]
        modes = set(lines.sale_line_ids.order_id.mapped("payment_mode"))
        if "mixed" in modes and self._is_downpayment():
            message = self.env._(
                "Part prepaid, rest on credit: advances and invoices share the receivable account. "
                "Register the payment and set it aside for the order instead of a down payment."
            )
            return [self._sdw_blocker("advance_account", message)]
        if "prepaid" in modes and lines.account_id - advance:
            message = self.env._(
                "The prepayment belongs on the account for advances received, %(right)s, not on %(wrong)s.",
                right=advance.display_name,
                wrong=(lines.account_id - advance)[:1].display_name,
            )
            return [self._sdw_blocker("advance_account", message)]
        return []

    def _sdw_term_lines(self):
        return self.line_ids.filtered(lambda line: line.display_type == "payment_term")

    def _sdw_advance_lines(self):
        """The lines by which a down payment is invoiced, or taken off the final invoice."""
        return self.line_ids.filtered(
            lambda line: line.display_type == "product" and any(line.sale_line_ids.mapped("is_downpayment"))
        )

    def _sdw_receivable_account(self):
        """The customer's receivable account in the company of the invoice, as core maps it."""
        owner = self.commercial_partner_id.with_company(self.company_id)
        account = owner.property_account_receivable_id
        return self.fiscal_position_id.map_account(account) if self.fiscal_position_id else account

    def _sdw_check_books(self):
        """Refuse a change of the accounts of posted invoices that an enforced rule forbids."""
        for move in self.sudo()._sdw_blocking("credit"):
            found = move._sdw_books_blockers() if move._sdw_orders() else []
            if found:
                raise UserError(self._sdw_refusal({move: found}))
