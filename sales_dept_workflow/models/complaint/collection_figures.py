from odoo import api, fields, models
from odoo.tools import SQL

from ..collection.codes import CASE
from .codes import CODE, COMPLAINT


class SdwCollectionCase(models.Model):
    """What a customer disputes is not chased while his claim waits for a decision or was granted.

    A complaint alone parks no debt: the decision must have been asked for, and be pending or in force. It ends with the
    complaint, with a refusal, when the solution is overdue and the next one up was told of it, and once solved when the
    time for the solution is over, closed or not; only a manager gives it more time (``action_move_solution``). So
    nobody's word keeps a debt out of the sweep for longer than the company allows for a solution.
    """

    _inherit = CASE

    @api.model
    def _sweep_excluded_sql(self):
        """Disputed are the invoices a complaint names; if it names none, those of its order."""
        open_ones = SQL(
            """SELECT c.id, c.order_id FROM sdw_complaint c
                 JOIN sdw_approval a ON a.res_model = %s AND a.res_id = c.id AND a.code = %s
                                    AND a.state IN ('pending', 'approved')
                WHERE c.state != 'closed' AND c.claim != 'none' AND c.solve_escalated_on IS NULL
                  AND (c.state != 'solved' OR c.solve_by > %s)""",
            COMPLAINT,
            CODE,
            fields.Datetime.now(),
        )
        # One list for the whole sweep, read once, not once for each journal item.
        return SQL(
            """(%s OR l.move_id IN (
                    SELECT named.move_id FROM (%s) c JOIN sdw_complaint_invoice_rel named ON named.complaint_id = c.id
                     UNION ALL
                    SELECT item.move_id FROM (%s) c
                      JOIN sale_order_line sold ON sold.order_id = c.order_id
                      JOIN sale_order_line_invoice_rel link ON link.order_line_id = sold.id
                      JOIN account_move_line item ON item.id = link.invoice_line_id
                     WHERE NOT EXISTS (SELECT 1 FROM sdw_complaint_invoice_rel r WHERE r.complaint_id = c.id)))""",
            super()._sweep_excluded_sql(),
            open_ones,
            open_ones,
        )

    @api.model
    def _flush_ledger(self):
        result = super()._flush_ledger()
        self.env[COMPLAINT].flush_model(["state", "claim", "solve_escalated_on", "solve_by", "order_id", "invoice_ids"])
        self.env["sdw.approval"].flush_model(["state", "code", "res_id", "res_model"])
        self.env["sale.order.line"].flush_model(["order_id", "invoice_lines"])
        return result
