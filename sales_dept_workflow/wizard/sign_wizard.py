from odoo import fields, models


class SdwSignWizard(models.TransientModel):
    """Records the customer's signature on paper: who signed, and the scan."""

    _name = "sdw.sign.wizard"
    _description = "Record a Signature"

    agreement_id = fields.Many2one(
        "sdw.repayment.agreement",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    name = fields.Char("Signed by", required=True)
    signature = fields.Binary("Signature or Scan", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.agreement_id.action_sign(self.name, self.signature)
        return {"type": "ir.actions.act_window_close"}
