from odoo import api, models
from odoo.tools import SQL

from .codes import KEEPER, NOTICE, SALES_ADMIN, SHIPPING

#: The legs of a notice besides the signature, which is an approval: step, role, begins, ends.
LEGS = (
    ("notice_ask", SALES_ADMIN, "create_date", ("requested_on",)),
    ("notice_hand_over", SALES_ADMIN, "signed_on", ("handed_over_on", "loaded_on")),
    ("notice_check", KEEPER, "handed_over_on", ("checked_on", "loaded_on")),
    ("notice_load", KEEPER, "checked_on", ("loaded_on",)),
    ("notice_leave", SHIPPING, "loaded_on", ("shipped_on",)),
)


class SdwProcessAnalysis(models.Model):
    """Where a delivery notice lies (O-06…O-12)."""

    _inherit = "sdw.process.analysis"
    _depends = {
        "sdw.delivery.notice": ["state", "cancelled_on", "requested_on", "signed_on", "handed_over_on", "checked_on"]
        + ["loaded_on", "shipped_on", "keeper_id", "handed_over_to_id"]
    }

    @api.model
    def _sdw_steps(self):
        steps = [
            ("notice_ask", self.env._("Notice: Ask for the Signature")),
            ("notice_hand_over", self.env._("Notice: Hand over to Shipping")),
            ("notice_check", self.env._("Notice: Check the Goods")),
            ("notice_load", self.env._("Notice: Load")),
            ("notice_leave", self.env._("Notice: Leave")),
        ]
        return [*super()._sdw_steps(), *steps]

    @api.model
    def _sdw_order_columns(self):
        return {**super()._sdw_order_columns(), NOTICE: ("sdw_delivery_notice", "order_id")}

    @api.model
    def _sdw_parts(self):
        part = self._sdw_part(
            SQL(
                """
                FROM sdw_delivery_notice n
                JOIN LATERAL (VALUES %s) leg(number, step, role_id, started_on, ended_on)
                  ON leg.started_on IS NOT NULL
                """,
                SQL(", ").join(self._sdw_leg(number, *leg) for number, leg in enumerate(LEGS)),
            ),
            id=SQL("n.id * %s + leg.number", len(LEGS)),
            step=SQL("leg.step"),
            gate=SQL("'ship'"),
            role_id=SQL("leg.role_id"),
            waiting_for_id=SQL(
                "CASE leg.step WHEN 'notice_check' THEN n.keeper_id WHEN 'notice_load' THEN n.keeper_id END"
            ),
            user_id=SQL("n.user_id"),
            partner_id=SQL("n.partner_id"),
            order_id=SQL("n.order_id"),
            res_model=SQL("%s", NOTICE),
            res_id=SQL("n.id"),
            document=SQL("n.name"),
            company_id=SQL("n.company_id"),
            started_on=SQL("leg.started_on"),
            ended_on=SQL("leg.ended_on"),
        )
        return [*super()._sdw_parts(), part]

    @api.model
    def _sdw_leg(self, number, step, role, begins, ends):
        """A leg ends with its stamp, with a later one where goods go straight from a vendor, or with the notice."""
        ended = SQL(", ").join(SQL("n.%s", SQL.identifier(name)) for name in (*ends, "cancelled_on"))
        role_id = self.env["ir.model.data"]._xmlid_to_res_id(f"sales_dept_workflow.{role}") or None
        begins = SQL("n.%s", SQL.identifier(begins))
        return SQL("(%s, %s, %s::int, %s, COALESCE(%s))", number, step, role_id, begins, ended)
