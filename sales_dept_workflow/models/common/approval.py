from operator import attrgetter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .activity import UNFOLLOWED
from .shared import shared

ACTIVITY = "sales_dept_workflow.mail_activity_type_approval"
NAME = attrgetter("name")


class SdwApproval(models.Model):
    """One request, its ordered steps, the facts that were shown, and the decisions.

    Nobody creates, writes or deletes one directly: documents open it (``action_request_approval``), its own actions
    move it.
    The facts are those of the moment of the request; if the document gets worse for the company, the request lapses.
    """

    _name = "sdw.approval"
    _description = "Approval"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.activity.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    type_id = fields.Many2one("sdw.approval.type", required=True, readonly=True, ondelete="restrict")
    code = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", readonly=True, index="btree_not_null")
    requester_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    responsible_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    reason = fields.Text(readonly=True)
    amount = fields.Monetary(readonly=True)
    percent = fields.Float(readonly=True, digits=(16, 4))
    facts = fields.Json(readonly=True)
    changes = fields.Json(readonly=True, help="What changed for the worse after the request.")
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("lapsed", "Lapsed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    step_id = fields.Many2one("sdw.approval.step", "Current Step", readonly=True, ondelete="set null")
    step_role_id = fields.Many2one(related="step_id.group_id", string="Waiting for")
    assignee_id = fields.Many2one("res.users", "Told to", readonly=True, index="btree_not_null")
    decision_ids = fields.One2many("sdw.approval.decision", "approval_id", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, index="btree_not_null")
    untold = fields.Boolean("Requester to be Told", readonly=True)
    valid_until = fields.Date(readonly=True)

    _document_idx = models.Index("(res_model, res_id, code)")
    _untold_idx = models.Index("(id) WHERE untold")
    _pending_uniq = models.UniqueIndex(
        "(res_model, res_id, code) WHERE state = 'pending'", "This has already been requested and waits for a decision."
    )

    def _document(self):
        """The document this approval is about; one with an approval on record is not deleted."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _documents(self):
        """{approval: its document}; documents of one model are read together."""
        return {
            approval: document
            for res_model, approvals in self.grouped("res_model").items()
            for approval, document in zip(
                approvals, self.env[res_model].browse(approvals.mapped("res_id")), strict=True
            )
        }

    # ------------------------------------------------------------------ opening (called by the approval mixin)
    @api.model
    def _open(self, documents, code, reason):
        """Open one request per document and take it to its first step.

        :return: the new ``sdw.approval`` records, in the order of the documents
        """
        facts = documents._sdw_system()._get_approval_facts(code)
        values = [document._sdw_prepare_approval(code, reason, facts[document]) for document in documents]
        approvals = self._sdw_system().with_context(mail_create_nolog=True, mail_create_nosubscribe=True).create(values)
        approvals._advance()
        return self.browse(approvals.ids)

    def _steps(self):
        """The steps this request needs, in order: by size, and as the document says."""
        self.ensure_one()
        steps = self.type_id._steps().filtered(lambda step: step._applies(self.amount, self.percent))
        return self._document()._sdw_approval_steps(self.code, steps)

    def _advance(self):
        """Take pending requests to their next step, past the requester's own, or to the end."""
        deciders, waiting, passed = {}, self.browse(), []
        for approval in self:
            own, step = approval._next_step()
            passed += approval._decision_rows(own, "own_authority", approval.requester_id)
            approval.step_id = step
            if step:
                waiting |= approval
            else:
                deciders[approval] = approval.requester_id if own else self.env.user
        self._log(passed)
        for user, finished in self.browse(approval.id for approval in deciders).grouped(deciders.get).items():
            finished._finish("approved", user)
        for res_model, approvals in waiting.grouped("res_model").items():
            self.env[res_model].browse(approvals.mapped("res_id"))._sdw_approvals_advanced(approvals)
        waiting._tell_assignee()

    def _on_last_step(self):
        """Whether the step that waits is the one that decides."""
        self.ensure_one()
        return self.step_id == self._steps()[-1:]

    def _next_step(self):
        """(the steps its requester has decided by asking, the step that somebody else decides or none)"""
        steps = self._steps()
        if self.step_id:
            steps = steps.filtered(lambda step: (step.sequence, step.id) > (self.step_id.sequence, self.step_id.id))
        own = steps.browse()
        for step in steps:
            if not self._by_own_authority(step, last=step == steps[-1:]):
                return own, step
            own |= step
        return own, steps.browse()

    def _by_own_authority(self, step, last):
        """A requester who holds the role of a step has decided it by asking; never the last one under four eyes."""
        if last and self.type_id.four_eyes:
            return False
        return step.group_id.id in self.requester_id._get_group_ids()

    def _responsible_manager(self):
        """Who manages what this is about, besides the requester's own line: the document may know.

        Only a step that goes up the line asks.
        """
        return self._document()._sdw_manager() if self.step_id.scope == "superior" else self.env["res.users"]

    def _told(self):
        """What decides whom a step reaches: asked once for all requests that have it in common."""
        return self.step_id, self.requester_id, self.company_id, self._responsible_manager()

    def _tell_assignee(self):
        """One activity for one person: that of the step before goes on to him."""
        told_before = self.filtered("assignee_id")
        for approvals in self.grouped(lambda approval: approval._told()).values():
            approvals.assignee_id = approvals.step_id._assignee(approvals[:1])
        today = self.env.company._sdw_today()
        moved = told_before and told_before._sdw_scheduled(ACTIVITY)
        with shared(self.env.cr, UNFOLLOWED):
            for user, approvals in told_before.grouped("assignee_id").items():
                theirs = moved.filtered(lambda activity, ids=approvals._ids: activity.res_id in ids)
                if user and theirs:
                    theirs.write({"user_id": user.id, "date_deadline": today})
                    approvals._reword(theirs, user)
            new = self - self.browse(moved.mapped("res_id"))
            self._sdw_schedule(ACTIVITY, [(approval, approval.assignee_id, today, NAME) for approval in new])

    def _reword(self, activities, user):
        """What goes on to somebody who reads another language is said anew."""
        for activity in activities:
            words = self.browse(activity.res_id)._sdw_activity_words(user, NAME)
            if activity.summary != words["summary"]:
                activity.write(words)

    # ------------------------------------------------------------------ deciding
    def action_approve(self, comment=None):
        """Approve the current step of each request.

        :raise AccessError: if the caller does not hold the step's role, or asked for it himself (four eyes)
        """
        return self._decide("approved", comment)

    def action_reject(self, comment):
        """Reject; the reason is mandatory and goes back to the requester."""
        if not (comment or "").strip():
            raise UserError(self.env._("Please say why it is rejected."))
        return self._decide("rejected", comment)

    def _decide(self, decision, comment):
        self._check_deciders()
        approvals = self._sdw_system()
        approvals.lock_for_update()
        stale = approvals._lapse_if_worse()
        decided, rows = approvals - stale, []
        if decision == "approved":
            decided._check_may_approve()
        for approval in decided:
            behalf = approval.step_id._may_decide(self.env.user, approval)
            rows += approval._decision_rows(approval.step_id, decision, self.env.user, behalf, comment)
            approval._file_if_own(behalf)
        self._log(rows)
        if decision == "approved":
            decided._advance()
        else:
            decided._finish("rejected", self.env.user)
        return stale._stale_notice() if stale else True

    def _check_deciders(self):
        """Who decides sees the request and its facts; the whole document may be another team's."""
        if not self.env.user._is_internal():
            raise AccessError(self.env._("This is for the company's own staff."))
        self.check_access("read")
        approvals = self._sdw_system()
        approvals.type_id._sdw_known(), approvals.step_id._sdw_known()
        documents = approvals._documents()
        for approval in approvals:
            approval._check_decider(self.env.user, documents[approval])

    def _check_may_approve(self):
        """Ask the documents, once per batch, whether what is to be approved may be approved as it stands."""
        for res_model, approvals in self.grouped("res_model").items():
            documents = self.env[res_model].browse(approvals.mapped("res_id"))
            documents._sdw_check_may_approve(approvals)

    def _check_decider(self, user, document):
        if self.state != "pending":
            raise UserError(self.env._("%(name)s is not waiting for a decision any more.", name=self.name))
        behalf = self.step_id._may_decide(user, self)
        if not behalf or self.company_id.id not in user.sudo()._get_company_ids():
            role = self.step_id.display_name
            raise AccessError(self.env._("%(name)s is decided by: %(role)s.", name=self.name, role=role))
        if self._refused_four_eyes(user, behalf):
            raise AccessError(self.env._("%(name)s: nobody decides on his own request.", name=self.name))
        document._sdw_check_duty(self.code, user)

    def _refused_four_eyes(self, user, behalf):
        """Whether the requester would decide his own last step while somebody else could."""
        if not self.type_id.four_eyes or self.requester_id not in (user | behalf):
            return False
        return bool(self._other_holders())

    def _other_holders(self):
        return self.step_id._holders(self.requester_id, self.company_id) - self.requester_id

    def _file_if_own(self, behalf):
        """Nobody else holds the role, so the requester decided: allowed, but the audit hears of it."""
        if not self.type_id.four_eyes or self.requester_id not in (self.env.user | behalf):
            return
        name = self.env.user.name
        reader = self._sdw_in_language_of(self.responsible_id)
        message = reader.env._("%(user)s decided on his own request: nobody else holds the role.", user=name)
        blocker = {"rule": self.type_id.rule or None, "code": f"own_request_{self.code}", "message": message}
        self.env["sdw.audit.finding"].sudo()._file([(self._document(), blocker)], "gate")

    def _decision_rows(self, steps, decision, user, behalf=None, comment=None):
        return [
            {
                "approval_id": self.id,
                "step_id": step.id,
                "role_id": step.group_id.id,
                "user_id": user.id,
                "on_behalf_id": behalf.id if behalf and behalf != user else False,
                "decision": decision,
                "comment": comment,
            }
            for step in steps
        ]

    def _log(self, rows):
        if rows:
            self._sdw_system().env["sdw.approval.decision"].create(rows)

    def _log_each(self, decision, user, comment=None):
        """Put one decision about each request on record, at the step it has reached (or ended with)."""
        self._log(
            [
                row
                for approval in self
                for row in approval._decision_rows(
                    approval.step_id or approval.type_id.step_ids[-1:], decision, user, comment=comment
                )
            ]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        raise UserError(self.env._("An approval on record cannot be deleted."))
