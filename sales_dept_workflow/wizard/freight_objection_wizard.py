from odoo import fields, models

from ..models.delivery.freight_objection import KINDS


class SdwFreightObjectionWizard(models.TransientModel):
    """Records what the customer objects to; the order itself checks who may."""

    _name = "sdw.freight.objection.wizard"
    _description = "The Customer Objects"

    order_id = fields.Many2one("sale.order", required=True)
    kind = fields.Selection(KINDS, "Objects to", required=True, default="freight")
    text = fields.Text("What the Customer Says", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.order_id.action_freight_objection(self.kind, self.text)
        return {"type": "ir.actions.act_window_close"}
