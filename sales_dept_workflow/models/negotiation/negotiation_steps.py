from odoo import fields, models
from odoo.exceptions import UserError

from .codes_negotiation import MANAGER, NEGOTIATION

SALES = "group_sdw_salesperson"


class SdwNegotiation(models.Model):
    """What people do with a negotiation, and what is checked before."""

    _inherit = NEGOTIATION

    def action_request(self):
        """Report to the sales manager that the customer insists on negotiating; a failed one is tried again (N-02).

        :raise AccessError: for anybody outside the sales department
        """
        self._sdw_check_role(SALES)
        self.check_access("write")
        self._check_state("requested", "failed")
        again = self._sdw_system().filtered(lambda negotiation: negotiation.state == "failed")
        again.write({"state": "requested", "failure_reason": False, "consensus": False, "met_on": False})
        again.write({"escalated_on": False, "escalated_to_id": False})
        again._report()
        return True

    def action_plan(self):
        """Topic, time, place and participants are agreed with the customer (N-03, N-04).

        :raise AccessError: for anybody below the sales manager
        :raise UserError: naming what is missing
        """
        self._sdw_check_role(MANAGER)
        self.check_access("write")
        self._check_state("requested")
        self._check_planned()
        negotiations = self._sdw_system()
        negotiations.write({"state": "planned", "planned_on": fields.Datetime.now()})
        negotiations._deadline_met()
        negotiations._sync_meeting()
        return True

    def action_hold(self):
        """It took place; what was said is in the issues."""
        self._sdw_check_role(SALES)
        self.check_access("write")
        self._check_state("planned")
        negotiations = self._sdw_system()
        negotiations.write({"state": "held", "held_on": fields.Datetime.now()})
        negotiations._dismiss()
        return True

    def action_agree(self):
        """Both sides agree and every issue is settled: the contract may be signed (N-05).

        :raise AccessError: for anybody below the sales manager
        :raise UserError: while an issue is open or consensus is not ticked, whatever mode the rule has
        """
        self._sdw_check_role(MANAGER)
        self.check_access("write")
        self._check_state("held")
        self._check_settled()
        now = fields.Datetime.now()
        self._sdw_system().write({"state": "agreed", "agreed_on": now, "agreed_by_id": self.env.uid})
        return True

    def action_fail(self, reason):
        """It ended without agreement; its quotations stay held until another one is agreed."""
        self._sdw_check_role(MANAGER)
        self.check_access("write")
        self._check_live()
        self._check_reason(reason)
        self._sdw_system()._fail(reason)
        return True

    def action_reopen(self, reason):
        """Something came up after the agreement: the issues are open to change again, and the gate is shut."""
        self._sdw_check_role(MANAGER)
        self.check_access("write")
        self._check_state("agreed")
        self._check_reason(reason)
        negotiations = self._sdw_system()
        for negotiation in negotiations:
            negotiation._message_log(body=self.env._("Reopened: %(reason)s", reason=reason))
        negotiations.write({"state": "held", "consensus": False, "agreed_on": False, "agreed_by_id": False})
        return True

    def _fail(self, reason):
        self.write({"state": "failed", "failure_reason": reason})
        self._deadline_met()
        self._cancel_meeting()

    # ------------------------------------------------------------------ checks
    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason."))

    def _check_planned(self):
        """Topic, time, place, and for each participant of ours a duty."""
        for negotiation in self:
            missing = [
                negotiation._fields[name]._description_string(self.env)
                for name in ("topic", "date", "place")
                if not (negotiation[name].strip() if isinstance(negotiation[name], str) else negotiation[name])
            ]
            if not negotiation.participant_ids.user_id:
                missing.append(self.env._("a participant of ours"))
            if missing:
                raise UserError(
                    self.env._(
                        "%(name)s is planned once everything is fixed. Missing: %(missing)s.",
                        name=negotiation.display_name,
                        missing=", ".join(missing),
                    )
                )

    def _check_settled(self):
        unsettled = [
            negotiation._sdw_missing()
            for negotiation in self
            if negotiation._open_issues() or not negotiation.consensus
        ]
        if unsettled:
            raise UserError("\n".join(unsettled))
