from odoo import api, fields, models
from odoo.fields import Command


class SdwCounterOfferWizard(models.TransientModel):
    """Writes down what the customer asks for instead. The quotation itself checks who may."""

    _name = "sdw.counter.offer.wizard"
    _description = "Record Counter-offer"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="order_id.currency_id")
    line_ids = fields.One2many(
        "sdw.counter.offer.line", "wizard_id", compute="_compute_line_ids", store=True, readonly=False
    )
    note = fields.Text("Conditions")

    @api.depends("order_id")
    def _compute_line_ids(self):
        for wizard in self:
            lines = wizard.order_id.order_line.filtered(lambda line: not line.display_type)
            wizard.line_ids = [Command.clear(), *(Command.create(self._prepare_line(line)) for line in lines)]

    def _prepare_line(self, line):
        return {
            "order_line_id": line.id,
            "name": line.product_id.display_name or line.name,
            "quantity": line.product_uom_qty,
            "offered": line.price_unit * (1 - line.discount / 100),
            "price_unit": line.price_unit * (1 - line.discount / 100),
        }

    def action_confirm(self):
        self.ensure_one()
        self.order_id.action_record_counter_offer([line._demand() for line in self.line_ids], self.note)
        return {"type": "ir.actions.act_window_close"}
