from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models

from .approval import ACTIVITY
from .messages import warning


class SdwApproval(models.Model):
    """How a request ends: decided, withdrawn, or lapsed because its document got worse for the company."""

    _inherit = "sdw.approval"

    def _finish(self, state):
        """End requests and tell their documents and requesters."""
        if not self:
            return
        values = {"state": state, "decided_on": fields.Datetime.now()}
        for valid_days, approvals in self.grouped(lambda approval: approval.type_id.valid_days).items():
            until = fields.Date.add(fields.Date.context_today(self), days=valid_days) if valid_days else False
            approvals.write({**values, "valid_until": until if state == "approved" else False})
        for res_model, approvals in self.grouped("res_model").items():
            documents = self.env[res_model].browse(approvals.mapped("res_id"))
            documents._sdw_approvals_decided(approvals)
        self._tell_requesters()
        self._sdw_done(ACTIVITY)

    def _tell_requesters(self):
        """The requester hears the outcome in his own inbox: one message, however many of his requests ended at once."""
        theirs = self.filtered(lambda approval: approval.requester_id.id not in (self.env.uid, SUPERUSER_ID))
        for requester, approvals in theirs.grouped("requester_id").items():
            approvals = approvals._sdw_in_language_of(requester)
            labels = dict(self._fields["state"]._description_selection(approvals.env))
            outcome = [f"{approval.name}: {labels[approval.state]}" for approval in approvals]
            about, subject = approvals, outcome[0]
            if len(approvals) > 1:
                about = approvals.env["mail.thread"]
                subject = approvals.env._("%(count)s requests decided", count=len(approvals))
            body = Markup("<br/>").join(outcome)
            about.message_notify(partner_ids=requester.partner_id.ids, subject=subject, body=body)

    def _lapse_if_worse(self):
        """Lapse the pending or approved ones whose document is now worse than what was shown; return them."""
        lapsed = self.browse()
        for (res_model, code), approvals in self.grouped(lambda approval: (approval.res_model, approval.code)).items():
            # They exist: whoever deletes a document withdraws what is pending, and what was decided forbids it.
            documents = self.env[res_model].browse(approvals.mapped("res_id"))
            facts = documents._sdw_facts_to_compare(code)
            for approval in approvals:
                document = documents.browse(approval.res_id)
                changes = document._sdw_worse(approval, facts[document]) if document in facts else []
                if changes:
                    approval.changes = changes
                    lapsed |= approval
        lapsed._lapse()
        return lapsed

    def _lapse(self):
        if not self:
            return
        self._log_each("lapsed", self.env["res.users"].browse(SUPERUSER_ID))
        self._finish("lapsed")

    def _stale_notice(self):
        names = ", ".join(self.mapped("name"))
        return warning(
            self.env._("Not decided"),
            self.env._("The document got worse after the request, so the request has lapsed: %(names)s", names=names),
        )
