from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.lead.codes import TRIAL


class TrialPortal(CustomerPortal):
    """A customer who is logged in applies to try a product, and reads what became of it (S-04)."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "sdw_trial_count" in counters:
            values["sdw_trial_count"] = self._sdw_trials().search_count(self._sdw_own_trials())
        return values

    @http.route("/my/trials", type="http", auth="user", website=True, methods=["GET", "POST"])
    def portal_my_trials(self, product=None, note=None, **kwargs):
        sent, error = False, ""
        if request.httprequest.method == "POST":
            sent, error = self._sdw_apply(product, note)
        trials = self._sdw_trials().search(self._sdw_own_trials(), order="id desc", limit=50)
        values = {
            "trials": [trial._for_portal() for trial in trials],
            "sent": sent,
            "error": error,
            "page_name": "sdw_trial",
            "default_url": "/my/trials",
        }
        return request.render(
            "sales_dept_workflow.portal_my_trials", {**self._prepare_portal_layout_values(), **values}
        )

    def _sdw_apply(self, product, note):
        user = request.env.user
        if user._is_internal():
            return False, request.env._("Please record trials in the list of trials.")
        wanted = product.strip() if isinstance(product, str) else ""
        text = "\n".join(filter(None, [wanted, note if isinstance(note, str) else ""]))
        try:
            with request.env.cr.savepoint():
                self._sdw_trials()._apply_by_customer(user.partner_id, text)
        except UserError as error:
            return False, str(error)
        return True, ""

    def _sdw_trials(self):
        return request.env[TRIAL].sudo()

    def _sdw_own_trials(self):
        return self._sdw_trials()._of_customer(request.env.user.partner_id)
