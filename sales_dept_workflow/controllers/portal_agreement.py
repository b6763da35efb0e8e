import base64
import binascii

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

AGREEMENT = "sdw.repayment.agreement"
PAPER = "sales_dept_workflow.action_report_repayment_agreement"


class AgreementPortal(CustomerPortal):
    """The customer reads and signs his own repayment agreements (C-03)."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "sdw_agreement_count" in counters:
            agreements = request.env[AGREEMENT]
            domain = [("state", "=", "sent")]
            values["sdw_agreement_count"] = agreements.search_count(domain) if agreements.has_access("read") else 0
        return values

    @http.route("/my/agreements", type="http", auth="user", website=True)
    def portal_my_agreements(self, **kwargs):
        agreements = request.env[AGREEMENT].search([("state", "!=", "draft")], limit=100)
        values = {"agreements": agreements, "page_name": "sdw_agreement", "default_url": "/my/agreements"}
        return request.render(
            "sales_dept_workflow.portal_my_agreements", {**self._prepare_portal_layout_values(), **values}
        )

    @http.route("/my/agreements/<int:agreement_id>", type="http", auth="public", website=True)
    def portal_agreement(self, agreement_id, access_token=None, report_type=None, download=False, **kwargs):
        try:
            agreement = self._sdw_agreement(agreement_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if report_type in ("html", "pdf"):
            return self._show_report(agreement, report_type, PAPER, download=download)
        values = {"agreement": agreement, "page_name": "sdw_agreement"}
        values = self._get_page_view_values(agreement, access_token, values, "my_agreements_history", False, **kwargs)
        return request.render("sales_dept_workflow.portal_agreement_page", values)

    @http.route("/my/agreements/<int:agreement_id>/sign", type="jsonrpc", auth="public", website=True)
    def portal_agreement_sign(self, agreement_id, access_token=None, name=None, signature=None):
        access_token = access_token or request.httprequest.args.get("access_token")
        try:
            agreement = self._sdw_agreement(agreement_id, access_token)
        except (AccessError, MissingError):
            return {"error": request.env._("This agreement does not exist.")}
        if agreement.state != "sent":
            return {"error": request.env._("This agreement does not wait for a signature any more.")}
        try:
            base64.b64decode(signature or "", validate=True)
            agreement._sdw_system()._sign(name, signature)
        except binascii.Error:
            return {"error": request.env._("The signature cannot be read.")}
        except UserError as error:
            return {"error": str(error)}
        return {"force_refresh": True, "redirect_url": agreement.get_portal_url(query_string="&message=sign_ok")}

    def _sdw_agreement(self, agreement_id, access_token):
        """The agreement, if the visitor may see it: his own, or by its link; never one still being drawn up."""
        agreement = self._document_check_access(AGREEMENT, agreement_id, access_token=access_token)
        if agreement.state not in ("sent", "signed", "kept", "broken"):
            raise AccessError(request.env._("This agreement is not open for you."))
        return agreement
