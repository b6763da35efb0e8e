from odoo import models
from odoo.tools import float_round


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sdw_waive_uplift(self):
        """Take the regional uplift off the prices of these lines, as they have just been offered."""
        digits = self.env["decimal.precision"].precision_get("Product Price")
        raised = self.filtered(lambda line: line.order_id.company_id.sudo()._sdw_mode("territory") == "block")
        for line in raised:
            uplift = line.order_id._sdw_protector_of(line.product_id).uplift_percent
            if uplift:
                line.price_unit = float_round(line.price_unit / (1 + uplift / 100), precision_digits=digits)
