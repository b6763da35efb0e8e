from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def write(self, vals):
        if "date" in vals and not self.env.su:
            self.move_id._sdw_check_redated(vals["date"])
        return super().write(vals)

    def _sdw_specification(self):
        """What the goods should be: their variant, and what this customer ordered beyond the catalogue."""
        values = self.product_id.product_template_attribute_value_ids.mapped("name")
        wish = self.move_id.sale_line_id.special_requirement
        return "; ".join([part for part in (", ".join(values), wish) if part])
