from odoo import api, models
from odoo.tools import SQL


class SdwProcessAnalysis(models.Model):
    """From the approval of a contract to the customer's signature (N-06)."""

    _inherit = "sdw.process.analysis"
    _depends = {"sale.order": ["name", "state", "contract_signed_on", "company_id"]}

    @api.model
    def _sdw_steps(self):
        return [*super()._sdw_steps(), ("contract_signature", self.env._("Customer's Signature"))]

    @api.model
    def _sdw_parts(self):
        part = self._sdw_part(
            SQL(
                """
                FROM sale_order c
                JOIN LATERAL (
                    SELECT MAX(decided_on) AS approved_on FROM sdw_approval
                     WHERE res_model = 'sale.order' AND res_id = c.id
                       AND code IN ('contract', 'contract_legal') AND state = 'approved'
                ) a ON a.approved_on IS NOT NULL
                WHERE c.contract_signed_on IS NOT NULL OR c.state IN ('draft', 'sent')
                """
            ),
            id=SQL("c.id"),
            step=SQL("'contract_signature'"),
            gate=SQL("'confirm'"),
            order_id=SQL("c.id"),
            res_model=SQL("'sale.order'"),
            res_id=SQL("c.id"),
            document=SQL("c.name"),
            company_id=SQL("c.company_id"),
            started_on=SQL("a.approved_on"),
            ended_on=SQL("c.contract_signed_on"),
        )
        return [*super()._sdw_parts(), part]
