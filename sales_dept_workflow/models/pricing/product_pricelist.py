from odoo import api, models

from .policy import BOOK, RuleBook

DATES = ("date_start", "date_end")


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    def _get_applicable_rules(self, products, date, **kwargs):
        book = self.env.context.get(BOOK)
        # No client can send such an object: the book is a memory of this very computation, never an input.
        if self and isinstance(book, RuleBook):
            return book.applicable(self, date)
        return super()._get_applicable_rules(products, date, **kwargs)

    def _sdw_rules_ever(self, products):
        """The rules of this pricelist for these products at any date, in core's order."""
        self.ensure_one()
        everything = ("id", "!=", False)
        domain = self._get_applicable_rules_domain(products=products, date=False)
        domain = [everything if isinstance(leaf, tuple) and leaf[0] in DATES else leaf for leaf in domain]
        return self.env["product.pricelist.item"].search(domain)

    # ------------------------------------------------------------------ only authorised users edit price lists
    @api.model_create_multi
    def create(self, vals_list):
        self._sdw_check_price_editor()
        return super().create(vals_list)

    def write(self, vals):
        self._sdw_check_price_editor()
        return super().write(vals)

    def unlink(self):
        self._sdw_check_price_editor()
        return super().unlink()

    @api.model
    def _sdw_check_price_editor(self):
        """While the price rule is enforced, sales managers and Odoo's own sales and product managers edit prices."""
        if self.env.su or not self.env["res.partner"]._sdw_rule_enforced("price"):
            return
        if any(
            self.env.user.has_group(group)
            for group in ("sales_team.group_sale_manager", "product.group_product_manager")
        ):
            return
        self.env["res.partner"]._sdw_require(
            ("group_sdw_sales_manager",), self.env._("Prices are the company's policy.")
        )
