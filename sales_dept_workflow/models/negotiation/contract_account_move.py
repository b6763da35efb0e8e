from odoo import models


class AccountMove(models.Model):
    """Posted and paid invoices meet the dates of their contracts (N-13)."""

    _inherit = "account.move"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "posted":
            self._sdw_update_contracts()
        return result

    def _sdw_update_contracts(self):
        sales = self.filtered(lambda move: move.is_sale_document() and move.company_id._sdw_nodes_kept())
        if sales:
            sales.sudo()._sdw_orders()._sdw_update_nodes()
