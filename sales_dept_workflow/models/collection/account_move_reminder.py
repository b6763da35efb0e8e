from odoo import api, fields, models

from ..common.messages import write_to
from ..common.rules import roles


class AccountMove(models.Model):
    """Invoices reminded of before they are due (C-14)."""

    _inherit = "account.move"

    sdw_reminded_on = fields.Datetime(
        "Reminded before Due",
        copy=False,
        readonly=True,
        groups=roles("salesperson", "accountant", "legal"),
        help="The courtesy reminder goes once per invoice.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_reminded_on"}

    def _sdw_reminder_contact(self):
        """Whom the invoice went to, if a mail reaches him, else the customer himself."""
        return self.partner_id if self.partner_id.email_normalized else self.commercial_partner_id

    def _sdw_post_reminder(self, contact, words):
        sender = self.invoice_user_id.email_formatted or self.company_id.email_formatted
        write_to(self, contact, words, sender=sender)
