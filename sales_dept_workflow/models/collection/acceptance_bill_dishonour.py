from operator import methodcaller

from odoo import fields, models

from .acceptance_bill_steps import ACTIVITY
from .codes import BILL


class SdwAcceptanceBill(models.Model):
    """A bill that is not paid: what its payment settled is owed again, overdue since the invoice was due."""

    _inherit = BILL

    dishonoured_on = fields.Datetime(readonly=True, copy=False)
    dishonour_reason = fields.Text(readonly=True, copy=False)

    def action_dishonour(self, reason=None):
        """The acceptor refuses to pay: finance takes the payment back, and whoever sold hears of it at once.

        The payment is reversed through the core, never deleted: the invoices are open again with their own due dates,
        and the collection case that closed with them opens again. An endorsed bill is owed to the supplier again, a
        discounted one the bank takes out of the account in full.

        :param str reason: what the acceptor said
        """
        self._sdw_check_role("group_sdw_finance")
        self._check_state("booked")
        bills = self._locked()
        for bill in bills:
            bill.with_company(bill.company_id)._take_back()
        bills.write(
            {"state": "dishonoured", "dishonoured_on": fields.Datetime.now(), "dishonour_reason": reason or False}
        )
        outside = bills.filtered(lambda bill: bill.custody != "finance")
        outside._hand_to("finance")
        bills._deadline_met()
        bills._tell_dishonoured()
        return True

    def _take_back(self):
        bill_account = self._items().account_id
        recourse = self.env["account.move"]
        if self.disposition == "endorsed":
            self._reverse(self.endorsement_id)
        elif self.disposition == "discounted":
            # The bank debits the face value; the interest it has earned stays with it.
            recourse = self._bank_entry(self.discount_move_id.journal_id, self.company_id._sdw_today(), -self.amount)
            self.entry_ids |= recourse
        elif self._items().reconciled:
            self._items().remove_move_reconcile()
        self._reverse(self.payment_id)
        if recourse:
            items = (recourse | self.discount_move_id).line_ids
            items.filtered(lambda line: line.account_id == bill_account).reconcile()

    def _reverse(self, payment):
        """Core's own reversal, matched with what it reverses; the payment itself reads rejected."""
        values = {"date": self.company_id._sdw_today(), "ref": self.env._("Dishonoured: %(bill)s", bill=self.number)}
        self.entry_ids |= payment.move_id._reverse_moves([values], cancel=True)
        payment.action_reject()

    def _tell_dishonoured(self):
        today, rows = fields.Date.context_today(self), []
        for bill in self:
            readers = bill.user_id | bill._sdw_manager()
            rows += [(bill, user, today, methodcaller("_say_dishonoured")) for user in readers]
        self._sdw_schedule(ACTIVITY, rows)

    def _say_dishonoured(self):
        return self.env._(
            "Dishonoured: bill %(number)s of %(customer)s. The debt is open again.",
            number=self.number,
            customer=self.sudo().partner_id.display_name,
        )
