from odoo import fields, models

from .codes import COMPLAINT

SALES = "sales_dept_workflow.group_sdw_salesperson"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sdw_complaint_count = fields.Integer("Complaints", compute="_compute_sdw_complaint_count", groups=SALES)

    def _compute_sdw_complaint_count(self):
        rows = self.env[COMPLAINT]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        counts = {order.id: count for order, count in rows}
        for order in self:
            order.sdw_complaint_count = counts.get(order.id, 0)

    def action_sdw_complaints(self):
        """Open the complaints about these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_complaints")
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}, "path": False}
