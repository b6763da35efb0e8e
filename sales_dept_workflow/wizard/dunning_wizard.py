from odoo import api, fields, models


class SdwDunningWizard(models.TransientModel):
    """Logs one call in a few seconds. The case itself checks who may."""

    _name = "sdw.dunning.wizard"
    _description = "Log a Dunning Action"

    case_id = fields.Many2one(
        "sdw.collection.case", required=True, default=lambda self: self.env.context.get("active_id")
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    channel = fields.Selection(lambda self: self._selection_channel(), required=True, default="phone")
    result = fields.Text(required=True)
    promised_amount = fields.Monetary()
    promised_date = fields.Date()

    @api.model
    def _selection_channel(self):
        return self.env["sdw.collection.action"]._fields["channel"]._description_selection(self.env)

    def action_confirm(self):
        self.ensure_one()
        self.case_id.action_dun(self.channel, self.result, self.promised_amount, self.promised_date)
        return {"type": "ir.actions.act_window_close"}
