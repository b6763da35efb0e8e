from odoo import models

from .codes import SUPPORT


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_sdw_ask_support(self):
        """Ask sales support a technical question about this quotation (L-20)."""
        return self.env[SUPPORT]._ask_about(self, order_id=self.id, lead_id=self.opportunity_id.id)
