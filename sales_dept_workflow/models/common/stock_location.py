from odoo import models
from odoo.exceptions import AccessError

OUTSIDE = ("customer", "transit")


class StockLocation(models.Model):
    _inherit = "stock.location"

    def write(self, vals):
        """What is a customer's place decides what is a shipment: once goods have moved there, it stays what it is."""
        if "usage" in vals and not self.env.su:
            self._sdw_check_usage(vals["usage"])
        return super().write(vals)

    def _sdw_check_usage(self, usage):
        touched = self.filtered(lambda location: location.usage != usage and {location.usage, usage} & set(OUTSIDE))
        if not touched or not any(
            company.sudo()._sdw_any_blocking() for company in touched.company_id or self.env.companies
        ):
            return
        domain = ["|", ("location_id", "child_of", touched.ids), ("location_dest_id", "child_of", touched.ids)]
        if self.env["stock.move.line"].sudo().search_count(domain, limit=1):
            raise AccessError(
                self.env._(
                    "Goods have moved through this location; please create another one instead of changing its type."
                )
            )
