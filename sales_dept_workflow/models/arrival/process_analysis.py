from odoo import api, models
from odoo.tools import SQL


class SdwProcessAnalysis(models.Model):
    """From the shipment to the customer's word that the goods are there (D-01)."""

    _inherit = "sdw.process.analysis"
    _depends = {"sdw.arrival.followup": ["picking_id", "user_id", "shipped_on", "deadline", "met_on"]}

    @api.model
    def _sdw_steps(self):
        return [*super()._sdw_steps(), ("arrival_call", self.env._("Arrival Call"))]

    @api.model
    def _sdw_parts(self):
        role = self.env["ir.model.data"]._xmlid_to_res_id("sales_dept_workflow.group_sdw_salesperson")
        part = self._sdw_part(
            SQL("FROM sdw_arrival_followup f LEFT JOIN stock_picking p ON p.id = f.picking_id"),
            id=SQL("f.id"),
            step=SQL("'arrival_call'"),
            gate=SQL("'arrive'"),
            role_id=SQL("%s", role or None),
            waiting_for_id=SQL("f.user_id"),
            user_id=SQL("f.user_id"),
            partner_id=SQL("f.partner_id"),
            order_id=SQL("f.order_id"),
            res_model=SQL("'sdw.arrival.followup'"),
            res_id=SQL("f.id"),
            document=SQL("COALESCE(p.name, f.name)"),
            company_id=SQL("f.company_id"),
            started_on=SQL("f.shipped_on"),
            ended_on=SQL("f.met_on"),
            deadline=SQL("f.deadline"),
        )
        return [*super()._sdw_parts(), part]
