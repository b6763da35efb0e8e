from odoo import fields, models


class SdwCounterOfferLine(models.TransientModel):
    _name = "sdw.counter.offer.line"
    _description = "Line of a Counter-offer"

    wizard_id = fields.Many2one("sdw.counter.offer.wizard", required=True, ondelete="cascade", index=True)
    order_line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    name = fields.Char("Product", readonly=True)
    offered = fields.Monetary("We Offer", readonly=True)
    quantity = fields.Float(digits="Product Unit")
    price_unit = fields.Float("Price Asked", digits="Product Price")

    def _demand(self):
        """What the customer asks on this line; a price is asked net of discount."""
        line = self.order_line_id
        demand = {"line_id": line.id, "quantity": self.quantity}
        if self.price_unit != self.offered:
            demand.update(price_unit=self.price_unit, discount=0.0)
        return demand
