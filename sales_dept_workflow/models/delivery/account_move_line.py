from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _sdw_charges_freight(self):
        """Whether this line charges freight: by its product, or by the order line of Odoo's own delivery costs."""
        self.ensure_one()
        lines = self.sale_line_ids
        return self.product_id.sdw_freight or ("is_delivery" in lines._fields and any(lines.mapped("is_delivery")))
