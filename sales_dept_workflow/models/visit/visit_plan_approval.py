import hashlib
import json

from odoo import models
from odoo.exceptions import UserError

from ..common.rules import moment
from .codes import CODE, IS_MANAGER, PLAN

#: What of a visit makes the focus of a period; its hour may move.
FOCUS = ("is_key", "kind", "mode", "purpose", "key_points")


class SdwVisitPlan(models.Model):
    """What the manager sees, and that a focus changed afterwards is his again to approve (V-03)."""

    _inherit = PLAN

    def _sdw_approval_codes(self):
        return super()._sdw_approval_codes() + [CODE]

    def _sdw_requester(self):
        """Whoever planned, whoever presses the button or changes a line: he never decides on it himself."""
        return self.user_id

    def _sdw_manager(self):
        return self.team_id.user_id

    def _sdw_check_may_request(self, code):
        if code == CODE and any(plan.state != "submitted" for plan in self.sudo()):
            raise UserError(self.env._("Please submit the visit plan."))
        return super()._sdw_check_may_request(code)

    # ------------------------------------------------------------------ what is decided on
    def _planned_visits(self):
        """The visits of the plan that were not called off, in their order."""
        visits = (self.visit_ids | self.week_visit_ids).filtered(lambda visit: visit.state != "cancelled")
        return visits.sorted(lambda visit: (visit.date_planned or visit.create_date, visit.id))

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code == CODE:
            for plan in self:
                facts[plan] = facts[plan] | plan._plan_facts()
        return facts

    def _plan_facts(self):
        visits = self._planned_visits()
        return {
            "period": f"{self.date_from} – {self.date_to}",
            "planned": str(len(visits)),
            "required": str(self._required() or ""),
            "focus": "\n".join(visit._in_words() for visit in visits if visit.is_key),
            "others": "\n".join(visit._in_words() for visit in visits if not visit.is_key),
            "digest": self._digest(),
        }

    def _digest(self):
        """A fingerprint of the focus. What was called off stays in: that is no change of plan, but what happened."""
        visits = (self.visit_ids | self.week_visit_ids).sorted("id")
        content = [[visit.partner_id.id, visit._day(), *(visit[name] or "" for name in FOCUS)] for visit in visits]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def _sdw_facts_to_compare(self, code):
        if code != CODE:
            return super()._sdw_facts_to_compare(code)
        return {plan: {"digest": plan._digest(), "focus": plan._plan_facts()["focus"]} for plan in self}

    def _sdw_facts_labels(self, code):
        labels = super()._sdw_facts_labels(code)
        if code != CODE:
            return labels
        return labels | {
            "period": (self.env._("Period"), "text"),
            "planned": (self.env._("Visits Intended"), "text"),
            "required": (self.env._("Visits Required"), "text"),
            "focus": (self.env._("Focus"), "text"),
            "others": (self.env._("Other visits"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        worse = super()._sdw_worse(approval, facts)
        if approval.code == CODE and (approval.facts or {}).get("digest") != facts["digest"]:
            worse.append({"key": "focus", "before": approval.facts.get("focus"), "after": facts["focus"]})
        return worse

    def _focus_changed(self):
        """After a visit of these plans changed: an approved plan goes back to the manager; one that waits when he
        himself changed it, else when he decides.
        """
        manager = self.env.user.has_group(IS_MANAGER)
        plans = self._sdw_system().filtered(
            lambda plan: plan.state == "approved" or (plan.state == "submitted" and manager)
        )
        plans.invalidate_recordset(["visit_ids", "week_visit_ids"])
        plans._sdw_refresh_approvals([CODE])

    # ------------------------------------------------------------------ what comes of it
    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        mine = approvals.filtered(lambda approval: approval.code == CODE)
        for state, theirs in mine.grouped("state").items():
            plans = self._sdw_system().browse(theirs.mapped("res_id"))
            if state == "approved":
                plans.write({"state": "approved", "approved_on": moment(), "approved_by_id": self.env.uid})
            elif state == "lapsed":
                plans._ask_again()
            else:
                plans._back_to_draft(theirs)
        return result

    def _ask_again(self):
        """The focus changed: the manager decides on what stands there now."""
        self.write({"state": "submitted", "approved_on": False, "approved_by_id": False})
        self.env["sdw.approval"].flush_model(["state"])  # one request at a time, says the database
        for plan in self:
            self.env["sdw.approval"]._open(plan, CODE, plan.env._("The focus was changed after it had been submitted."))

    def _back_to_draft(self, approvals):
        for approval in approvals:
            plan = self.browse(approval.res_id)
            comment = approval.decision_ids.filtered(lambda row: row.decision == "rejected")[-1:].comment
            plan.write({"state": "draft", "return_reason": comment, "met_on": False})
        self._set_deadlines()
