from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.customer.codes import PROPOSAL


class CustomerFormPortal(CustomerPortal):
    """A customer fills in his information form by the link in his mail: without a login, once (A-14, A-15)."""

    @http.route(
        "/my/customer-form/<int:proposal_id>", type="http", auth="public", website=True, methods=["GET", "POST"]
    )
    def portal_customer_form(self, proposal_id, access_token=None, **params):
        try:
            form = self._document_check_access(PROPOSAL, proposal_id, access_token=access_token)
        except (AccessError, MissingError, TypeError):
            return request.redirect("/my")
        error = sent = False
        if request.httprequest.method == "POST":
            error = self._sdw_filled_in(form, params)
            sent = not error
        shown = form.with_context(lang=request.env.lang)
        values = {
            "form": form,
            "company_name": form.sudo().company_id.name,
            "partner_name": form.sudo().partner_id.name,
            "questions": shown._form_questions(),
            "open": form._is_open_form(),
            "sent": sent,
            "error": error,
            "said": params if error else {},
            "access_token": access_token,
            "page_name": "sdw_customer_form",
        }
        return request.render("sales_dept_workflow.portal_customer_form_page", values)

    def _sdw_filled_in(self, form, params):
        """Take the answers; what is wrong with them is said, not raised."""
        user = request.env.user
        if user._is_internal():
            return request.env._("Please propose what you know on the customer himself.")
        try:
            with request.env.cr.savepoint():
                # Core hands the document over as its robot; it is the visitor who answers.
                form.with_user(user).sudo()._customer_fills_in(params)
        except UserError as error:
            return str(error)
        return False
