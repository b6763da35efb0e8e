from odoo import api, models
from odoo.tools import SQL

#: The legs of a VAT invoice: step, role, begins, ends. What is stamped with a day counts from its beginning.
LEGS = (
    ("invoice_send", "group_sdw_sales_admin", "requested_on", "sent_on"),
    ("invoice_issue", "group_sdw_finance", "sent_on", "issued_on"),
    ("invoice_mail", "group_sdw_finance", "issued_on", "mailed_on"),
    ("invoice_receive", "group_sdw_sales_admin", "mailed_on", "received_on"),
)


class SdwProcessAnalysis(models.Model):
    """Where the VAT invoice of a shipment lies (D-03 … D-05)."""

    _inherit = "sdw.process.analysis"
    _depends = {
        "sdw.invoice.dispatch": ["state", "user_id", "salesperson_id", "deadline", "met_on", "order_ids", "write_date"]
        + ["requested_on", "sent_on", "issued_on", "mailed_on", "received_on"]
    }

    @api.model
    def _sdw_steps(self):
        steps = [
            ("invoice_send", self.env._("VAT Invoice: Send to Finance")),
            ("invoice_issue", self.env._("VAT Invoice: Issue")),
            ("invoice_mail", self.env._("VAT Invoice: Mail")),
            ("invoice_receive", self.env._("VAT Invoice: On the Way")),
        ]
        return [*super()._sdw_steps(), *steps]

    @api.model
    def _sdw_parts(self):
        part = self._sdw_part(
            SQL(
                """
                FROM sdw_invoice_dispatch d
                JOIN LATERAL (VALUES %s) leg(number, step, role_id, started_on, ended_on)
                  ON leg.started_on IS NOT NULL
                LEFT JOIN LATERAL (
                    SELECT MIN(sale_order_id) AS id, COUNT(*) AS orders FROM sale_order_sdw_invoice_dispatch_rel
                     WHERE sdw_invoice_dispatch_id = d.id
                ) ordered ON ordered.orders = 1
                """,
                SQL(", ").join(self._sdw_invoice_leg(number, *leg) for number, leg in enumerate(LEGS)),
            ),
            id=SQL("d.id * %s + leg.number", len(LEGS)),
            step=SQL("leg.step"),
            gate=SQL("'arrive'"),
            role_id=SQL("leg.role_id"),
            waiting_for_id=SQL("CASE WHEN leg.step IN ('invoice_send', 'invoice_receive') THEN d.user_id END"),
            user_id=SQL("d.salesperson_id"),
            partner_id=SQL("d.partner_id"),
            order_id=SQL("ordered.id"),
            res_model=SQL("'sdw.invoice.dispatch'"),
            res_id=SQL("d.id"),
            document=SQL("d.name"),
            company_id=SQL("d.company_id"),
            started_on=SQL("leg.started_on"),
            ended_on=SQL("leg.ended_on"),
            deadline=SQL("CASE WHEN leg.ended_on IS NULL THEN d.deadline END"),
        )
        return [*super()._sdw_parts(), part]

    @api.model
    def _sdw_invoice_leg(self, number, step, role, begins, ends):
        """A leg ends with its stamp, or when the invoice was lost, joined or cancelled."""
        role_id = self.env["ir.model.data"]._xmlid_to_res_id(f"sales_dept_workflow.{role}") or None
        begins, ends = (SQL("d.%s::timestamp", SQL.identifier(name)) for name in (begins, ends))
        over = SQL("CASE WHEN d.state IN ('lost', 'cancelled') THEN COALESCE(d.met_on, d.write_date) END")
        return SQL("(%s, %s, %s::int, %s, COALESCE(%s, %s))", number, step, role_id, begins, ends, over)
