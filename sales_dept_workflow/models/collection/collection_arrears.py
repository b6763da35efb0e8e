from odoo import api, fields, models

from .codes import CASE

ARREARS = {"arrears_cause_id", "arrears_note", "arrears_measure"}


class SdwCollectionCase(models.Model):
    """Why the customer does not pay and what is done about it: the analysis of each debtor (C-12)."""

    _inherit = CASE

    arrears_cause_id = fields.Many2one(
        "sdw.arrears.cause", "Cause of Arrears", copy=False, tracking=True, ondelete="restrict", index="btree_not_null"
    )
    arrears_note = fields.Char("About the Cause", copy=False)
    arrears_measure = fields.Text("Collection Measure", copy=False)
    meeting_line_ids = fields.One2many("sdw.collection.meeting.line", "case_id", "Meetings", readonly=True)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() - ARREARS

    def _arrears(self):
        """What a new line of an agenda takes over from the case."""
        return {"cause_id": self.arrears_cause_id.id, "cause_note": self.arrears_note}

    def _absorb(self, others):
        """The lines of meetings follow when two customers become one."""
        taken = self.meeting_line_ids.meeting_id
        for line in others.meeting_line_ids:
            if line.meeting_id not in taken:
                taken |= line.meeting_id
                line.case_id = self
        return super()._absorb(others)
