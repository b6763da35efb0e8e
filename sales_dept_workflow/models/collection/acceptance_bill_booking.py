from odoo import fields, models
from odoo.exceptions import UserError

from .acceptance_bill import BOOKS
from .codes import BILL


class SdwAcceptanceBill(models.Model):
    """What finance has verified becomes a payment of the customer, through core's payments (C-10)."""

    _inherit = BILL

    payment_id = fields.Many2one(
        "account.payment",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups=BOOKS,
    )
    booked_on = fields.Datetime(readonly=True, copy=False)
    booked_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    entry_ids = fields.Many2many(
        "account.move", "sdw_bill_entry_rel", string="Entries", readonly=True, copy=False, groups=BOOKS
    )

    def action_book(self):
        """Book verified bills: one payment each, on the company's bills receivable, matched with the invoices.

        :raise UserError: for bills finance has not verified, or running too long without approval (mode ``block``)
        """
        self._sdw_check_role("group_sdw_finance")
        self._check_state("handed_over")
        unverified = self.filtered(lambda bill: not bill.verified_on)
        if unverified:
            raise UserError(
                self.env._(
                    "Finance verifies a bill before it is booked: %(bills)s.",
                    bills=", ".join(unverified.mapped("display_name")),
                )
            )
        bills = self._locked()
        bills._check_acceptable()
        for company, theirs in bills.grouped("company_id").items():
            theirs.with_company(company)._book()
        bills.write({"state": "booked", "booked_on": fields.Datetime.now(), "booked_by_id": self.env.uid})
        bills._watch_maturity()
        return True

    def _check_acceptable(self):
        """Refuse in the bill's own name; what is only warned about is filed once, by the payment."""
        enforced = {
            bill: held
            for bill, blockers in self._get_blockers("payment").items()
            if (held := [blocker for blocker in blockers if blocker["mode"] == "block"])
        }
        if enforced:
            raise UserError(self._sdw_refusal(enforced))

    def _book(self):
        method = self.company_id._sdw_bill_method_line()
        payments = self.env["account.payment"].create([bill._prepare_payment(method) for bill in self])
        for bill, payment in zip(self, payments, strict=True):
            bill.payment_id = payment
        payments.action_post()
        for bill in self:
            bill._match(bill.payment_id, bill.invoice_ids)

    def _prepare_payment(self, method):
        return {
            "company_id": self.company_id.id,
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.commercial_partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "date": self.company_id._sdw_today(),
            "journal_id": method.journal_id.id,
            "payment_method_line_id": method.id,
            "memo": self.number,
        }

    def _match(self, payment, invoices):
        """Match a payment with these invoices, else with the partner's oldest items; what is left is free credit."""
        _bills, items, _rest = payment._seek_for_lines()
        domain = [
            ("account_id", "=", items.account_id.id),
            ("company_id", "=", payment.company_id.id),
            ("partner_id.commercial_partner_id", "=", payment.partner_id.commercial_partner_id.id),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("balance", ">" if payment.payment_type == "inbound" else "<", 0),
        ]
        if invoices:
            domain.append(("move_id", "in", invoices.ids))
        else:
            domain.append(("currency_id", "=", payment.currency_id.id))
        debts = self.env["account.move.line"].search(domain, order="date_maturity, id")
        if debts:
            (items | debts._up_to(payment.amount if not invoices else None)).reconcile()

    def action_open_payment(self):
        """Open the payment of this bill."""
        self.ensure_one()
        self._sdw_check_caller()
        return self.payment_id._get_records_action()

    def action_open_entries(self):
        """Open the entries made for this bill."""
        self._sdw_check_caller()
        return (self.entry_ids | self.payment_id.move_id)._get_records_action(name=self.env._("Entries"))
