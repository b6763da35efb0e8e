from odoo import fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """Figures of the end of the collection chain."""

    _inherit = "res.company"

    sdw_write_off_account_id = fields.Many2one(
        "account.account",
        "Bad Debt Losses",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_other"))],
        help="Where an approved write-off of a customer's debt is booked.",
    )
    sdw_meeting_amount = fields.Monetary(
        "Discussed from (amount)",
        default=0.0,
        help="The agenda of a collection meeting lists debtors who owe at least so much, or are long overdue.",
    )
    sdw_meeting_days = fields.Integer(
        "Next Collection Meeting after (days)", default=30, help="0: nobody is reminded of the next one."
    )
    sdw_agent_remit_days = fields.Integer("Agents Remit within (days)", default=7)

    def _sdw_write_off_account(self):
        """
        :raise UserError: while none is chosen
        """
        account = self.sudo().sdw_write_off_account_id
        if not account:
            raise UserError(
                self.env._("Please choose the account for bad debt losses in Settings › Sales Department first.")
            )
        return account
