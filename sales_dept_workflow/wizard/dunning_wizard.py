from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwDunningWizard(models.TransientModel):
    """Logs one call in a few seconds. The case itself checks who may."""

    _name = "sdw.dunning.wizard"
    _description = "Log a Dunning Action"

    case_id = fields.Many2one(
        "sdw.collection.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    channel = fields.Selection(lambda self: self._selection_channel(), required=True, default="phone")
    bank_note = fields.Char(related="case_id.bank_note")
    outcome = fields.Selection(
        [
            ("promised", "Promises to pay"),
            ("reached", "Spoke, no promise"),
            ("no_answer", "No answer"),
            ("disputes", "Disputes the invoice"),
        ],
        "Result of the Call",
        default="promised",
        required=True,
    )
    result = fields.Text(help="Empty: the outcome alone is logged.")
    promised_amount = fields.Monetary()
    promised_date = fields.Date()

    @api.model
    def _selection_channel(self):
        return self.env["sdw.collection.action"]._fields["channel"]._description_selection(self.env)

    def action_confirm(self):
        self.ensure_one()
        promised = self.outcome == "promised"
        if promised and not self.promised_date:
            raise UserError(self.env._("A promise has a day."))
        outcome = dict(self._fields["outcome"]._description_selection(self.env))[self.outcome]
        self.case_id.action_dun(
            self.channel,
            f"{outcome}: {self.result}" if self.result else outcome,
            self.promised_amount if promised else None,
            self.promised_date if promised else None,
        )
        return {"type": "ir.actions.act_window_close"}
