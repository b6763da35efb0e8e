from odoo import api, models
from odoo.tools import SQL

from .entry_codes import INQUIRY


class SdwProcessAnalysis(models.Model):
    """How long production takes to answer when it can supply what an order lacks (O-02)."""

    _inherit = "sdw.process.analysis"
    _depends = {INQUIRY: ["name", "state", "user_id", "order_id", "asked_on", "answered_on", "deadline", "write_date"]}

    @api.model
    def _sdw_steps(self):
        return [*super()._sdw_steps(), ("supply", self.env._("Supply Date"))]

    @api.model
    def _sdw_parts(self):
        role = self.env["ir.model.data"]._xmlid_to_res_id("sales_dept_workflow.group_sdw_production")
        part = self._sdw_part(
            SQL("FROM sdw_supply_inquiry i"),
            id=SQL("i.id"),
            step=SQL("'supply'"),
            gate=SQL("'ship'"),
            role_id=SQL("%s", role or None),
            waiting_for_id=SQL("i.user_id"),
            partner_id=SQL("i.partner_id"),
            order_id=SQL("i.order_id"),
            res_model=SQL("%s", INQUIRY),
            res_id=SQL("i.id"),
            document=SQL("i.name"),
            company_id=SQL("i.company_id"),
            started_on=SQL("i.asked_on"),
            # Nobody answers what is no longer needed.
            ended_on=SQL("COALESCE(i.answered_on, CASE WHEN i.state = 'cancelled' THEN i.write_date END)"),
            # After the answer the deadline is that of the goods.
            deadline=SQL("CASE WHEN i.state = 'asked' THEN i.deadline END"),
        )
        return [*super()._sdw_parts(), part]
