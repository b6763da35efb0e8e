from odoo import fields, models

from ..common.rules import EVERY_ROLE


class SaleOrder(models.Model):
    """What went wrong in the stores with goods of an order is seen on the order (W-05)."""

    _inherit = "sale.order"

    sdw_stock_exception_count = fields.Integer(
        "Stock Exceptions", compute="_compute_sdw_stock_exception_count", groups=EVERY_ROLE
    )

    def _compute_sdw_stock_exception_count(self):
        rows = (
            self.env["sdw.stock.exception"]
            .sudo()
            ._read_group([("order_id", "in", self.ids), ("state", "!=", "solved")], ["order_id"], ["__count"])
        )
        counts = {order.id: count for order, count in rows}
        for order in self:
            order.sdw_stock_exception_count = counts.get(order._origin.id, 0)

    def action_sdw_stock_exceptions(self):
        """Open what was reported about the goods of these orders."""
        self._sdw_check_caller()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_stock_exceptions")
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}, "path": False}
