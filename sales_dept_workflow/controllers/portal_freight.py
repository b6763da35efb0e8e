from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class FreightPortal(CustomerPortal):
    """The customer reads what the freight costs him, and may object (D-07, D-08)."""

    @http.route("/my/orders/<int:order_id>/freight_objection", type="jsonrpc", auth="public", website=True)
    def portal_freight_objection(self, order_id, access_token=None, kind=None, text=None, **kwargs):
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("This order does not exist.")}
        user = request.env.user
        if user._is_internal():
            return {"error": request.env._("Please record what the customer says on the order.")}
        if not order._sdw_freight_shown():
            return {"error": request.env._("There is no freight to object to here.")}
        partner = order.partner_id if user._is_public() else user.partner_id
        try:
            # Core hands the document over as its robot; it is the visitor who objects.
            order.with_user(user).sudo()._sdw_object(kind, text, partner, "portal")
        except UserError as error:
            return {"error": str(error)}
        return {"redirect_url": order.get_portal_url(anchor="sdw_freight")}
