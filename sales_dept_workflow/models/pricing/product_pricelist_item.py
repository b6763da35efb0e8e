from odoo import api, models
from odoo.tools import format_amount

#: What a rule says, in the order in which it is compared with what was approved.
CONTENT = (
    "applied_on", "categ_id", "product_tmpl_id", "product_id", "min_quantity", "date_start", "date_end",
    "compute_price", "base", "base_pricelist_id", "fixed_price", "percent_price", "price_discount", "price_markup",
    "price_surcharge", "price_round", "price_min_margin", "price_max_margin",
)  # fmt: skip


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["product.pricelist"]._sdw_check_price_editor()
        items = super().create(vals_list)
        items.pricelist_id._sdw_check_open()
        return items

    def write(self, vals):
        self.env["product.pricelist"]._sdw_check_price_editor()
        self.pricelist_id._sdw_check_open()
        result = super().write(vals)
        if "pricelist_id" in vals:
            self.pricelist_id._sdw_check_open()
        return result

    def unlink(self):
        self.env["product.pricelist"]._sdw_check_price_editor()
        self.pricelist_id._sdw_check_open()
        return super().unlink()

    # ------------------------------------------------------------------ for the price policy document
    def _sdw_content(self):
        """What each rule says, comparable and JSON-able."""
        return [
            [item[name].id if item._fields[name].relational else str(item[name] or "") for name in CONTENT]
            for item in self.sorted("id")
        ]

    def _sdw_row(self):
        """One rule as people read it."""
        return {
            "name": self.name,
            "price": format_amount(self.env, self.fixed_price, self.currency_id)
            if self.compute_price == "fixed"
            else self.price,
            "min_quantity": self.min_quantity,
            "date_start": str(self.date_start.date()) if self.date_start else "",
            "date_end": str(self.date_end.date()) if self.date_end else "",
        }
