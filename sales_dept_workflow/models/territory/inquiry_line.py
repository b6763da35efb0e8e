from odoo import api, fields, models


class SdwInquiryLine(models.Model):
    """What an inquirer wants, and how much of it (Q-01)."""

    _name = "sdw.inquiry.line"
    _description = "Quantity Wanted"
    _order = "sequence, id"

    lead_id = fields.Many2one("crm.lead", "Inquiry", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", required=True, domain=[("sale_ok", "=", True)], ondelete="restrict")
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_uom_id", store=True, readonly=False, precompute=True, required=True
    )

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The quantity wanted must be more than zero.")

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id.uom_id

    def _sdw_text(self):
        """The line as one reads it aloud."""
        return f"{self.product_id.display_name} × {self.quantity:g} {self.uom_id.name}"
