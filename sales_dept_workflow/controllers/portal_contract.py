from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal

PAPER = "sales_dept_workflow.action_report_contract"


class ContractPortal(CustomerPortal):
    """The customer reads the contract he is asked to sign, and the one he signed (N-11)."""

    @http.route("/my/orders/<int:order_id>/contract", type="http", auth="public", website=True)
    def portal_order_contract(self, order_id, access_token=None, **kwargs):
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not order._sdw_contract_shown():
            return request.redirect(order.get_portal_url())
        signed = order.sdw_contract_version_id.attachment_id
        if signed and not order.sdw_contract_differs:
            return request.env["ir.binary"]._get_stream_from(signed.sudo()).get_response(as_attachment=True)
        return self._show_report(order, "pdf", PAPER, download=False)

    @http.route()
    def portal_quote_accept(self, order_id, access_token=None, name=None, signature=None):
        """Whoever of us opens the customer's page does not sign there in his name."""
        order = request.env["sale.order"].sudo().browse(order_id).exists()
        if order and request.env.user._is_internal() and order._sdw_contract_ruled():
            return {"error": request.env._("The contract is signed by the customer, on this page or on paper.")}
        return super().portal_quote_accept(order_id, access_token=access_token, name=name, signature=signature)
