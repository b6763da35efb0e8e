from odoo import fields, models


class SdwAgentRemitWizard(models.TransientModel):
    """Asks by which payment an agent passed on what he collected. The lines themselves check who may say so."""

    _name = "sdw.agent.remit.wizard"
    _description = "Passed on by an Agent"

    line_ids = fields.Many2many(
        "sdw.agent.settlement.line", required=True, default=lambda self: self._default_lines(), string="Collected"
    )
    company_id = fields.Many2one("res.company", default=lambda self: self._default_lines().company_id[:1])
    currency_id = fields.Many2one("res.currency", default=lambda self: self._default_lines().currency_id[:1])
    payment_id = fields.Many2one(
        "account.payment",
        "Passed on by",
        required=True,
        domain="[('payment_type', '=', 'inbound'), ('state', 'in', ('in_process', 'paid')),"
        " ('company_id', '=', company_id), ('currency_id', '=', currency_id)]",
    )

    def _default_lines(self):
        context = self.env.context
        records = self.env["sdw.agent.settlement.line"]
        if context.get("active_model") == "sdw.agent.settlement":
            return records.search(
                [("settlement_id", "in", context.get("active_ids", [])), ("is_outstanding", "=", True)]
            )
        return records.browse(context.get("active_ids", []))

    def action_confirm(self):
        self.ensure_one()
        self.line_ids.action_remit(self.payment_id)
        return {"type": "ir.actions.act_window_close"}
