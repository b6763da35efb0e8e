from odoo import fields, models
from odoo.tools import SQL

from ..common.rules import EVERY_ROLE
from ..delivery.order_tracking import MONEY


class SaleOrder(models.Model):
    """How far an order is paid, on the sales assistant's list (C-20)."""

    _inherit = "sale.order"

    sdw_payment_state = fields.Selection(
        [("open", "Not Paid"), ("partial", "Partly Paid"), ("overdue", "Overdue"), ("paid", "Paid")],
        "Customer's Payment",
        compute="_compute_sdw_payment_state",
        groups=EVERY_ROLE,
        help="Of its posted invoices; empty before the first one. Overdue counts before partly paid.",
    )

    def _compute_sdw_payment_state(self):
        """One statement for the page; the same judgement as in the order tracking."""
        found = self._sdw_payment_states()
        for order in self:
            order.sdw_payment_state = found.get(order._origin.id, False)

    def _sdw_payment_states(self):
        if not self._origin.ids:
            return {}
        self.env["account.move"].flush_model(
            ["amount_residual_signed", "amount_total_signed", "invoice_date_due", "state"]
        )
        self.env["account.move.line"].flush_model(["move_id", "sale_line_ids"])
        self.env["sale.order.line"].flush_model(["order_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT o.id, CASE WHEN m.due <= 0 THEN 'paid' WHEN m.overdue THEN 'overdue'
                                     WHEN m.paid > 0 THEN 'partial' ELSE 'open' END
                     FROM sale_order o %s WHERE o.id IN %s AND m.invoiced IS NOT NULL""",
                MONEY,
                tuple(self._origin.ids),
            )
        )
        return dict(rows)
