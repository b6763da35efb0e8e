from odoo import fields, models

from .codes import CASE


class SdwCollectionCase(models.Model):
    """Whether the bank entries are fresh enough to chase anybody."""

    _inherit = CASE

    bank_note = fields.Char("Bank Entries", compute="_compute_bank_note")

    def _compute_bank_note(self):
        notes = self.sudo().company_id._sdw_bank_note()
        for case in self:
            case.bank_note = notes[case.sudo().company_id] if case.state != "closed" else False
