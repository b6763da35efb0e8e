from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.rules import moment
from .codes import COMPLAINT
from .codes_learning import ADMIN, CALL, MANAGER, SCORES

#: After so many days on which he was not reached it is let be.
ATTEMPTS = 3


class SdwSatisfactionCall(models.Model):
    """A call to a customer whose complaint was closed: how satisfied is he, from 1 to 5 (X-06).

    Made by the system when a complaint is closed; due so many days later, or the next one up hears of it.
    """

    _name = CALL
    _description = "Satisfaction Call"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _rec_name = "complaint_id"
    _order = "deadline, id"
    _check_company_auto = True

    complaint_id = fields.Many2one(COMPLAINT, required=True, readonly=True, ondelete="restrict", index=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    phone = fields.Char(related="partner_id.phone")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "To be Called by", index=True, tracking=True)
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null")
    closed_on = fields.Datetime(related="complaint_id.closed_on")
    solution = fields.Text(related="complaint_id.solution")
    state = fields.Selection(
        [("to_call", "To Call"), ("done", "Scored"), ("unreached", "Not Reached"), ("withdrawn", "Withdrawn")],
        required=True,
        readonly=True,
        default="to_call",
        index=True,
        tracking=True,
    )
    attempts = fields.Integer("Not Reached (days)", readonly=True)
    tried_on = fields.Date("Last Tried on", readonly=True)
    score = fields.Selection(SCORES, readonly=True)
    comment = fields.Text("Comment of the Customer", readonly=True)
    called_on = fields.Datetime(readonly=True)
    called_by_id = fields.Many2one("res.users", "Called by", readonly=True)

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")
    _open_uniq = models.UniqueIndex("(complaint_id) WHERE state = 'to_call'", "This customer is to be called already.")

    @api.model
    def _sdw_guarded_fields(self):
        given = {"complaint_id", "partner_id", "company_id", "team_id", "user_id"}
        told = {"state", "attempts", "tried_on", "score", "comment", "called_on", "called_by_id"}
        return super()._sdw_guarded_fields() | given | told

    # ------------------------------------------------------------------ opening
    @api.model
    def _open(self, complaints):
        """One call for each complaint just closed, in companies that ask."""
        asked = complaints.filtered(
            lambda complaint: complaint.partner_id
            and complaint.kind != "suggestion"
            and complaint.company_id.sdw_satisfaction_days > 0
        )
        if not asked:
            return self.browse()
        asked -= self._sdw_system().search([("complaint_id", "in", asked.ids), ("state", "=", "to_call")]).complaint_id
        now = fields.Datetime.now()
        system = self._sdw_system().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        calls = self._sdw_system().browse(system.create([self._prepare(complaint, now) for complaint in asked]).ids)
        calls._deadline_start()
        return calls

    @api.model
    def _prepare(self, complaint, now):
        due = complaint._sdw_local_date(now) + timedelta(days=complaint.company_id.sdw_satisfaction_days)
        return {
            "complaint_id": complaint.id,
            "partner_id": complaint.partner_id.id,
            "company_id": complaint.company_id.id,
            "user_id": complaint.user_id.id,
            "team_id": complaint.team_id.id,
            "deadline": complaint._sdw_end_of_day(due),
        }

    @api.model
    def _withdraw(self, complaints):
        """A complaint is open again: nobody asks yet how satisfied its customer is."""
        calls = self._sdw_system().search([("complaint_id", "in", complaints.ids), ("state", "=", "to_call")])
        if calls:
            calls.write({"state": "withdrawn"})
            calls._deadline_met()

    def _get_deadline_summary(self):
        return self.env._(
            "Call %(customer)s: satisfied with how %(complaint)s was solved?",
            customer=self.partner_id.display_name,
            complaint=self.complaint_id.name,
        )

    def _get_deadline_manager(self):
        return self.team_id.user_id or self.user_id.sale_team_id.user_id

    # ------------------------------------------------------------------ the call
    def action_record(self, score, comment=None):
        """Record how satisfied the customer is.

        :param str score: ``1`` to ``5``
        :param str comment: his words
        :raise AccessError: for whoever is neither to call nor sales admin nor manager
        """
        self._check_call()
        score = str(score)
        if score not in dict(SCORES):
            raise UserError(self.env._("The score goes from 1 to 5."))
        comment = comment.strip() if isinstance(comment, str) else False
        system = self._sdw_system()
        values = {"state": "done", "score": score, "comment": comment, "called_on": moment()}
        system.write({**values, "called_by_id": self.env.uid})
        system._deadline_met()
        system.complaint_id._satisfied(score, comment)
        return True

    def action_not_reached(self):
        """He was not reached today; a second try on the same day counts no more."""
        self._check_call()
        system = self._sdw_system()
        for call in system:
            today = call._sdw_local_date(fields.Datetime.now())
            if call.tried_on != today:
                call.write({"attempts": call.attempts + 1, "tried_on": today})
        given_up = system.filtered(lambda call: call.attempts >= ATTEMPTS)
        given_up.write({"state": "unreached"})
        given_up._deadline_met()
        return True

    def _check_call(self):
        self._sdw_check_caller()
        user = self.env.user
        above = self.env.su or any(user.has_group(f"sales_dept_workflow.{role}") for role in (ADMIN, MANAGER))
        if not above and any(call.user_id != user for call in self):
            raise AccessError(
                self.env._("The responsible salesperson, the sales administration or a manager records the call.")
            )
        if any(call.state not in ("to_call", "unreached") for call in self.sudo()):
            raise UserError(self.env._("This call is on record already."))

    def action_open_score(self):
        """Open the window that asks for the score."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How satisfied is the customer?"),
            "res_model": "sdw.satisfaction.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_call_ids": self.ids},
        }

    def action_open_complaint(self):
        """Open the complaint, to read it or to reopen it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": COMPLAINT,
            "res_id": self.complaint_id.id,
            "view_mode": "form",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A call on record cannot be deleted."))
