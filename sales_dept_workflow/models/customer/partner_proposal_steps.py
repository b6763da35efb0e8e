from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..common.rules import moment
from .codes import ARCHIVIST, BLOCK_OF

REVIEW = "sales_dept_workflow.mail_activity_type_proposal"
OUTCOME = "sales_dept_workflow.mail_activity_type_proposal_outcome"


class SdwPartnerProposal(models.Model):
    """Handed in, reviewed line by line, taken over or not (A-15, A-17, A-31)."""

    _inherit = "sdw.partner.proposal"

    def action_submit(self):
        """Hand it in: the archivist is asked to review it."""
        self._check_author(("draft",))
        for proposal in self:
            if not proposal.line_ids:
                raise UserError(self.env._("Please write down what should be changed."))
        self._sdw_system()._to_review()
        return True

    def _to_review(self):
        """To the archivist; what the customer said and what the card said are kept as they are now."""
        self.line_ids._keep_old()
        self.write({"state": "review"})
        role = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{ARCHIVIST}")
        today = fields.Date.context_today(self)
        keepers = {company: role._sdw_holders(company)[:1] for company in self.company_id}

        def summary(proposal):
            return proposal.env._("Review the card of %(customer)s", customer=proposal.partner_id.display_name)

        self._sdw_schedule(REVIEW, [(proposal, keepers[proposal.company_id], today, summary) for proposal in self])

    def action_apply(self):
        """Take the ticked lines over into the card; whoever entered them does not review them (B-21).

        :raise AccessError: for anybody but the archivist
        """
        self._check_reviewer()
        for proposal in self:
            lines = proposal.line_ids.filtered("accepted")
            if not lines:
                raise UserError(self.env._("Please tick what is taken over, or reject the proposal."))
            lines._check_values()
            proposal._sdw_system()._take_over(lines._sdw_system())
        return self._reviewed("applied")

    def _take_over(self, lines):
        partner = self.partner_id
        partner.write({line.field_name: line._value() for line in lines})
        blocks = {BLOCK_OF[line.field_name] for line in lines if line.field_name in BLOCK_OF}
        partner._sdw_stamp_card({partner: blocks}, self.source, self.user_id, again=True)
        lines.write({"taken_over": True})
        partner.message_post_with_source(
            "sales_dept_workflow.proposal_taken_over",
            render_values={"proposal": self, "lines": lines},
            subtype_xmlid="mail.mt_note",
        )

    def action_reject(self, reason):
        """Take nothing over; the author reads why."""
        self._check_reviewer()
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why it is not taken over."))
        self._reviewed("rejected", reason)

        def summary(proposal):
            return proposal.env._("Not taken over into the card: %(reason)s", reason=reason)

        today = fields.Date.context_today(self)
        self._sdw_schedule(OUTCOME, [(proposal, proposal.user_id, today, summary) for proposal in self])
        return True

    def action_send_back(self, reason):
        """Give a salesperson's proposal back to him, to be put right."""
        self._check_reviewer()
        if not (reason or "").strip():
            raise UserError(self.env._("Please say what has to be put right."))
        if any(proposal.source == "portal" for proposal in self):
            raise UserError(self.env._("What the customer wrote is reviewed as it is."))
        self._sdw_done(REVIEW)
        self._sdw_system().write({"state": "draft", "reason": reason})
        return True

    def _reviewed(self, state, reason=False):
        self._sdw_done(REVIEW)
        values = {"state": state, "reason": reason, "reviewer_id": self.env.uid, "reviewed_on": moment()}
        return self._sdw_system().write(values)

    def action_cancel(self):
        """Withdraw it, as its author or the archivist."""
        if not self.env["res.partner"]._sdw_is_archivist():
            self._check_author(("draft", "asked", "review"))
        self._check_state(("draft", "asked", "review"))
        self._sdw_done(REVIEW)
        return self._sdw_system().write({"state": "cancelled"})

    # ------------------------------------------------------------------ who may
    def _check_state(self, states):
        self._sdw_check_caller()
        for proposal in self:
            if proposal.sudo().state not in states:
                raise UserError(self.env._("%(name)s is past that step.", name=proposal.name))

    def _check_author(self, states):
        self._check_state(states)
        if not self.env.su and any(proposal.sudo().user_id != self.env.user for proposal in self):
            self._sdw_check_role(ARCHIVIST)

    def _check_reviewer(self):
        self._sdw_check_role(ARCHIVIST)
        self._check_state(("review",))
        own = self.filtered(lambda proposal: proposal.user_id == self.env.user and proposal.source != "portal")
        if own:
            raise AccessError(self.env._("Whoever entered something does not review it: %(name)s.", name=own[0].name))
