from odoo import api, fields, models
from odoo.tools import format_amount


class SdwPricingPolicyProduct(models.Model):
    """A new catalogue price, in use when its policy goes into force (Q-12)."""

    _name = "sdw.pricing.policy.product"
    _description = "New Catalogue Price"
    _order = "policy_id, id"

    policy_id = fields.Many2one("sdw.pricing.policy", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    product_tmpl_id = fields.Many2one("product.template", "Product", required=True, domain=[("sale_ok", "=", True)])
    currency_id = fields.Many2one(related="product_tmpl_id.currency_id")
    price_before = fields.Float("Price so far", readonly=True, min_display_digits="Product Price")
    list_price = fields.Float("New Price", required=True, min_display_digits="Product Price")

    _product_uniq = models.UniqueIndex("(policy_id, product_tmpl_id)", "One new price per product.")
    _price_positive = models.Constraint("CHECK(list_price >= 0)", "A price is not negative.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.policy_id._sdw_check_draft()
        for line in lines:
            line._sdw_price_before()
        return lines

    def write(self, vals):
        self.policy_id._sdw_check_draft()
        result = super().write(vals)
        self.policy_id._sdw_check_draft()
        for line in self if {"product_tmpl_id", "price_before"}.intersection(vals) else ():
            line._sdw_price_before()
        return result

    def unlink(self):
        self.policy_id._sdw_check_draft()
        return super().unlink()

    def _sdw_price_before(self):
        """Note the price this one replaces; nobody types it."""
        return super().write({"price_before": self.product_tmpl_id.list_price})

    def _sdw_sentence(self):
        before, after = (
            format_amount(self.env, price, self.currency_id) for price in (self.price_before, self.list_price)
        )
        return f"{self.product_tmpl_id.display_name}: {before} → {after}"
