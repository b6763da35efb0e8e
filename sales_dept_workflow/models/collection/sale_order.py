from odoo import api, models
from odoo.tools import SQL

from .codes import BILL_METHOD, CASE, RULE


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

    @api.model
    def _sql_no_money(self, item):
        """A payment by bill is no money while no bill that finance verified stands behind it (C-10)."""
        unverified = SQL(
            """EXISTS (SELECT 1 FROM account_payment bill_payment
                         JOIN account_payment_method method
                           ON method.id = bill_payment.payment_method_id AND method.code = %s
                         LEFT JOIN sdw_acceptance_bill bill ON bill.payment_id = bill_payment.id
                        WHERE bill_payment.move_id = %s AND bill.verified_on IS NULL)""",
            BILL_METHOD,
            SQL.identifier(item, "move_id"),
        )
        return SQL("%s OR %s", super()._sql_no_money(item), unverified)
