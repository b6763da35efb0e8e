from odoo import models

from .codes_status import RULE


class SaleOrder(models.Model):
    """Who has ordered is an active customer (Z-26); who orders on credit has been rated before (A-37, step 5)."""

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
            customers._sdw_set_status("active", "system", self.env._("Order confirmed: %(orders)s", orders=names))

    # ------------------------------------------------------------------ rated before the first order on credit
    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate != "confirm":
            return found
        asked = self._sdw_subject_to("credit").filtered(
            lambda order: order.company_id.sudo().sdw_credit_needs_grade and order.payment_mode in ("credit", "mixed")
        )
        for order in asked:
            customer = order.sudo().partner_id.commercial_partner_id.with_company(order.company_id)
            if not customer.credit_grade:
                message = self.env._("%(customer)s has no credit grade yet.", customer=customer.display_name)
                found[order].append(order._sdw_blocker("credit_unrated", message))
        return found

    def _sdw_applies(self, spec):
        if spec.code == "credit_unrated" and not self.company_id.sudo().sdw_credit_needs_grade:
            return False
        return super()._sdw_applies(spec)
