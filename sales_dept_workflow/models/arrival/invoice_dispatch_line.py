from odoo import api, fields, models


class SdwInvoiceDispatchLine(models.Model):
    """One line of the invoicing data: goods shipped, at the prices of the order (D-03). Set by the system."""

    _name = "sdw.invoice.dispatch.line"
    _description = "VAT Invoice Dispatch Line"
    _inherit = ["sdw.guard.mixin"]

    dispatch_id = fields.Many2one(
        "sdw.invoice.dispatch", "VAT Invoice", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="dispatch_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="dispatch_id.currency_id")
    sale_line_id = fields.Many2one("sale.order.line", "Order Line", readonly=True, ondelete="set null", index=True)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    name = fields.Char("Goods", required=True, readonly=True)
    specification = fields.Char(readonly=True)
    quantity = fields.Float(readonly=True, digits="Product Unit")
    product_uom_id = fields.Many2one("uom.uom", "Unit", readonly=True, ondelete="restrict")
    price_unit = fields.Float("Unit Price", readonly=True, digits="Product Price", help="Without VAT, discount off.")
    tax_rate = fields.Char("VAT Rate", readonly=True)
    amount_untaxed = fields.Monetary("Untaxed Amount", readonly=True)
    amount_total = fields.Monetary("Amount", readonly=True)

    @api.model
    def _sdw_guarded_fields(self):
        return set(self._fields) - {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}

    def write(self, vals):
        if set(vals) <= {"company_id"}:  # a stored related field, recomputed by the ORM
            return models.BaseModel.write(self, vals)
        return super().write(vals)

    @api.model
    def _covered(self, sale_lines):
        """{order line: quantity, untaxed, total already in a dispatch that still counts}; one query.

        What was lost or cancelled with a replacement is counted by the replacement.
        """
        rows = self.sudo()._read_group(
            [("sale_line_id", "in", sale_lines.ids), ("dispatch_id.state", "not in", ("lost", "cancelled"))],
            ["sale_line_id"],
            ["quantity:sum", "amount_untaxed:sum", "amount_total:sum"],
        )
        return {line: figures for line, *figures in rows}

    def _copied_rows(self):
        """The same lines, as values for another dispatch."""
        links = ("sale_line_id", "product_id", "product_uom_id")
        plain = ("name", "specification", "quantity", "price_unit", "tax_rate", "amount_untaxed", "amount_total")
        return [{**{name: line[name].id for name in links}, **{name: line[name] for name in plain}} for line in self]
