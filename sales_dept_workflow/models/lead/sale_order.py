from odoo import models

from .codes import SUPPORT


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_sdw_ask_support(self):
        """Ask sales support a technical question about this quotation (L-20)."""
        self.ensure_one()
        self._sdw_check_role("group_sdw_salesperson")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Technical Requests"),
            "res_model": SUPPORT,
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_order_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_lead_id": self.opportunity_id.id,
                "default_company_id": self.company_id.id,
            },
        }
