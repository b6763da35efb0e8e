from odoo import fields, models
from odoo.exceptions import UserError

from ..common.shared import read_lines, shared
from .credit_exposure import MONEY


class SdwCreditCheckMixin(models.AbstractModel):
    """A document the accountant checks three times before he approves ``credit`` on it (O-04, decisions 18 and 25).

    Orders, and transfers without one. The document says what each check finds (:meth:`_sdw_credit_results`) and which
    field of a check leads to it; the rows, their refresh and what they refuse are the same.

    A model names this mixin before itself in ``_inherit``, so that what is decided here comes before what every
    document with approvals does.
    """

    _name = "sdw.credit.check.mixin"
    _description = "Document with the Accountant's Checks"
    _inherit = ["sdw.approval.mixin"]

    #: The field of ``sdw.credit.check`` that names this document.
    _sdw_check_link = None

    # ------------------------------------------------------------------ what a document says
    def _sdw_credit_results(self):
        """{record: {kind: (result, what was seen)}}, set-based."""
        raise NotImplementedError

    def _sdw_credit_money(self):
        """{record: limit, exposure, order (what is asked for), overdue, deferred, bills} in company currency."""
        raise NotImplementedError

    def _sdw_pays_by(self):
        """The mode of payment that counts for this document: ``prepaid``, ``credit`` or ``mixed``."""
        raise NotImplementedError

    def _sdw_debtor(self):
        """Who will owe us, as the document's company sees him."""
        return self.partner_id.commercial_partner_id.sudo().with_company(self._sdw_company())

    # ------------------------------------------------------------------ rows
    def _sdw_new_checks(self, results, approvals):
        """Write the rows of a submission."""
        approval_of = {approval.res_id: approval.id for approval in approvals.sudo()}
        values = [
            {
                self._sdw_check_link: document.id,
                "approval_id": approval_of[document.id],
                "company_id": document._sdw_company().id,
                "kind": kind,
                "sequence": sequence,
                "result": result,
                "seen": seen,
            }
            for document in self
            for sequence, (kind, (result, seen)) in enumerate(results[document].items())
        ]
        return self._sdw_system().env["sdw.credit.check"].create(values)

    def _sdw_archive_checks(self):
        """The rows of an earlier submission stay on record."""
        old = self._sdw_system().credit_check_ids
        if old:
            old.write({"active": False})
            old.flush_recordset(["active"])
            self.invalidate_recordset(["credit_check_ids"], flush=False)

    def _sdw_refresh_checks(self):
        results = self._sdw_credit_results()
        for check in self.credit_check_ids.filtered(lambda check: check.result != "overridden"):
            result, seen = results[check._document()][check.kind]
            if (check.result, check.seen) != (result, seen):
                # Whoever ticked it off saw other figures.
                check.write({"result": result, "seen": seen, "user_id": False, "checked_on": False})

    # ------------------------------------------------------------------ the check of the credit
    def _sdw_check_credit(self, money):
        if self._sdw_pays_by() == "prepaid":
            return "passed", self.env._("Prepaid: no credit is used.")
        if self._sdw_company().sudo().sdw_grade_required and not self._sdw_debtor().credit_grade:
            return "failed", self.env._(
                "No credit rating yet: finance sets the grade before the first order on credit."
            )
        shown = {key: self._sdw_format_fact(value, "money") for key, value in money.items()}
        currency = self._sdw_company().currency_id
        if currency.compare_amounts(money["overdue"], money["deferred"]) > 0:
            return "failed", self.env._("Overdue: %(overdue)s. Credit in use: %(exposure)s, limit: %(limit)s.", **shown)
        if not money["limit"]:
            return "passed", self.env._("No credit limit set. Credit in use: %(exposure)s, new: %(order)s.", **shown)
        seen = self.env._("Credit in use: %(exposure)s, new: %(order)s, limit: %(limit)s.", **shown)
        within = currency.compare_amounts(money["exposure"] + money["order"], money["limit"]) <= 0
        return "passed" if within else "failed", seen

    # ------------------------------------------------------------------ deciding
    def _sdw_check_may_approve(self, approvals):
        result = super()._sdw_check_may_approve(approvals)
        self._sdw_check_may_release(approvals)
        return result

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        self._sdw_credit_decided(approvals)
        return result

    def _sdw_check_may_release(self, approvals):
        """The accountant approves only what passes on the money as it is now, nobody else releasing credit of the
        customer meanwhile.
        """
        last = approvals.filtered(lambda approval: approval.code == "credit" and approval._on_last_step())
        documents = self._sdw_system().filtered(lambda document: document.id in last.mapped("res_id"))
        if not documents:
            return
        self.env["sdw.credit.exposure"].sudo()._lock(documents.partner_id.commercial_partner_id)
        read_lines(documents, "credit_check_ids")
        with shared(self.env.cr, MONEY):
            documents._sdw_refresh_checks()
            documents._sdw_refuse_failed()
            documents._sdw_refuse_together()

    def _sdw_refuse_failed(self):
        failed = self.credit_check_ids.filtered(lambda check: check.result == "failed")
        if failed:
            lines = [f"{check.display_name}: {check.seen}" for check in failed[:20]]
            raise UserError("\n".join([self.env._("A failed check has to be overridden with a reason first:"), *lines]))
        if any(len(document.credit_check_ids) < 3 for document in self):
            raise UserError(self.env._("The three checks are incomplete. Please send it to the accountant again."))

    def _sdw_refuse_together(self):
        """What is approved in one call uses the same credit: each has to fit beside those before it."""
        used = {}
        money = self._sdw_credit_money()
        for document in self:
            owner = (document.partner_id.commercial_partner_id, document._sdw_company())
            figures = money[document]
            figures = {**figures, "exposure": figures["exposure"] + used.get(owner, 0.0)}
            used[owner] = used.get(owner, 0.0) + figures["order"]
            overridden = document.credit_check_ids.filtered(
                lambda check: check.kind == "credit" and check.result == "overridden"
            )
            result, seen = document._sdw_check_credit(figures)
            if result == "failed" and not overridden:
                raise UserError(
                    self.env._("%(order)s does not fit beside the others: %(seen)s", order=document.name, seen=seen)
                )

    def _sdw_credit_decided(self, approvals):
        """Stamp the rows of what was approved; say in the chatter why something was refused."""
        credit = approvals.filtered(lambda approval: approval.code == "credit")
        self._sdw_stamp_checks(credit.filtered(lambda approval: approval.state == "approved"))
        for approval in credit.filtered(lambda approval: approval.state == "rejected"):
            document = self._sdw_system().browse(approval.res_id)
            document._message_log(
                body=self.env._(
                    "Refused by the accountant: %(reason)s", reason=approval.decision_ids[-1:].comment or ""
                )
            )

    def _sdw_stamp_checks(self, approvals):
        """Each row bears who checked it and when; an overridden one keeps the name of whoever overrode it."""
        if not approvals:
            return
        values = {"checked_on": fields.Datetime.now()}
        decider = {approval.id: approval.decided_by_id.id for approval in approvals.sudo()}
        rows = self._sdw_system().browse(approvals.mapped("res_id")).credit_check_ids
        approval_of = {approval.res_id: approval.id for approval in approvals}
        for user, checks in (
            rows.filtered(lambda check: not check.user_id)
            .grouped(lambda check: decider[approval_of[check._document().id]] or self.env.uid)
            .items()
        ):
            checks.write({**values, "user_id": user})
