from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .codes import AGREEMENT
from .collection_steps import COLLECTORS
from .repayment_agreement import APPROVAL, LIVE


class SdwRepaymentAgreement(models.Model):
    """What people do with an agreement, and what is checked before."""

    _inherit = AGREEMENT

    # ------------------------------------------------------------------ what people do
    def action_send(self):
        """Give the paper to the customer: complete, summing to the debt, and (a deferral) approved by the manager.

        :return: True, or a notification when some customer has no e-mail address and gets it on paper
        """
        self._sdw_check_role(*COLLECTORS)
        self._check_draft()
        self._check_complete()
        self._check_approved()
        agreements = self._sdw_system()
        now = fields.Datetime.now()
        days = agreements.case_id._sweep_limits(now, agreements.company_id)
        for agreement in agreements:
            last_day = agreement._sdw_local_date(now) + timedelta(days=agreement.company_id.sdw_plan_sign_days)
            agreement.write(
                {
                    "state": "sent",
                    "sent_on": now,
                    "deadline": agreement._sdw_end_of_day(last_day),
                    "debt_date": days[agreement.company_id],
                }
            )
            agreement._portal_ensure_token()
        agreements._deadline_start()
        return agreements._mail_to_customer()

    def action_sign(self, name, signature):
        """Record the customer's signature: who signed, and the signature or the scan of the paper (C-03).

        :param str name: who signed for the customer
        :param signature: base64 image or file
        """
        self._sdw_check_role(*COLLECTORS)
        self._sdw_system()._sign(name, signature)
        return True

    def action_refuse(self, reason):
        """The customer does not sign. A refused plan stops deliveries and goes to the legal department (C-07, C-08)."""
        self._sdw_check_role(*COLLECTORS)
        self._check_state("draft", "sent")
        self.env["sdw.collection.case"]._check_reason(reason)
        self._sdw_system()._refuse(reason)
        return True

    def action_cancel(self):
        """Withdraw a paper that nobody has signed; a signed one only with a manager."""
        self._sdw_check_role(*COLLECTORS)
        self._check_state(*LIVE)
        signed = self.filtered(lambda agreement: agreement.state == "signed")
        if signed:
            signed._sdw_check_role("group_sdw_sales_manager")
        self._sdw_system()._cancel()
        return True

    def action_archive_paper(self, number, place):
        """The sales admin files the signed paper (C-04); from then on the new date of a deferral counts."""
        self._sdw_check_role("group_sdw_sales_admin")
        self._check_state("signed", "kept", "broken")
        if not ((number or "").strip() and (place or "").strip()):
            raise UserError(self.env._("Please give the number and the place in the archive."))
        self._sdw_system().write(
            {
                "archive_number": number,
                "archive_place": place,
                "archived_by_id": self.env.uid,
                "archived_on": fields.Datetime.now(),
            }
        )
        self._sdw_system()._sdw_unschedule("sales_dept_workflow.mail_activity_type_paper")
        deferrals = self.filtered(lambda agreement: agreement.kind == "single" and agreement.state == "signed")
        deferrals._sdw_system()._takes_effect()
        return True

    # ------------------------------------------------------------------ checks
    def _check_state(self, *states):
        wrong = self.filtered(lambda agreement: agreement.state not in states)
        if wrong:
            raise UserError(
                self.env._("This cannot be done any more with: %(names)s.", names=", ".join(wrong.mapped("name")))
            )

    def _check_complete(self):
        """A concrete date for every amount, and the whole debt, to the cent."""
        figures = self.sudo().case_id._get_figures()
        for agreement in self.sudo():
            lines = agreement.line_ids
            if (
                not lines
                or any(not line.due_date for line in lines)
                or (agreement.kind == "single" and len(lines) != 1)
            ):
                raise UserError(self.env._("%(name)s needs a concrete date for every amount.", name=agreement.name))
            if min(lines.mapped("due_date")) < fields.Date.context_today(self):
                raise UserError(self.env._("The dates of %(name)s must lie ahead.", name=agreement.name))
            agreement._check_sum(figures[agreement.case_id]["overdue_amount_company"])

    def _check_sum(self, debt):
        if self.currency_id.compare_amounts(self.amount_total, debt):
            raise UserError(
                self.env._(
                    "%(name)s must sum to the debt: agreed %(agreed)s, owed %(owed)s.",
                    name=self.name,
                    agreed=self.currency_id.format(self.amount_total),
                    owed=self.currency_id.format(debt),
                )
            )

    def _check_approved(self):
        singles = self.filtered(lambda agreement: agreement.kind == "single")
        latest = singles._sdw_latest(APPROVAL)
        covering = singles._sdw_covering(APPROVAL, latest)
        missing = singles.filtered(lambda agreement: not covering[agreement])
        if missing:
            names = ", ".join(missing.mapped("name"))
            message = self.env._("A deferral needs the sales manager's approval first: %(names)s.", names=names)
            waiting = {
                self._sdw_waits_for(latest[agreement]): True
                for agreement in missing
                if latest[agreement].state == "pending"
            }
            raise UserError("\n".join([message, *waiting]))
        singles._check_eligible()

    def _check_eligible(self):
        """A deferral is for old customers with a good grade; the others sign a plan (C-02)."""
        singles = self.filtered(lambda agreement: agreement.kind == "single")
        refusals = singles.sudo().case_id._deferral_refusals()
        refused = singles.filtered(lambda agreement: refusals[agreement.sudo().case_id])
        if refused:
            reasons = [f"{agreement.name}: {refusals[agreement.sudo().case_id]}" for agreement in refused]
            raise UserError("\n".join([self.env._("No deferral, a repayment plan is to be signed instead:"), *reasons]))
