from collections import defaultdict

from odoo import api, fields, models


class SdwGateMixin(models.AbstractModel):
    """What a list says about a document's next step: whether it is held, by whom, and why."""

    _inherit = "sdw.gate.mixin"

    sdw_held = fields.Selection(
        [("held", "Held"), ("customer", "Customer's Turn")],
        "Hold",
        compute="_compute_sdw_held",
        groups="base.group_user",
        help="Whether an enforced rule stands before the next step: by something of ours, or of the customer's alone.",
    )
    sdw_held_reason = fields.Char("Held because", compute="_compute_sdw_held", groups="base.group_user")

    @api.depends_context("uid", "lang")
    def _compute_sdw_held(self):
        holding = self._origin._sdw_next_blockers()
        for record in self:
            blockers = holding.get(record._origin, ())
            ours = any(blocker["kind"] == "internal" for blocker in blockers)
            record.sdw_held = blockers and ("held" if ours else "customer")
            record.sdw_held_reason = " ".join(blocker["message"] for blocker in blockers)

    def _sdw_next_blockers(self):
        """{record: what an enforced rule holds at the next of its gates}, for those held; one pass for each gate."""
        by_gate = defaultdict(self.browse)
        for record, gates in self._sdw_ruled()._sdw_panel_gates().items():
            if gates:
                by_gate[gates[0]] |= record
        return {
            record: enforced
            for gate, records in by_gate.items()
            for record, blockers in records._get_blockers(gate).items()
            if (enforced := [blocker for blocker in blockers if blocker["mode"] == "block"])
        }

    def _sdw_ruled(self):
        """The records of self in whose company some rule is on; no query where none is."""
        return self.filtered(lambda record: record._sdw_company().sudo()._sdw_any_rule())
