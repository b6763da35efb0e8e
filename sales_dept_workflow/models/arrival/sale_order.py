from odoo import fields, models

from ..common.rules import roles

SALES = "sales_dept_workflow.group_sdw_salesperson"
SEEN_BY = roles("salesperson", "accountant")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sdw_arrival_count = fields.Integer("Arrival Calls", compute="_compute_sdw_arrival_count", groups=SALES)
    sdw_dispatch_count = fields.Integer("Number of VAT Invoices", compute="_compute_sdw_dispatch_count", groups=SEEN_BY)

    def _compute_sdw_arrival_count(self):
        rows = self.env["sdw.arrival.followup"]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        counts = {order.id: count for order, count in rows}
        for order in self:
            order.sdw_arrival_count = counts.get(order.id, 0)

    def _compute_sdw_dispatch_count(self):
        domain = [("order_ids", "in", self.ids)]
        counts = dict(self.env["sdw.invoice.dispatch"]._read_group(domain, ["order_ids"], ["__count"]))
        for order in self:
            order.sdw_dispatch_count = counts.get(order._origin, 0)

    def action_sdw_arrivals(self):
        """Open the arrival follow-ups of these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_arrival_followups_all")
        return {**action, "domain": [("order_id", "in", self.ids)]}

    def action_sdw_dispatches(self):
        """Open the VAT invoices of these orders."""
        return self.env["sdw.invoice.dispatch"].search([("order_ids", "in", self.ids)])._open_action()
