from odoo import api, models

from .rules import moment

#: A payment in these states has left draft: its entry is in the ledger.
POSTED = ("in_process", "paid")
#: What a check of a payment judges.
JUDGED = {"payment_method_line_id", "journal_id", "amount", "currency_id", "partner_id", "payment_type", "company_id"}


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "sdw.gate.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments.filtered(lambda payment: payment.state in POSTED)._check_gate("payment")
        return payments

    def write(self, vals):
        """The one stop of payments (decision 5): asked about what the write leaves behind, since one write can both
        change a draft and post it; a refusal takes all of it back.
        """
        judged = JUDGED.intersection(vals)
        entering = self.filtered(lambda payment: judged or payment.state not in POSTED)
        result = super().write(vals)
        if judged:
            self._sdw_judged_anew()
        if judged or vals.get("state") in POSTED:
            entering.filtered(lambda payment: payment.state in POSTED)._check_gate("payment")
        return result

    def _sdw_judged_anew(self):
        """A draft older than a rule is exempt only as it was."""
        ruled = self.filtered(lambda payment: payment.company_id.sudo()._sdw_any_rule())
        if ruled:
            ruled._sdw_system().write({"sdw_guarded_on": moment()})

    def _sdw_panel_gates(self):
        return {payment: ("payment",) if payment.state == "draft" else () for payment in self}
