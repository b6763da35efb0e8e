from odoo import api, models
from odoo.exceptions import AccessError

from .codes import BILL_METHOD


class AccountPaymentMethod(models.Model):
    _inherit = "account.payment.method"

    @api.model
    def _get_payment_method_information(self):
        """One journal a company takes bills; core adds the method to no journal by itself."""
        return {**super()._get_payment_method_information(), BILL_METHOD: {"mode": "unique", "type": ("bank", "cash")}}

    def write(self, vals):
        """By its code the rule knows a bill; core lets every invoicing user change it."""
        if not self.env.su and {"code", "payment_type"} & set(vals):
            self._sdw_check_not_bills()
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._sdw_check_not_bills()
        return super().unlink()

    def _sdw_check_not_bills(self):
        if BILL_METHOD in self.mapped("code"):
            raise AccessError(self.env._("The payment method of acceptance bills stays as it is."))
