from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.complaint.codes_learning import ANSWER, QUESTIONS, SCORES


class SatisfactionPortal(CustomerPortal):
    """A customer answers a survey by the link in his mail: without a login, once, as long as it is open (X-10)."""

    @http.route("/my/satisfaction/<int:answer_id>", type="http", auth="public", website=True, methods=["GET", "POST"])
    def portal_satisfaction(self, answer_id, access_token=None, **params):
        try:
            answer = self._document_check_access(ANSWER, answer_id, access_token=access_token)
        except (AccessError, MissingError, TypeError):
            return request.redirect("/my")
        error = False
        if request.httprequest.method == "POST":
            error = self._sdw_answered(answer, params)
        values = {"answer": answer, "error": error, "said": params if error else {}, "access_token": access_token}
        values.update(questions=self._sdw_questions(answer), scores=SCORES, page_name="sdw_satisfaction")
        return request.render("sales_dept_workflow.portal_satisfaction_page", values)

    def _sdw_answered(self, answer, params):
        """Take the answer; what is wrong with it is said, not raised."""
        user = request.env.user
        if user._is_internal():
            return request.env._("Please record what the customer says on the answer itself.")
        try:
            with request.env.cr.savepoint():
                # Core hands the document over as its robot; it is the visitor who answers.
                answer.with_user(user).sudo()._customer_answers(params)
        except UserError as error:
            return str(error)
        return False

    def _sdw_questions(self, answer):
        """[(name of the field, what is asked)] in the reader's language."""
        shown = answer.with_context(lang=request.env.lang)
        names = [f"score_{question}" for question, _label in QUESTIONS]
        return [(name, shown._fields[name]._description_string(shown.env)) for name in names]
