from odoo import models

from .codes import CASE, RULE


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate in ("request", "ship"):
            ruled = self._sdw_subject_to(RULE)
            held = ruled._sdw_holding() if ruled else {}
            for order, blocker in self.env[CASE]._hold_blockers(held).items():
                blockers[order].append(blocker)
        return blockers

    def _sdw_customers(self):
        """Everybody this order is for: who buys, who pays, who gets the goods."""
        return self.partner_id | self.partner_invoice_id | self.partner_shipping_id

    def _sdw_holding(self):
        """{order: the case that holds its customer}, for those on hold."""
        return self.sudo()._sdw_customers()._sdw_pick_holding({order: order.sudo()._sdw_customers() for order in self})
