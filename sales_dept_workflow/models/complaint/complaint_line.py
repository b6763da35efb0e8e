from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import CODE, COMPLAINT, LINE


class SdwComplaintLine(models.Model):
    """Which goods, how many, what is wrong with them. Added to, never changed (X-01)."""

    _name = LINE
    _description = "Goods Complained of"
    _inherit = ["sdw.guard.mixin"]
    _check_company_auto = True

    complaint_id = fields.Many2one(COMPLAINT, required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, index=True)
    product_id = fields.Many2one("product.product", required=True, check_company=True, ondelete="restrict")
    lot_id = fields.Many2one(
        "stock.lot", "Lot or Serial Number", check_company=True, domain="[('product_id', '=', product_id)]"
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    uom_id = fields.Many2one(related="product_id.uom_id")
    kind = fields.Selection(
        [("damage", "Damaged"), ("shortage", "Missing"), ("other", "Other")],
        "Kind of Problem",
        required=True,
        default="damage",
    )
    note = fields.Char()

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The quantity complained of is more than nothing.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if any(line.complaint_id.state == "closed" for line in lines):
            raise UserError(self.env._("A closed complaint is not changed any more."))
        # More goods than the manager was shown.
        lines.complaint_id._sdw_system()._sdw_refresh_approvals([CODE])
        return lines

    def write(self, vals):
        if not set(vals) <= {"company_id"}:  # a stored related field, recomputed by the ORM
            raise UserError(
                self.env._("What the customer said stays as it was recorded; please add to it in the messages.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A complaint on record cannot be deleted."))
