from odoo import api, models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["product.pricelist"]._sdw_check_price_editor()
        return super().create(vals_list)

    def write(self, vals):
        self.env["product.pricelist"]._sdw_check_price_editor()
        return super().write(vals)

    def unlink(self):
        self.env["product.pricelist"]._sdw_check_price_editor()
        return super().unlink()
