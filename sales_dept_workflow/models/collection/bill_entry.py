from odoo import models

from .codes import BILL, BILL_RULE, ENTRY


class AccountMove(models.Model):
    """A bill comes into the books by its own payment: an entry by hand would settle a debt with no paper (C-10)."""

    _inherit = "account.move"

    def write(self, vals):
        if vals.get("state") == "posted":
            entering = self.filtered(lambda move: move.state != "posted" and move.move_type == "entry")
            by_hand = entering._sdw_bill_entries() if entering else entering
            if by_hand:
                by_hand._check_gate("post")
        return super().write(vals)

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "post":
            return blockers
        entries = self.filtered(lambda move: move.move_type == "entry")
        for move in entries._sdw_subject_to(BILL_RULE)._sdw_bill_entries() if entries else ():
            message = self.env._("This entry settles a customer's debt with a bill that finance has not verified.")
            blockers[move].append(move._sdw_blocker(ENTRY, message))
        return blockers

    def _sdw_bill_entries(self):
        """Those of these entries that debit bills receivable and credit a customer, and belong to no booked bill.

        No query while the rule is off.
        """
        ruled = self.filtered(lambda move: move.company_id.sudo()._sdw_mode(BILL_RULE) != "off")
        moves = ruled.sudo().filtered(lambda move: not move.origin_payment_id and move._sdw_credits_customer())
        accounts = {company: company._sdw_bill_accounts() for company in moves.company_id}
        found = moves.filtered(
            lambda move: any(
                line.account_id in accounts[move.company_id] and line.balance > 0 for line in move.line_ids
            )
        )
        ours = self.env[BILL].sudo().search([("entry_ids", "in", found.ids)]).entry_ids if found else found
        return self.browse((found - ours).ids)

    def _sdw_credits_customer(self):
        return any(line.account_id.account_type == "asset_receivable" and line.balance < 0 for line in self.line_ids)
