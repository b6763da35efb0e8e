from odoo import models


class SaleOrder(models.Model):
    """What the customer's credit grade allows, in the accountant's checks (A-35, A-37)."""

    _inherit = "sale.order"

    def _sdw_check_payment(self, missing):
        refused = self._sdw_grade_refusal()
        return ("failed", refused) if refused else super()._sdw_check_payment(missing)
