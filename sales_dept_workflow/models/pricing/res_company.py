from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _sdw_judges_prices(self):
        """Whether orders of this company are held to the policy price at all."""
        return self._sdw_mode("price") != "off" or self._sdw_mode("territory") != "off"
