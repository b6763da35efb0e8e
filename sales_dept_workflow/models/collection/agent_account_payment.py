from odoo import models


class AccountPayment(models.Model):
    """A payment that passed on what an agent collected, and was taken back: the agent owes it again (C-21)."""

    _inherit = "account.payment"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("draft", "canceled", "rejected"):
            lines = self.env["sdw.agent.settlement.line"].sudo().search([("payment_id", "in", self.ids)])
            lines.settlement_id._payment_gone()
        return result
