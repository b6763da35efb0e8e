from odoo import models


class AccountMoveLine(models.Model):
    """A posted invoice keeps what the customer owes on his receivable account (Y-04)."""

    _inherit = "account.move.line"

    def write(self, vals):
        result = super().write(vals)
        if "account_id" in vals:
            posted = self.move_id.filtered(
                lambda move: move.state == "posted" and move.move_type in ("out_invoice", "out_receipt")
            )
            if posted:
                posted._sdw_check_books()
        return result
