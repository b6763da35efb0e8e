from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

from .approval import ACTIVITY
from .messages import warning

#: Wakes the job that tells requesters.
TELL = "sales_dept_workflow.ir_cron_sdw_tell_requesters"
BATCH = 500


class SdwApproval(models.Model):
    """How a request ends: decided, withdrawn, or lapsed because its document got worse for the company."""

    _inherit = "sdw.approval"

    def action_cancel(self):
        """Withdraw pending requests: by the requester, or by a sales manager."""
        self.check_access("read")
        manager = self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager")
        if not (self.env.su or manager or all(approval.requester_id == self.env.user for approval in self)):
            raise AccessError(self.env._("Only the requester or a sales manager withdraws a request."))
        pending = self._sdw_system().filtered(lambda approval: approval.state == "pending")
        pending._log_each("cancelled", self.env.user)
        pending._finish("cancelled")
        return True

    def _finish(self, state, user=None):
        """End requests and tell their documents; their requesters hear of it as soon as this is committed.

        :param user: who decided; by default whoever is at work
        """
        if not self:
            return
        self._note_untold()
        values = {"state": state, "decided_on": fields.Datetime.now(), "decided_by_id": (user or self.env.user).id}
        for valid_days, approvals in self.grouped(lambda approval: approval.type_id.valid_days).items():
            until = fields.Date.add(fields.Date.context_today(self), days=valid_days) if valid_days else False
            approvals.write({**values, "valid_until": until if state == "approved" else False})
        for res_model, approvals in self.grouped("res_model").items():
            documents = self.env[res_model].browse(approvals.mapped("res_id"))
            documents._sdw_approvals_decided(approvals)
            # What is computed of them says something else now.
            documents.invalidate_recordset(documents._sdw_computed_fields(), flush=False)
        self._sdw_done(ACTIVITY)

    def _approve_by_system(self, comment):
        """Finish requests that nothing stands against (a setting allows it), on record."""
        system = self.env["res.users"].browse(SUPERUSER_ID)
        self._log_each("system", system, comment)
        self._finish("approved", system)

    def _note_untold(self):
        """Who asked is told by a job of its own: a message is a dozen queries and a page that nobody waits for."""
        theirs = self.filtered(lambda approval: approval.requester_id.id not in (self.env.uid, SUPERUSER_ID))
        if theirs:
            theirs.write({"untold": True})
            cron = self.env["ir.model.data"]._xmlid_to_res_id(TELL, raise_if_not_found=True)
            self.env["ir.cron"].sudo().browse(cron)._trigger()

    @api.model
    def _cron_tell_requesters(self):
        """Tell requesters how their requests ended, in batches; a crash repeats one batch at most."""
        approvals = self._sdw_system()
        while found := approvals.search([("untold", "=", True)], limit=BATCH, order="id"):
            locked = found.try_lock_for_update()
            locked._tell_requesters()
            locked.write({"untold": False})
            if not self._sdw_commit_progress(len(locked)) or len(locked) < len(found):
                break

    def _tell_requesters(self):
        """The requester hears the outcome in his own inbox: one message, however many of his requests ended at once."""
        for (requester, user), approvals in self.grouped(lambda one: (one.requester_id, one.decided_by_id)).items():
            approvals = approvals._sdw_in_language_of(requester)
            labels = dict(self._fields["state"]._description_selection(approvals.env))
            outcome = [f"{approval.name}: {labels[approval.state]}" for approval in approvals]
            about, subject = approvals, outcome[0]
            if len(approvals) > 1:
                about = approvals.env["mail.thread"]
                subject = approvals.env._("%(count)s requests decided", count=len(approvals))
            body = Markup("<br/>").join(outcome)
            author = user.partner_id.id or None
            about.message_notify(partner_ids=requester.partner_id.ids, subject=subject, body=body, author_id=author)

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
        system = self.env["res.users"].browse(SUPERUSER_ID)
        self._log_each("lapsed", system)
        self._finish("lapsed", system)

    def _stale_notice(self):
        names = ", ".join(self.mapped("name"))
        return warning(
            self.env._("Not decided"),
            self.env._("The document got worse after the request, so the request has lapsed: %(names)s", names=names),
        )
