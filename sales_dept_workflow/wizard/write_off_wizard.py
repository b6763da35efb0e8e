from odoo import fields, models


class SdwWriteOffWizard(models.TransientModel):
    """Asks how much is to be written off, and why. The case itself checks who may ask."""

    _name = "sdw.write.off.wizard"
    _description = "Ask for a Write-off"

    case_id = fields.Many2one(
        "sdw.collection.case",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    open_amount_company = fields.Monetary(related="case_id.open_amount_company")
    credit_amount_company = fields.Monetary(related="case_id.credit_amount_company")
    amount = fields.Monetary("To Write off", required=True, default=lambda self: self._default_amount())
    reason = fields.Text(required=True)

    def _default_amount(self):
        case = self.env["sdw.collection.case"].browse(self.env.context.get("active_id"))
        return case.open_amount_company - case.credit_amount_company

    def action_confirm(self):
        self.ensure_one()
        self.case_id.action_request_write_off(self.amount, self.reason)
        return {"type": "ir.actions.act_window_close"}
