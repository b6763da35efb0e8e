from odoo import fields, models

from ..models.delivery.sale_order_freight import HOW


class SdwFreightToldWizard(models.TransientModel):
    """Records what the customer was told; the order itself checks who may."""

    _name = "sdw.freight.told.wizard"
    _description = "Freight Told to the Customer"

    order_id = fields.Many2one("sale.order", required=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount = fields.Monetary("Freight", required=True)
    how = fields.Selection(HOW, "Told how", required=True, default="phone")

    def action_confirm(self):
        self.ensure_one()
        self.order_id.action_freight_told(self.amount, self.how)
        return {"type": "ir.actions.act_window_close"}
