from odoo import fields, models


class SdwContractSignWizard(models.TransientModel):
    """Files the contract the customer signed on paper. The order itself checks who may, and when."""

    _name = "sdw.contract.sign.wizard"
    _description = "File a Signed Contract"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade")
    signed_by = fields.Char("Signed by", required=True, help="Who signed for the customer.")
    signed_on = fields.Date("Signed on", required=True, default=fields.Date.context_today)
    file = fields.Binary("Scan", required=True)
    file_name = fields.Char()

    def action_confirm(self):
        self.ensure_one()
        self.order_id.action_sign_contract(self.signed_by, self.signed_on, self.file_name, self.file)
        return {"type": "ir.actions.act_window_close"}
