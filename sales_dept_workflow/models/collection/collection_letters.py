from odoo import fields, models

from .codes import CASE
from .dunning_letter import LETTER


class SdwCollectionCase(models.Model):
    """Whose turn it is to get a letter."""

    _inherit = CASE

    letter_ids = fields.One2many(LETTER, "case_id", "Letters", readonly=True)

    def _letters_due(self):
        """The cases whose level asks for a letter or mail: a new level, or the same one after its interval.

        Not: who has promised and still has time, whose agreement is signed, who is paused.
        """
        today = {company: company._sdw_today() for company in self.company_id}
        asking = self.filtered(
            lambda case: case.state == "dunning"
            and not case.paused_until
            and not (case.promised_date and case.promised_date >= today[case.company_id])
            and case.level_id.channel in ("email", "letter")
        )
        asking -= asking.agreement_ids.filtered(lambda agreement: agreement.state == "signed").case_id
        days = asking._dunning_days()
        return asking.filtered(
            lambda case: case.last_level_id != case.level_id
            or (today[case.company_id] - case.last_level_on).days >= days[case]
        )

    def _prepare_letter(self):
        return {
            "case_id": self.id,
            "level_id": self.level_id.id,
            "channel": self.level_id.channel,
            "day": self.company_id._sdw_today(),
            "amount": self.overdue_amount_company,
            "oldest_due_date": self.oldest_due_date,
        }
