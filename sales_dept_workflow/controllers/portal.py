from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class QuotationPortal(CustomerPortal):
    def _document_check_access(self, model_name, document_id, access_token=None):
        """A quotation never sent and held inside is no customer's business yet, whatever link he has (decision 7)."""
        document = super()._document_check_access(model_name, document_id, access_token=access_token)
        if model_name == "sale.order" and not request.env.user._is_internal() and document._sdw_not_released():
            raise AccessError(request.env._("This quotation is being prepared."))
        return document
