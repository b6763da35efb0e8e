from odoo import models
from odoo.exceptions import UserError


class ProductTemplate(models.Model):
    """The catalogue price that customers have been offered changes by a price policy document, too (Q-10, Q-12)."""

    _inherit = "product.template"

    def write(self, vals):
        if "list_price" in vals and not self.env.su:
            changed = self.sudo().filtered(
                lambda product: product.currency_id.compare_amounts(product.list_price, vals["list_price"] or 0.0)
            )
            changed.with_env(self.env)._sdw_check_catalogue()
        return super().write(vals)

    def _sdw_check_catalogue(self):
        """
        :raise UserError: for products with a price in force while the price rule is enforced
        """
        if not self:
            return
        enforcing = self.env["res.company"].sudo().search([("sdw_mode_price", "=", "block")])
        ruled = self.filtered(lambda product: (product.sudo().company_id or enforcing) & enforcing)
        domain = [("product_id.product_tmpl_id", "in", ruled.ids), ("company_id", "in", enforcing.ids)]
        offered = ruled and self.env["sale.order.line"].sudo()._read_group(domain, ["product_id"])
        if not offered:
            return
        templates = self.env["product.product"].union(*(product for (product,) in offered)).product_tmpl_id
        raise UserError(
            self.env._(
                "Customers have been offered these catalogue prices: %(products)s."
                " New prices are prepared in a price policy document.",
                products=", ".join(templates.mapped("display_name")),
            )
        )
