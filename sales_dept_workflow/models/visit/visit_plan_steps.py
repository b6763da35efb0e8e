from odoo import models
from odoo.exceptions import AccessError, UserError

from ..common.rules import moment
from .codes import CODE, PLAN, SUPERVISOR

#: What every visit of a plan says before it is submitted (V-12).
LINE = ("date_planned", "place", "purpose", "key_points")


class SdwVisitPlan(models.Model):
    """Submitted by whoever planned, approved by the manager with his guidance (V-02, V-03, V-12)."""

    _inherit = PLAN

    def action_submit(self):
        """Submit the plan to the manager.

        :raise UserError: naming the visits that lack time, place, purpose or key points
        """
        self._sdw_check_caller()
        self.check_access("write")
        self._check_state("draft")
        if any(plan.user_id != self.env.user for plan in self):
            self._sdw_check_role(SUPERVISOR)
        for plan in self:
            plan._check_lines()
        plans = self._sdw_system()
        plans.write({"state": "submitted", "submitted_on": moment(), "return_reason": False})
        plans._deadline_met()
        for plan in self:
            plan.action_request_approval(CODE, self.env._("Visit plan %(plan)s", plan=plan.name))
        return True

    def _check_lines(self):
        visits = self._planned_visits()
        if not visits:
            raise UserError(self.env._("%(plan)s has no visits yet.", plan=self.name))
        labels = {name: visits._fields[name]._description_string(self.env) for name in LINE}
        incomplete = []
        for visit in visits:
            missing = [labels[name] for name in LINE if not (str(visit[name]).strip() if visit[name] else "")]
            if missing:
                incomplete.append(f"{visit.display_name}: {', '.join(missing)}")
        if incomplete:
            raise UserError(
                self.env._("Each visit states time, place, purpose and key points. Missing:")
                + "".join(f"\n  • {line}" for line in incomplete)
            )

    def action_approve(self, guidance=None):
        """Approve what waits for a decision; from now on the focus is final. Who may, the approval checks.

        :param str guidance: what the manager says to it
        """
        requests = self._waiting_requests()
        result = requests.action_approve(guidance)
        if (guidance or "").strip():
            approved = self._sdw_system().filtered(lambda plan: plan.state == "approved")
            approved.write({"guidance": guidance})
        return result

    def action_return(self, reason):
        """Give the plan back to whoever planned, with a reason."""
        return self._waiting_requests().action_reject(reason)

    def _waiting_requests(self):
        self._sdw_check_caller()
        requests = self.env["sdw.approval"].browse(self._sdw_pending(CODE).ids)
        if len(requests) < len(self):
            raise UserError(self.env._("Nothing waits for a decision here."))
        return requests

    def action_withdraw(self):
        """Take a plan back that has not been decided, to work on it."""
        self._sdw_check_caller()
        if any(plan.user_id != self.env.user for plan in self):
            raise AccessError(self.env._("Only whoever planned takes a plan back."))
        self._check_state("submitted")
        self._sdw_cancel_approvals([CODE])
        return True
