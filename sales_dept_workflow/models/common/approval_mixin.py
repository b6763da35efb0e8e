from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from .rules import EVERY_ROLE, MODULE


class SdwApprovalMixin(models.AbstractModel):
    """A document on which somebody can ask for a decision; it declares its codes, facts and what is *worse*."""

    _name = "sdw.approval.mixin"
    _description = "Document with Approvals"
    _inherit = ["sdw.gate.mixin"]

    approval_ids = fields.One2many(
        "sdw.approval",
        "res_id",
        string="Approvals",
        domain=lambda self: [("res_model", "=", self._name)],
        groups=EVERY_ROLE,
        copy=False,
    )
    sdw_approval_count = fields.Integer(
        "Number of Approvals", compute="_compute_sdw_approval_count", groups="base.group_user"
    )

    def _compute_sdw_approval_count(self):
        # As the reader sees them: whoever sees no approvals is shown no button.
        approvals = self.env["sdw.approval"]
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        shown = self.ids and approvals.has_access("read")
        counts = dict(approvals._read_group(domain, ["res_id"], ["__count"])) if shown else {}
        for record in self:
            record.sdw_approval_count = counts.get(record._origin.id, 0)

    def action_sdw_approvals(self):
        """Open the requests made on these documents."""
        self._sdw_check_caller()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_dept_workflow.action_approvals_all")
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return {**action, "domain": domain, "context": {}, "path": False}

    # ------------------------------------------------------------------ what a document declares
    @api.model
    def _sdw_approval_codes(self):
        """Codes that may be asked for on this model. Extend through ``super()``."""
        return []

    def _get_approval_facts(self, code):
        """{record: facts}: what the approver is shown, JSON-able.

        ``amount`` (company currency) and ``percent`` choose the steps.
        """
        return {record: {} for record in self}

    def _sdw_facts_to_compare(self, code):
        """{record: facts} as :meth:`_sdw_worse` reads them; a document leaves out what is dear and never compared."""
        return self._get_approval_facts(code)

    def _sdw_worse(self, approval, facts):
        """What is worse for the company in ``facts`` than in ``approval.facts``.

        :return: list of dicts ``key``, ``before``, ``after``; empty when nothing is worse
        """
        return []

    def _sdw_facts_labels(self, code):
        """{key of the facts: (translated label, kind)}; kind is ``money``, ``percent`` or ``text``. Order is kept."""
        return {}

    def _sdw_approval_steps(self, code, steps):
        """The steps that a setting leaves of those a request would need."""
        return steps

    def _sdw_check_duty(self, code, user):
        """Raise AccessError when ``user`` did another control step on this document (separation of duties)."""

    def _sdw_check_may_approve(self, approvals):
        """Raise when something on these documents forbids to approve ``approvals`` now.

        Called once per batch, before the decision.
        """

    def _sdw_check_may_request(self, code):
        """Raise when nothing of the kind can be asked for on these documents."""

    def _sdw_manager(self):
        """Who manages this document besides the requester's line: the leader of its team."""
        return self.team_id.user_id if "team_id" in self._fields else self.env["res.users"]

    def _sdw_approvals_advanced(self, approvals):
        """Called once per batch when requests on these documents wait at a step, the first or a later one."""

    @api.model
    def _sdw_computed_fields(self):
        """Names of what this add-on computes of such a document without storing it."""
        fields_of_ours = (field for field in self._fields.values() if field._module == MODULE)
        return [field.name for field in fields_of_ours if field.compute and not field.store]

    def _sdw_approvals_decided(self, approvals):
        """Called once per batch when requests on these documents ended, whatever the outcome."""

    # ------------------------------------------------------------------ asking
    def action_request_approval(self, code, reason):
        """Ask for a decision on each document; a request that already waits is returned as it is.

        :param str code: one of the approval codes of this document
        :param str reason: why, mandatory
        :return: the ``sdw.approval`` records
        """
        self._sdw_check_caller()
        if code not in self._sdw_approval_codes():
            raise UserError(self.env._("There is nothing of the kind to ask for here."))
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason of the request."))
        self._sdw_check_may_request(code)
        waiting = self._sdw_pending(code)
        waiting._lapse_if_worse()
        waiting = waiting.filtered(lambda approval: approval.state == "pending")
        asked = self.browse(waiting.mapped("res_id"))
        opened = (
            self.env["sdw.approval"]._open(self - asked, code, reason) if self - asked else self.env["sdw.approval"]
        )
        return self.env["sdw.approval"].browse((waiting | opened).ids)

    def _sdw_prepare_approval(self, code, reason, facts):
        self.ensure_one()
        company = self._sdw_company()
        approval_type = self.env["sdw.approval.type"]._get(code, company)
        if not approval_type:
            raise UserError(
                self.env._("Nobody has been named to decide this (%(code)s). Please ask the administrator.", code=code)
            )
        return {
            # A draft without a number has a name in every language only: it is asked when somebody reads it.
            "document_name": self.name if self.name != "/" else False,
            "type_id": approval_type.id,
            "code": code,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "res_model": self._name,
            "res_id": self.id,
            "partner_id": self.partner_id.id if "partner_id" in self._fields else False,
            "requester_id": self._sdw_requester().id,
            "responsible_id": self.user_id.id if "user_id" in self._fields else False,
            "reason": reason,
            "state": "pending",
            "amount": facts.get("amount", 0.0),
            "percent": facts.get("percent", 0.0),
            "facts": facts,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        """What somebody decided on stays; a request nobody has decided yet is withdrawn with its document."""
        domain = [("approval_id.res_model", "=", self._name), ("approval_id.res_id", "in", self.ids)]
        if self.env["sdw.approval.decision"].sudo().search_count(domain, limit=1):
            raise UserError(self.env._("A document with decisions on record cannot be deleted. Please cancel it."))
        self._sdw_cancel_approvals()

    def _sdw_requester(self):
        """Who asks: the user; for what a customer sets going on the portal, the document's responsible."""
        if self.env.user._is_internal():
            return self.env.user
        responsible = self.user_id if "user_id" in self._fields else self.env["res.users"]
        return responsible or self.env["res.users"].browse(SUPERUSER_ID)

    def _sdw_pending(self, code=None):
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "=", "pending")]
        if code:
            domain.append(("code", "=", code))
        return self.env["sdw.approval"]._sdw_system().search(domain)

    def _sdw_cancel_approvals(self, codes=None):
        """Withdraw what is still waiting (the document was cancelled)."""
        pending = self._sdw_pending()
        pending.filtered(lambda approval: not codes or approval.code in codes)._finish("cancelled")

    def _sdw_end_approvals(self):
        """The document starts anew: what is pending is withdrawn, what was approved lapses, both on record."""
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "in", ("pending", "approved"))]
        living = self.env["sdw.approval"]._sdw_system().search(domain)
        pending = living.filtered(lambda approval: approval.state == "pending")
        pending._log_each("cancelled", self.env.user)
        pending._finish("cancelled")
        (living - pending)._lapse()

    # ------------------------------------------------------------------ what has been decided
    def _sdw_latest(self, code):
        """{record: latest request of this code, not counting withdrawn ones}, in one query."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("code", "=", code),
            ("state", "!=", "cancelled"),
        ]
        latest = {}
        for approval in self.env["sdw.approval"].sudo().search_fetch(domain, order="id desc") if self.ids else ():
            latest.setdefault(approval.res_id, approval)
        empty = self.env["sdw.approval"].sudo()
        return {record: latest.get(record.id, empty) for record in self}

    def _sdw_covering(self, code, latest=None):
        """{record: the approval that covers it as it stands now, or empty}."""
        latest = latest or self._sdw_latest(code)
        approved = self.filtered(lambda record: latest[record].state == "approved")
        facts = approved._sdw_facts_to_compare(code) if approved else {}
        today = fields.Date.context_today(self)
        result = {}
        for record in self:
            approval = latest[record]
            valid = record in approved and not (approval.valid_until and approval.valid_until < today)
            covers = valid and not record._sdw_worse(approval, facts[record])
            result[record] = approval if covers else approval.browse()
        return result

    def _sdw_approval_states(self, code, needed):
        """{record: not_needed/needed/pending/approved/rejected/lapsed}

        :param needed: the records that need this approval as they stand now
        """
        states = dict.fromkeys(self, "not_needed")
        needing = self & needed
        latest = needing._sdw_latest(code)
        covering = needing._sdw_covering(code, latest)
        for record in needing:
            state = latest[record].state or "needed"
            if state == "approved" and not covering[record]:
                state = "lapsed"
            states[record] = state
        return states

    def _sdw_refresh_approvals(self, codes):
        """After a change: what was approved or asked on better facts lapses, on record."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("code", "in", list(codes)),
            ("state", "in", ("pending", "approved")),
        ]
        if self.ids:
            self.env["sdw.approval"]._sdw_system().search(domain)._lapse_if_worse()
