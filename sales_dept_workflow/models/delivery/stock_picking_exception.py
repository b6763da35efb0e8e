from odoo import models


class StockPicking(models.Model):
    """Warehouse and shipping centre report from the transfer what is wrong with its order (E-03)."""

    _inherit = "stock.picking"

    def action_sdw_report_exception(self):
        """Open the form on which an exception of this transfer's order is reported."""
        self.ensure_one()
        self._sdw_check_caller()
        return self.sudo()._sdw_orders()[:1].with_env(self.env).action_sdw_report_exception()
