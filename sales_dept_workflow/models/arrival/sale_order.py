from odoo import fields, models

SALES = "sales_dept_workflow.group_sdw_salesperson"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sdw_arrival_count = fields.Integer("Arrival Calls", compute="_compute_sdw_arrival_count", groups=SALES)

    def _compute_sdw_arrival_count(self):
        rows = self.env["sdw.arrival.followup"]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        counts = {order.id: count for order, count in rows}
        for order in self:
            order.sdw_arrival_count = counts.get(order.id, 0)

    def action_sdw_arrivals(self):
        """Open the arrival follow-ups of these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_arrival_followups_all")
        return {**action, "domain": [("order_id", "in", self.ids)]}
