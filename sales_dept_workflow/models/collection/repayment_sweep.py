from datetime import timedelta
from operator import methodcaller

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.deadline_mixin import ACTIVITY
from ..common.paper import render
from .codes import AGREEMENT

PAPER = "sales_dept_workflow.action_report_repayment_agreement"
FILING = "sales_dept_workflow.mail_activity_type_paper"


class SdwRepaymentAgreement(models.Model):
    """What the system does with an agreement: signature, refusal, instalments, the end of its case."""

    _inherit = AGREEMENT

    # ------------------------------------------------------------------ signature and refusal
    def _sign(self, name, signature):
        """The signed paper goes on record and to the sales admin; a plan counts at once, a deferral once filed."""
        self._check_state("sent")
        if not (name or "").strip() or not signature:
            raise UserError(self.env._("Please give the name and the signature of who signs."))
        still_open = self._get_open_debt()
        for agreement in self:
            if agreement.currency_id.compare_amounts(still_open[agreement.id], agreement.amount_total) > 0:
                raise UserError(
                    self.env._("The debt has grown since %(name)s was sent: draw up a new one.", name=agreement.name)
                )
        self.write({"state": "signed", "signed_by": name, "signed_on": fields.Datetime.now(), "signature": signature})
        self._deadline_met()
        self.filtered(lambda agreement: agreement.kind == "instalments")._takes_effect()
        self._remind_instalments()
        self._file_paper()

    def _takes_effect(self):
        """The dates count: dunning stops."""
        for kind, agreements in self.grouped("kind").items():
            agreements.case_id._agreement_signed(kind)

    def _file_paper(self):
        role = self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_sales_admin").sudo()
        today = fields.Date.context_today(self)
        rows = []
        for agreement in self:
            paper = render(agreement, PAPER, self.env._("Repayment agreement"))
            agreement._sdw_file_paper(self.env._("Signed by %(name)s", name=agreement.signed_by), paper)
            clerk = role._sdw_holders(agreement.company_id)[:1]
            rows.append((agreement, clerk, today, methodcaller("_filing_summary")))
        self._sdw_schedule(FILING, rows)

    def _filing_summary(self):
        return self.env._("File the signed agreement")

    def _instalment_summary(self):
        return self.env._("Instalment due")

    def _refuse(self, reason):
        self.write({"state": "refused", "refusal_reason": reason})
        self._stop_reminding()
        self._sdw_cancel_approvals()
        plans = self.filtered(lambda agreement: agreement.kind == "instalments")
        plans.case_id.filtered(lambda case: case.state not in ("closed", "legal"))._refused(reason)
        (self - plans).case_id.filtered(lambda case: case.state in ("dunning", "agreement"))._call_tomorrow()

    def _cancel(self):
        signed = self.filtered(lambda agreement: agreement.state == "signed")
        self.write({"state": "cancelled"})
        self._stop_reminding()
        self._sdw_cancel_approvals()
        waiting = signed.case_id.filtered(lambda case: case.state in ("agreement", "plan"))
        waiting.write({"state": "dunning"})
        waiting._call_tomorrow()

    def _stop_reminding(self):
        self.write({"deadline": False})
        self._sdw_unschedule(ACTIVITY, "sales_dept_workflow.mail_activity_type_escalation")

    def _remind_instalments(self):
        """One activity per instalment, on its day (C-06)."""
        rows = [
            (
                line.agreement_id,
                line.agreement_id._get_deadline_responsible(),
                line.due_date,
                methodcaller("_instalment_summary"),
            )
            for line in self.line_ids
        ]
        self._sdw_schedule(ACTIVITY, rows)

    # ------------------------------------------------------------------ told by the case
    def _case_closed(self, paid):
        self.filtered(lambda agreement: agreement.state == "signed").write({"state": "kept" if paid else "cancelled"})
        self._case_refused()
        self._stop_reminding()

    def _case_refused(self):
        """What nobody has signed is void."""
        unsigned = self.filtered(lambda agreement: agreement.state in ("draft", "sent"))
        unsigned.write({"state": "refused"})
        unsigned._stop_reminding()
        unsigned._sdw_cancel_approvals()

    def _case_reopened(self):
        again = self.filtered(lambda agreement: agreement.state == "kept")
        again.write({"state": "signed"})
        again._remind_instalments()

    def _case_joined(self):
        """Two debts became one: no paper covers it any more."""
        self.filtered(lambda agreement: agreement.state in ("draft", "sent", "signed"))._sdw_cancel_approvals()
        self.filtered(lambda agreement: agreement.state in ("draft", "sent", "signed")).write({"state": "cancelled"})
        self._stop_reminding()

    # ------------------------------------------------------------------ what is still open of the agreed debt
    def _get_open_debt(self):
        """{id: what is still open of the debt an agreement covers}, company currency, one statement for all."""
        if not self:
            return {}
        cases = self.case_id
        limits = cases._sweep_limits(companies=self.company_id)
        cases._flush_ledger()
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """SELECT agreement.id, SUM(item.residual)
                     FROM sdw_repayment_agreement agreement
                LEFT JOIN (%s) item
                       ON item.partner_id = agreement.partner_id AND item.company_id = agreement.company_id
                      AND item.residual > 0 AND item.due < agreement.debt_date AND NOT item.excluded
                    WHERE agreement.id IN %s
                 GROUP BY agreement.id""",
                cases._receivable_sql(limits, self.partner_id),
                tuple(self.ids),
            )
        )
        return {agreement_id: float(amount or 0.0) for agreement_id, amount in rows}

    # ------------------------------------------------------------------ sweep
    def _sweep_broken(self, sweep):
        """Signed agreements with a date past and not paid: broken (C-06)."""
        cases = self.env["sdw.collection.case"]._sdw_system()
        ids = []
        for company in sweep.limits:
            today = cases._sweep_day(company, sweep.now)
            domain = [("company_id", "=", company.id), ("state", "=", "signed"), ("line_ids.due_date", "<", today)]
            ids += self.search(domain, order="id").ids
        return cases._sweep_batches(
            ids, lambda batch: self.browse(batch).try_lock_for_update()._break_unpaid(sweep.now)
        )

    def _break_unpaid(self, now):
        still_open = self._get_open_debt()
        broken = self.browse()
        for agreement in self:
            today = agreement._sdw_local_date(now)
            late = sum(line.amount for line in agreement.line_ids if line.due_date >= today)
            # Whatever is not due yet may be open; anything more is overdue.
            if agreement.currency_id.compare_amounts(still_open[agreement.id], late) > 0:
                broken |= agreement
        broken.write({"state": "broken"})
        broken._stop_reminding()
        for kind, agreements in broken.grouped("kind").items():
            agreements.case_id._agreement_broken(kind)
        (self - broken)._forget_paid_instalments(now)

    def _forget_paid_instalments(self, now):
        today = (now - timedelta(days=1)).date()
        self.sudo().activity_ids.filtered(
            lambda activity: activity.automated and activity.date_deadline <= today
        ).unlink()

    def _sweep_unsigned(self, sweep):
        """Sent and not signed in time counts as refused (C-07)."""
        cases = self.env["sdw.collection.case"]._sdw_system()
        companies = [company.id for company in sweep.limits]
        domain = [("state", "=", "sent"), ("deadline", "<", sweep.now), ("company_id", "in", companies)]
        reason = self.env._("Not signed in time.")
        ids = self.search(domain, order="id").ids
        return cases._sweep_batches(ids, lambda batch: self.browse(batch).try_lock_for_update()._refuse(reason))
