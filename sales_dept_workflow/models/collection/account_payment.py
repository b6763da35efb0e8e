from odoo import fields, models
from odoo.exceptions import UserError

from ..common.account_payment import JUDGED, POSTED
from ..common.rules import roles
from .codes import BILL, BILL_METHOD, BILL_RULE, UNVERIFIED

READERS = roles("salesperson", "accountant", "legal")
#: A bill that is money in our books.
LIVING = ("booked", "paid")


class AccountPayment(models.Model):
    """What is paid in bills has a bill behind it that finance verified, running no longer than allowed (C-10, C-11)."""

    _inherit = "account.payment"

    sdw_bill_ids = fields.One2many(BILL, "payment_id", "Acceptance Bill", readonly=True, groups=READERS)
    sdw_endorsed_bill_ids = fields.One2many(BILL, "endorsement_id", "Endorsed Bill", readonly=True, groups=READERS)

    # ------------------------------------------------------------------ the gate
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "payment":
            return blockers
        on = self.filtered(lambda payment: payment.company_id.sudo()._sdw_mode(BILL_RULE) != "off")
        paying = on.sudo()._sdw_by_bill()
        of_bills = paying.sdw_bill_ids.with_env(self.env).sudo()._get_blockers(gate) if paying else {}
        for payment in paying.sudo(self.env.su):
            bill = payment.sudo()._sdw_bill()
            if not bill:
                blockers[payment] += payment._sdw_without_bill()
            elif payment.payment_type == "inbound":
                blockers[payment] += of_bills[bill]
        return blockers

    def _sdw_without_bill(self):
        if not self._sdw_subject_to(BILL_RULE):
            return []
        message = self.env._("Behind this payment stands no acceptance bill that finance has verified and booked.")
        return [self._sdw_blocker(UNVERIFIED, message)]

    def _sdw_by_bill(self):
        """The payments of self that move bills: by their method, their journal or their account."""
        method = self.env["ir.model.data"]._xmlid_to_res_id("sales_dept_workflow.payment_method_acceptance_bill")
        return self.filtered(
            lambda payment: payment.payment_method_id.id == method
            or payment.payment_method_id.code == BILL_METHOD
            or (payment.company_id.sdw_bill_journal_id and payment._sdw_in_bill_books())
        )

    def _sdw_in_bill_books(self):
        company = self.company_id
        return (
            self.journal_id == company.sdw_bill_journal_id or self.outstanding_account_id in company._sdw_bill_account()
        )

    def _sdw_bill(self):
        """The bill this payment carries, as far as both say the same; a payment to somebody carries an endorsed one."""
        self.ensure_one()
        if self.payment_type == "outbound":
            return self.sdw_endorsed_bill_ids
        bill = self.sdw_bill_ids
        same = (
            bill.currency_id == self.currency_id
            and self.currency_id.compare_amounts(bill.amount, self.amount) == 0
            and bill.partner_id.commercial_partner_id == self.partner_id.commercial_partner_id
        )
        return bill if bill and same else bill.browse()

    # ------------------------------------------------------------------ what is booked stays
    def write(self, vals):
        if not self.env.su and ("state" in vals or JUDGED & set(vals)):
            leaving = self.filtered(lambda payment: JUDGED & set(vals) or vals["state"] not in POSTED)
            leaving._sdw_check_bill_free()
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._sdw_check_bill_free()
        return super().unlink()

    def _sdw_check_bill_free(self):
        """While a bill is booked its payment is taken back by dishonouring the bill, and by nothing else."""
        payments = self.sudo().filtered(lambda payment: payment.company_id.sdw_bill_journal_id)._sdw_by_bill()
        bills = (payments.sdw_bill_ids | payments.sdw_endorsed_bill_ids).filtered(lambda bill: bill.state in LIVING)
        if bills:
            raise UserError(
                self.env._(
                    "This payment belongs to a booked bill: %(bills)s. If the bill is not paid, finance dishonours it.",
                    bills=", ".join(bills.mapped("display_name")),
                )
            )
