from odoo import fields, models

SALES = "sales_dept_workflow.group_sdw_salesperson"


class StockPicking(models.Model):
    _inherit = "stock.picking"

    sdw_arrival_ids = fields.One2many(
        "sdw.arrival.followup", "picking_id", "Arrival Follow-up", copy=False, groups=SALES
    )
    sdw_arrival_count = fields.Integer("Arrival Calls", compute="_compute_sdw_arrival_count", groups=SALES)

    def _compute_sdw_arrival_count(self):
        rows = self.env["sdw.arrival.followup"]._read_group(
            [("picking_id", "in", self.ids)], ["picking_id"], ["__count"]
        )
        counts = {picking.id: count for picking, count in rows}
        for picking in self:
            picking.sdw_arrival_count = counts.get(picking.id, 0)

    def action_sdw_arrivals(self):
        """Open the arrival follow-up of these transfers."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_arrival_followups_all")
        return {**action, "domain": [("picking_id", "in", self.ids)]}
