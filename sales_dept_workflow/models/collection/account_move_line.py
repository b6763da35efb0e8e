from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _up_to(self, amount):
        """The first of these items, in their order, until ``amount`` (of their currency) is covered; None: all."""
        if amount is None:
            return self
        picked = self.browse()
        for item in self:
            if amount <= 0:
                break
            picked |= item
            amount -= abs(item.amount_residual_currency)
        return picked
