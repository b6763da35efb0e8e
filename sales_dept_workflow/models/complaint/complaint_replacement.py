from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .codes import COMPLAINT

SHIPPED = ("replacement", "repair")


class SdwComplaint(models.Model):
    """Goods sent in place of what was complained of: worth nothing, with a delivery notice, without the accountant's
    checks (decision 25).
    """

    _inherit = COMPLAINT

    replacement_picking_id = fields.Many2one(
        "stock.picking", "Replacement Shipment", readonly=True, copy=False, ondelete="restrict"
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"replacement_picking_id"}

    def action_make_replacement(self):
        """Make the transfer of the goods granted that were not sent yet, and open it.

        :raise UserError: without a decision, or when all of it is on its way
        """
        self._check_document(SHIPPED)
        complaint = self._sdw_system()
        rest = {product: left for product, left in complaint._goods_to_send().items() if left > 0}
        if not rest:
            raise UserError(self.env._("All that was granted has been sent or is on its way."))
        picking = (
            self.env["stock.picking"]
            .with_company(complaint.company_id)
            .sudo()
            .create(complaint._prepare_replacement(rest))
        )
        picking._sdw_system().sdw_complaint_id = complaint.id
        complaint.replacement_picking_id = picking.id
        picking.action_confirm()
        return self._open_made(picking)

    def _goods_to_send(self):
        granted, sent = self._granted_facts().get("quantities", {}), self._replaced()[self]
        products = self.env["product.product"].browse(int(product) for product in granted)
        return {product: granted[str(product.id)] - sent.get(product, 0.0) for product in products}

    def _replaced(self):
        """{complaint: {product: quantity}} of what was or will be sent for it."""
        result = {complaint: {} for complaint in self}
        domain = [("sdw_complaint_id", "in", self.ids), ("state", "!=", "cancel")]
        for picking in self.env["stock.picking"].sudo().search(domain)._sdw_shipments():
            sent = result[picking.sdw_complaint_id]
            for product, quantity in picking._sdw_goods().items():
                sent[product] = sent.get(product, 0.0) + quantity
        return result

    def _prepare_replacement(self, goods):
        warehouse = self.order_id.warehouse_id or self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
        kind = warehouse.out_type_id
        partner = self.picking_id.partner_id or self.order_id.partner_shipping_id or self.partner_id
        places = {
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": partner.property_stock_customer.id,
        }
        return {
            "picking_type_id": kind.id,
            "partner_id": partner.id,
            "origin": self.name,
            "user_id": False,
            **places,
            "move_ids": [
                Command.create({"product_id": product.id, "product_uom_qty": quantity, **places})
                for product, quantity in goods.items()
            ],
        }
