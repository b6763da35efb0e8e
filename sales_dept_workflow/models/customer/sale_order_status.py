from odoo import models

from .codes_status import RULE


class SaleOrder(models.Model):
    """Who has ordered is an active customer (Z-26)."""

    _inherit = "sale.order"

    def _sdw_stamp_confirmation(self, state):
        result = super()._sdw_stamp_confirmation(state)
        if state == "sale":
            ruled = self.filtered(lambda order: order.company_id.sudo()._sdw_mode(RULE) != "off")
            ruled._sdw_activate_customers()
        return result

    def _sdw_activate_customers(self):
        """Without the rule the nightly sweep does it."""
        customers = self.sudo().partner_id.commercial_partner_id
        if customers and set(customers.mapped("customer_status")) != {"active"}:
            names = ", ".join(self[:20].mapped("name"))
            customers._sdw_activate(self.env._("Order confirmed: %(orders)s", orders=names))
