from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.collection.collection_legal_work import OUTCOMES, OWN_STEPS


class SdwLegalStepWizard(models.TransientModel):
    """Logs a step at law, or its outcome. The case itself checks who may."""

    _name = "sdw.legal.step.wizard"
    _description = "Log a Legal Step"

    case_id = fields.Many2one(
        "sdw.collection.case",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    kind = fields.Selection("_selection_kind", "Step", required=True, default="filed")
    done_on = fields.Date("Date", default=fields.Date.context_today)
    note = fields.Text("What Happened", required=True)
    next_date = fields.Date("Next Date at Law")
    cost = fields.Monetary("Costs")
    file_ids = fields.Many2many("ir.attachment", string="Files")
    outcome = fields.Selection(OUTCOMES, "Legal Outcome")

    @api.model
    def _selection_kind(self):
        kinds = self.env["sdw.legal.step"]._fields["kind"]._description_selection(self.env)
        return [(kind, label) for kind, label in kinds if kind not in OWN_STEPS or kind == "outcome"]

    def action_confirm(self):
        self.ensure_one()
        if self.kind != "outcome":
            self.case_id.action_log_step(
                self.kind, self.note, self.done_on, self.next_date, self.cost, self.file_ids.ids
            )
        elif self.outcome:
            self.case_id.action_legal_outcome(self.outcome, self.note)
        else:
            raise UserError(self.env._("Please say what came of it."))
        return {"type": "ir.actions.act_window_close"}
