from odoo import api, models

PRICELIST = {"property_product_pricelist", "specific_property_product_pricelist"}
PRICERS = ("group_sdw_sales_manager", "group_sdw_finance", "group_sdw_general_manager")


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if not self.env.su and self._sdw_rule_enforced("price") and partners._sdw_with_own_pricelist():
            self._sdw_check_pricer()
        return partners

    def write(self, vals):
        if PRICELIST.intersection(vals) and not self.env.su and self._sdw_rule_enforced("price"):
            if any(partner._sdw_differs(name, vals[name]) for partner in self for name in PRICELIST.intersection(vals)):
                self._sdw_check_pricer()
        return super().write(vals)

    def _sdw_with_own_pricelist(self):
        """New partners that start with a pricelist other than the company's default or their parent's."""
        return self.filtered(
            lambda partner: partner.specific_property_product_pricelist
            and partner.specific_property_product_pricelist != partner.parent_id.specific_property_product_pricelist
        )

    @api.model
    def _sdw_check_pricer(self):
        message = self.env._("The pricelist of a customer is what he pays.")
        self._sdw_require(PRICERS, message)
