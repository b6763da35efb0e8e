from odoo import models

from .codes import CODE
from .complaint_replacement import SHIPPED


class StockPicking(models.Model):
    """A replacement for what was complained of: the accountant checks nothing of it, the delivery notice stays."""

    _inherit = "stock.picking"

    def _sdw_needing_credit(self):
        """The accountant's approval is not needed for what the sales manager granted: the customer, and no more goods
        than that; whatever was added needs it like any transfer without an order.
        """
        needing = super()._sdw_needing_credit()
        linked = needing.sudo().filtered("sdw_complaint_id")
        return needing - linked._sdw_granted_replacements() if linked else needing

    def _sdw_granted_replacements(self):
        complaints = self.sdw_complaint_id.filtered(lambda complaint: complaint.claim in SHIPPED)
        covering, sent = complaints._sdw_covering(CODE), complaints._replaced()
        right = complaints.browse()
        for complaint in complaints:
            granted = (covering[complaint].facts or {}).get("quantities", {})
            if covering[complaint] and all(
                round(quantity, 6) <= round(granted.get(str(product.id), 0.0), 6)
                for product, quantity in sent[complaint].items()
            ):
                right |= complaint
        return self.filtered(lambda picking: picking.sdw_complaint_id in right and picking._sdw_to_complainer())

    def _sdw_to_complainer(self):
        owner = self.sdw_complaint_id.partner_id.commercial_partner_id
        order = self.sdw_complaint_id.order_id
        known = owner | order.partner_shipping_id.commercial_partner_id | order.partner_id.commercial_partner_id
        receivers = (self.partner_id | self.move_ids.partner_id).commercial_partner_id
        return bool(receivers) and receivers <= known

    def _sdw_goods_value(self):
        """What the sales manager granted in place of goods complained of is worth nothing to the customer's account."""
        if self.sudo().sdw_complaint_id and self.sudo()._sdw_granted_replacements():
            return 0.0
        return super()._sdw_goods_value()
