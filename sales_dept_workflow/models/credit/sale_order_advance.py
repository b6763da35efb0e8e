from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Free credit of the customer put to use for an order, in the books its mode of payment asks for (Y-02, Y-06)."""

    _inherit = "sale.order"

    def action_use_credit(self):
        """Take from the customer's free credit what the prepayment of this order still lacks.

        A prepaid order gets a down payment on the account for advances received, matched with the money; any other has
        the money set aside on the receivable account.

        :raise AccessError: for whoever is no accountant
        :raise UserError: when nothing is free, or nothing is missing
        """
        self.ensure_one()
        self._sdw_check_role("group_sdw_accountant")
        order = self._sdw_system()
        self.env["sdw.credit.exposure"].sudo()._lock(order.partner_id.commercial_partner_id)
        amount = min(order._sdw_prepaid_lacking(), order._sdw_credit_left())
        if order.company_id.currency_id.compare_amounts(amount, 0.0) <= 0:
            raise UserError(self.env._("No money of the customer is free, or the order lacks none."))
        if order._sdw_books_advances():
            return self.action_book_advance(amount)
        return self.action_allocate_credit(amount + order.sdw_credit_allocated)

    def action_allocate_credit(self, amount):
        if amount and self.sudo()._sdw_books_advances():
            self._sdw_check_role("group_sdw_accountant")
            raise UserError(
                self.env._("%(order)s is prepaid: book the money as an advance received instead.", order=self.name)
            )
        return super().action_allocate_credit(amount)

    def action_book_advance(self, amount):
        """Book free credit of the customer as the advance for this order: a posted down payment, matched with it.

        :param float amount: company currency, at most what is free and what the order costs
        :raise AccessError: for whoever is no accountant
        """
        self.ensure_one()
        self._sdw_check_role("group_sdw_accountant")
        order = self._sdw_system()
        currency = order.company_id.currency_id
        amount = currency.round(float(amount or 0.0))
        if order.state != "sale" or not order._sdw_books_advances():
            raise UserError(
                self.env._("Advances are booked for confirmed prepaid orders, where the company has named an account.")
            )
        self.env["sdw.credit.exposure"].sudo()._lock(order.partner_id.commercial_partner_id)
        left = order._sdw_credit_left()
        if currency.compare_amounts(amount, 0.0) <= 0 or currency.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "Only %(left)s of the customer's credit is free.", left=order._sdw_format_fact(left, "money")
                )
            )
        invoice = order._sdw_invoice_advance(amount)
        order._sdw_match_credit(invoice)
        order._message_log(
            body=self.env._("Advance booked: %(amount)s", amount=order._sdw_format_fact(amount, "money"))
        )
        return True

    def _sdw_books_advances(self):
        """Whether money for this order goes through the account for advances received."""
        return bool(self.payment_mode == "prepaid" and self.company_id.downpayment_account_id)

    def _sdw_invoice_advance(self, amount):
        fixed = self.currency_id.round(amount * (self.currency_rate or 1.0))
        wizard = self.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": self.ids, "advance_payment_method": "fixed", "fixed_amount": fixed}
        )
        invoice = wizard._create_invoices(self)
        invoice.action_post()
        return invoice

    def _sdw_match_credit(self, invoice):
        """Match the down payment with the customer's free credits, oldest first."""
        due = invoice._sdw_term_lines()
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("account_id", "in", due.account_id.ids),
            ("parent_state", "=", "posted"),
            ("amount_residual", "<", 0),
        ]
        credits = self.env["account.move.line"].search(domain, order="date, id")
        if credits:
            (due + credits).reconcile()

    def _sdw_credit_left(self):
        """What of the customer's free credit no other order has set aside, company currency."""
        others = self._sdw_allocating_orders() - self
        free = self._sdw_free_credit().get(self.partner_id.commercial_partner_id.id, 0.0)
        left = free - sum(others.mapped("sdw_credit_allocated")) - self.sdw_credit_allocated
        return max(self.company_id.currency_id.round(left), 0.0)

    def _sdw_prepaid_lacking(self):
        received, required = self._sdw_prepaid_missing().get(self, (0.0, 0.0))
        return self.company_id.currency_id.round(required - received)

    def _generate_downpayment_invoices(self):
        """Paid online in part: in mixed mode the money stays on the receivable account (Y-06)."""
        shared = self.filtered(
            lambda order: order.payment_mode == "mixed"
            and order.company_id.downpayment_account_id
            and order.company_id.sudo()._sdw_mode("credit") == "block"
        )
        return super(SaleOrder, self - shared)._generate_downpayment_invoices()
