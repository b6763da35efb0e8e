from datetime import timedelta
from operator import methodcaller

from odoo import fields, models

from ..common.deadline_mixin import ESCALATION
from ..common.paper import render
from .codes import CASE
from .collection_steps import COLLECTORS, FIRST_CALL_DAYS

LEGAL = "sales_dept_workflow.mail_activity_type_legal"
STATEMENT = "sales_dept_workflow.action_report_debt_statement"


class SdwCollectionCase(models.Model):
    """Refusal, and the way to the legal department (C-07, C-08)."""

    _inherit = CASE

    def action_refused(self, reason):
        """The customer refuses to sign: nothing is shipped to him any more, and legal hears of it at once."""
        self._sdw_check_role(*COLLECTORS)
        self._check_open()
        self._check_reason(reason)
        self._sdw_system()._refused(reason)
        return True

    def action_escalate_legal(self, reason):
        """Hand cases to the legal department: manager, finance or legal (decision 23)."""
        self._sdw_check_role("group_sdw_sales_manager", "group_sdw_finance", "group_sdw_legal")
        self._check_open()
        self._check_reason(reason)
        self._sdw_system()._escalate_legal(reason)
        return True

    def _refused(self, reason):
        self.write({"state": "refused", "refusal_reason": reason})
        self.agreement_ids._case_refused()
        self._escalate_legal(reason)

    def _escalate_legal(self, reason):
        """Hold, statement, activity; if nobody holds the legal role the case stays refused and the manager is told."""
        self._set_hold(reason)
        self._stop_asking()
        role = self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_legal").sudo()
        now = fields.Datetime.now()
        for company, cases in self.grouped("company_id").items():
            lawyer = role._sdw_holders(company)[:1]
            new = cases.filtered(lambda case: case.state != "legal")
            new.write({"state": "legal" if lawyer else "refused", "legal_user_id": lawyer.id, "legal_on": now})
            if not lawyer:
                new._tell_manager(methodcaller("_no_lawyer_summary"))
            new._attach_statement(reason)
        self._tell_legal()

    def _tell_legal(self):
        today = fields.Date.context_today(self)
        told = self._sdw_scheduled(LEGAL).mapped("res_id")
        rows = [
            (case, case.legal_user_id, today, methodcaller("_legal_summary"))
            for case in self
            if case.legal_user_id and case.id not in told
        ]
        self._sdw_schedule(LEGAL, rows)

    def _legal_summary(self):
        return self.env._("Legal case: %(customer)s", customer=self.partner_id.name)

    def _no_lawyer_summary(self):
        return self.env._("Nobody holds the legal role: decide what happens with the refusal")

    def _tell_manager(self, summary):
        today = fields.Date.context_today(self)
        self._sdw_schedule(ESCALATION, [(case, case._get_escalation_user(), today, summary) for case in self])

    def _call_tomorrow(self):
        if self:
            self._next_step(fields.Date.context_today(self) + timedelta(days=FIRST_CALL_DAYS))

    # ------------------------------------------------------------------ paper
    def _attach_statement(self, body):
        """Put the debt statement of the day into the chatter: what the court will be shown."""
        for case in self:
            case._sdw_file_paper(body, render(case, STATEMENT, self.env._("Debt statement")))
