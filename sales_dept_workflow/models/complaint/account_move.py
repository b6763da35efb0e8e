from odoo import api, fields, models

from ..common.rules import roles
from .codes import COMPLAINT, RULE
from .complaint_judge import About


class AccountMove(models.Model):
    """Nothing is credited for a major complaint before the sales manager has decided, and no more than he granted."""

    _inherit = "account.move"

    sdw_complaint_id = fields.Many2one(
        COMPLAINT,
        "Made from Complaint",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups=roles("salesperson"),
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_complaint_id"}

    def _sdw_complaint_about(self):
        move = self.sudo()
        orders = move._sdw_orders() | move.reversed_entry_id._sdw_orders()
        owner = move.commercial_partner_id or move.partner_id.commercial_partner_id
        until = move.create_date if move.state == "posted" else None
        return About(move.sdw_complaint_id, move.company_id, orders, owner, until)

    def _get_blockers(self, gate):
        """At gate ``post``; and ``reverse``, which the wizard asks of a credit note still to be filled in."""
        blockers = super()._get_blockers(gate)
        refunds = self.filtered(lambda move: move.move_type == "out_refund") if gate in ("post", "reverse") else None
        subject = refunds._sdw_subject_to(RULE) if refunds else self.browse()
        if not subject:
            return blockers
        complaints = self.env[COMPLAINT]
        refused, granted = complaints._judge({move: move._sdw_complaint_about() for move in subject})
        for move, found in refused.items():
            blockers[move] += found
        if gate == "post":
            for move, found in complaints._exceeding_money(granted, subject).items():
                blockers[move] += found
        return blockers
