from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import BID, GM, MANAGER, SALES, SUBMIT, TENDER
from .tender import METHODS, SEALS


class SdwTender(models.Model):
    """From the decision to the sent bid."""

    _inherit = TENDER

    bound_on = fields.Datetime("Bound", readonly=True, copy=False)
    bound_by_id = fields.Many2one("res.users", "Bound by", readonly=True, copy=False)
    seal = fields.Selection(SEALS, readonly=True, copy=False, tracking=True)
    sealed_on = fields.Datetime("Sealed", readonly=True, copy=False)
    sealed_by_id = fields.Many2one("res.users", "Sealed by", readonly=True, copy=False)
    late_reason = fields.Text("Why Sent Late", readonly=True, copy=False)
    sent_on = fields.Datetime("Sent", readonly=True, copy=False, tracking=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    sent_method = fields.Selection(METHODS, "Sent How", readonly=True, copy=False)
    tracking_number = fields.Char(readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"bound_on", "bound_by_id", "seal", "sealed_on", "sealed_by_id", "late_reason"}
        return super()._sdw_guarded_fields() | stamps | {"sent_on", "sent_by_id", "sent_method", "tracking_number"}

    # ------------------------------------------------------------------ deciding, reviewing
    def action_decide_bid(self, reason=None):
        """Put the decision to the manager (approval ``tender_bid``); it is put to him at registration already (T-02).

        :return: the window of the request that waits, True for several
        """
        approvals = self.action_request_approval(BID, reason or self.env._("Do we bid?"))
        waiting = approvals.sudo().filtered(lambda approval: approval.state == "pending")
        for approval in waiting:
            self._sdw_system().browse(approval.res_id).manager_id = approval.assignee_id
        return self._open_request(approvals)

    def action_review(self, reason=None):
        """Ask for the manager's review and the general manager's signature (approval ``tender_submit``, T-04, T-05).

        :raise UserError: while a material or the bid document is missing
        """
        self._check_state("preparing", "in_review")
        self.action_request_approval(SUBMIT, reason or self.env._("Please review the bid."))
        return True

    def _open_request(self, approvals):
        if len(approvals) != 1 or not approvals.has_access("read"):
            return True
        return {
            "type": "ir.actions.act_window",
            "res_model": "sdw.approval",
            "res_id": approvals.id,
            "views": [[False, "form"]],
        }

    def action_revise(self, reason):
        """Take an asked or signed bid back to preparation; what was decided on it lapses, on record."""
        self._check_sales()
        self._check_state("in_review", "approved")
        self._check_reason(reason)
        self._sdw_end_approvals()
        self._sdw_system().filtered(lambda tender: tender.state != "preparing")._back_to_preparation()
        self._log_plain(self.env._("Taken back to preparation"), reason)
        return True

    # ------------------------------------------------------------------ binding and sealing
    def action_bind(self):
        """The reviewed bid has been bound into a volume (T-04)."""
        self._check_sales()
        self._check_state("in_review", "approved")
        unread = self.filtered(lambda tender: not tender.reviewed_on)
        if unread:
            names = ", ".join(unread.mapped("name"))
            raise UserError(self.env._("The manager reviews a bid before it is bound: %(names)s.", names=names))
        unbound = self._sdw_system().filtered(lambda tender: not tender.bound_on)
        unbound.write({"bound_on": fields.Datetime.now(), "bound_by_id": self.env.uid})
        return True

    def action_seal(self, seal):
        """Put on record which seal the signed bid bears (T-05): the general manager or the sales administration.

        :param str seal: ``company``, ``contract`` or ``bid``
        """
        self._sdw_check_role(GM, "group_sdw_sales_admin")
        self._check_state("approved")
        if seal not in dict(SEALS):
            raise UserError(self.env._("Please say which seal was used."))
        self._sdw_system().write({"seal": seal, "sealed_on": fields.Datetime.now(), "sealed_by_id": self.env.uid})
        return True

    # ------------------------------------------------------------------ sending
    def action_allow_late(self, reason):
        """The manager lets a bid be sent after the submission deadline, and says why."""
        self._sdw_check_role(MANAGER)
        self._check_state("preparing", "in_review", "approved")
        self._check_reason(reason)
        self._sdw_system().write({"late_reason": reason})
        self._log_plain(self.env._("May be sent late"), reason)
        return True

    def action_submit(self, method="hand", tracking=None, sent_on=None):
        """The bid has been sent: when and how (T-06). Held by everything that stands before it.

        :param str method: ``hand``, ``courier``, ``platform`` or ``email``
        :param str tracking: number of the courier's parcel or of the upload
        :param sent_on: moment (UTC), now by default, never in the future nor before the signature
        """
        self._check_sales()
        self._check_state("preparing", "in_review", "approved")
        self._check_gate("submit")
        if method not in dict(METHODS):
            raise UserError(self.env._("Please say how the bid was sent."))
        now = fields.Datetime.now()
        moment = fields.Datetime.to_datetime(sent_on) or now
        if moment > now or any(moment < tender.gm_signed_on for tender in self):
            raise UserError(self.env._("A bid is sent after it was signed, and not in the future."))
        values = {"sent_on": moment, "sent_by_id": self.env.uid, "sent_method": method, "tracking_number": tracking}
        system = self._sdw_system()
        system.write({"state": "submitted", **values})
        system._deadline_result()
        return True

    def action_log_followup(self, note, next_date=None):
        """Record what was heard of the result; the next question is due in a week at the latest, or at the opening.

        :param str note: what was heard, mandatory
        :param next_date: day of the next question
        """
        self._check_sales()
        self._check_state("submitted")
        self._check_reason(note)
        self._log_plain(self.env._("Asked for the result"), note)
        self._sdw_system()._deadline_result(fields.Date.to_date(next_date))
        return True

    def _check_sales(self):
        self._sdw_check_role(SALES)
        self.check_access("write")
