from odoo import api, fields, models
from odoo.fields import Command

from .codes import COMPLAINT


class AccountMoveReversal(models.TransientModel):
    """A credit note is refused as it is made, not only when it is posted; one for a complaint bears its name."""

    _name = "account.move.reversal"
    _inherit = ["account.move.reversal", "sdw.guard.mixin"]

    sdw_complaint_id = fields.Many2one(COMPLAINT, "Made from Complaint", readonly=True)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_complaint_id"}

    def _for_complaint(self, complaint, invoice):
        """The wizard as the system fills it in for a complaint."""
        reason = self.env._("Complaint %(name)s", name=complaint.name)
        values = {
            "move_ids": [Command.set(invoice.ids)],
            "journal_id": invoice.journal_id.id,
            "reason": reason,
            "sdw_complaint_id": complaint.id,
        }
        return self.with_company(invoice.company_id).sudo().create(values)

    def reverse_moves(self, is_modify=False):
        action = super().reverse_moves(is_modify=is_modify)
        made = self.new_move_ids
        # Only the system says from which complaint it comes; what a client writes into the wizard counts for nothing.
        if self.env.su and self.sdw_complaint_id:
            made.write({"sdw_complaint_id": self.sdw_complaint_id.id})
        made.filtered(lambda move: move.state == "draft")._check_gate("reverse")
        return action
