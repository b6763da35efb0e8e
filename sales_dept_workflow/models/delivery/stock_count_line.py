from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.rules import moment
from .codes_stores import KEEPERS
from .stock_count import KEY, key


class SdwStockCountLine(models.Model):
    """What the books said of one heap of goods, what was counted, and why it differs."""

    _name = "sdw.stock.count.line"
    _description = "Stock Count Line"
    _inherit = ["sdw.guard.mixin"]
    _order = "count_id desc, location_id, product_id, lot_id, id"
    _rec_name = "product_id"

    count_id = fields.Many2one("sdw.stock.count", "Count", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    state = fields.Selection(related="count_id.state")
    planned_date = fields.Date(related="count_id.planned_date", store=True)
    warehouse_id = fields.Many2one(related="count_id.warehouse_id", store=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="restrict", index=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    location_id = fields.Many2one("stock.location", "Place", required=True, readonly=True, ondelete="restrict")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial Number", readonly=True, ondelete="restrict")
    package_id = fields.Many2one("stock.package", readonly=True, ondelete="restrict")
    owner_id = fields.Many2one("res.partner", readonly=True, ondelete="restrict")
    book_quantity = fields.Float("In the Books", digits="Product Unit", readonly=True)
    counted = fields.Boolean(readonly=True)
    counted_quantity = fields.Float("Counted Quantity", digits="Product Unit")
    difference = fields.Float(compute="_compute_difference", store=True, digits="Product Unit")
    reason = fields.Char("Reason of the Difference")
    counted_by_id = fields.Many2one("res.users", "Counted by", readonly=True, ondelete="restrict")
    counted_on = fields.Datetime(readonly=True)
    adjusted_on = fields.Datetime("Adjusted on", readonly=True, help="When the books were adjusted in Odoo.")

    _counted_positive = models.Constraint("CHECK(counted_quantity >= 0)", "Nobody counts less than nothing.")

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"counted", "counted_by_id", "counted_on", "adjusted_on", "difference"}
        return super()._sdw_guarded_fields() | stamps | {*KEY, "count_id", "company_id", "book_quantity"}

    @api.depends("counted", "counted_quantity", "book_quantity")
    def _compute_difference(self):
        for line in self:
            line.difference = line.counted_quantity - line.book_quantity if line.counted else 0.0

    @api.depends("product_id", "lot_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.product_id.display_name, line.lot_id.name)))

    # ------------------------------------------------------------------ counting
    def write(self, vals):
        """What is counted here goes into Odoo's physical inventory at once, whose adjustment it waits for there."""
        if self.env.su:
            return super().write(vals)
        self.count_id._sdw_check_role(*KEEPERS)
        if any(line.count_id.state != "counting" for line in self):
            raise UserError(self.env._("Nothing is counted before the count is started, or after it is closed."))
        result = super().write(vals)
        if "counted_quantity" in vals:
            self.sudo().write({"counted": True, "counted_by_id": self.env.uid, "counted_on": moment()})
            self._enter()
        return result

    def action_as_in_books(self):
        """What lies there is what the books say."""
        self.count_id._sdw_check_role(*KEEPERS)
        for quantity, lines in self.grouped("book_quantity").items():
            lines.write({"counted_quantity": quantity})
        return True

    def _enter(self):
        """Hand the counted quantities over to Odoo's physical inventory."""
        lines = self.sudo()
        domain = [("product_id", "in", lines.product_id.ids), ("location_id", "in", lines.location_id.ids)]
        quants = {key(quant): quant for quant in self.env["stock.quant"].sudo().search(domain)}
        for line in lines:
            quant = quants.get(key(line))
            if quant:
                quant.with_context(inventory_mode=True).inventory_quantity = line.counted_quantity

    def _counted(self, quant, applied):
        """Odoo's physical inventory has been told what lies there. A closed count only learns of the adjustment."""
        stamp = {"adjusted_on": moment()} if applied else {}
        if self.count_id.state == "counting":
            stamp |= {"counted": True, "counted_by_id": self.env.uid, "counted_on": moment()}
            stamp |= {"counted_quantity": quant.inventory_quantity, "book_quantity": quant.quantity}
        elif not self.difference:
            return
        self.write(stamp)
