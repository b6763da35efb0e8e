from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import KEEPER, SHIPPING


class SdwDeliveryNoticeLine(models.Model):
    """Goods as the general manager signed for them; the dispatch warehouse counts them (W-07)."""

    _name = "sdw.delivery.notice.line"
    _description = "Goods on a Delivery Notice"
    _inherit = ["sdw.guard.mixin"]
    _order = "notice_id, sequence, id"

    notice_id = fields.Many2one("sdw.delivery.notice", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="notice_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict", index=True)
    name = fields.Text("Description")
    quantity = fields.Float(digits="Product Unit", required=True)
    product_uom_id = fields.Many2one("uom.uom", "Unit", required=True, ondelete="restrict")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial Number", ondelete="restrict", index="btree_not_null")
    counted_quantity = fields.Float(digits="Product Unit", copy=False, help="What the dispatch warehouse counted.")
    counted_by_id = fields.Many2one("res.users", "Counted by", readonly=True, copy=False)
    counted_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        goods = {"notice_id", "company_id", "sequence", "product_id", "name", "quantity", "product_uom_id", "lot_id"}
        return super()._sdw_guarded_fields() | goods | {"counted_by_id", "counted_on"}

    def write(self, vals):
        if "counted_quantity" not in vals or self.env.su:
            return super().write(vals)
        self.notice_id._sdw_check_role(SHIPPING, KEEPER)
        self.notice_id._check_state("signed")
        result = super().write(vals)
        self._sdw_system().write({"counted_by_id": self.env.uid, "counted_on": fields.Datetime.now()})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        if any(line.notice_id.state not in ("draft", "to_sign") for line in self):
            raise UserError(self.env._("The goods on a signed delivery notice stay as they are."))
