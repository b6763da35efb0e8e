import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, is_html_empty

from ..common.paper import render
from .codes import CODE, KEEPERS, MEETING, ONE_LEVEL

PAPER = "sales_dept_workflow.action_report_sales_meeting"


class SdwSalesMeeting(models.Model):
    """The minutes: handed in, approved at one level or at three, then on file and read-only (R-18, R-19)."""

    _inherit = MEETING

    minutes_state = fields.Selection(
        [
            ("not_needed", "Not Needed"),
            ("needed", "To Hand in"),
            ("pending", "With the Approver"),
            ("approved", "Approved"),
            ("rejected", "Sent Back"),
            ("lapsed", "Lapsed"),
        ],
        "State of the Minutes",
        compute="_compute_minutes_state",
    )
    can_approve_minutes = fields.Boolean(compute="_compute_minutes_state")

    @api.depends("approval_ids.state", "approval_ids.step_id", "state")
    @api.depends_context("uid")
    def _compute_minutes_state(self):
        held = self.filtered(lambda meeting: meeting.state == "held")
        latest = held._sdw_latest(CODE)
        readable = self.env["sdw.approval"].has_access("read")
        for meeting in self:
            approval = latest.get(meeting) or self.env["sdw.approval"]
            state = "approved" if meeting.state == "approved" else "not_needed"
            meeting.minutes_state = approval.state or ("needed" if meeting in held else state)
            own = self.env["sdw.approval"].browse(approval.ids)
            meeting.can_approve_minutes = bool(readable and own._filtered_access("read").can_decide)

    # ------------------------------------------------------------------ the approval
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), CODE]

    def action_submit_minutes(self):
        """Hand the minutes in: to the sales manager, or to manager, director and vice president in this order."""
        self.action_request_approval(CODE, self.env._("Minutes handed in"))
        return True

    def action_approve(self, comment=None):
        """Approve the minutes: the waiting request, by whoever may decide it (decision 20)."""
        self._sdw_check_caller()
        return self._waiting_minutes().action_approve(comment)

    def action_reject(self, comment=None):
        """Send the minutes back, with a reason."""
        self._sdw_check_caller()
        return self._waiting_minutes().action_reject(comment)

    def _waiting_minutes(self):
        requests = self.env["sdw.approval"].browse(self._sdw_pending(CODE).ids)
        if not requests:
            raise UserError(self.env._("These minutes have not been handed in."))
        return requests

    def _sdw_check_may_request(self, code):
        super()._sdw_check_may_request(code)
        if code != CODE:
            return
        user = self.env.user
        keeps = self.env.su or any(user.has_group(f"sales_dept_workflow.{role}") for role in KEEPERS)
        for meeting in self:
            if not keeps and user not in (meeting.chair_id | meeting.user_id):
                raise AccessError(self.env._("The minutes are handed in by whoever takes them."))
            if meeting.state != "held":
                raise UserError(self.env._("%(meeting)s has not been held.", meeting=meeting.display_name))
            if is_html_empty(meeting.minutes):
                raise UserError(self.env._("%(meeting)s has no minutes yet.", meeting=meeting.display_name))

    def _sdw_approval_steps(self, code, steps):
        steps = super()._sdw_approval_steps(code, steps)
        return steps[:1] if code == CODE and self.kind in ONE_LEVEL else steps

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != CODE:
            return facts
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for meeting in self.sudo():
            absent = meeting.report_ids.filtered(lambda report: report.mode == "absent").user_id
            facts[meeting] = {
                "kind": kinds[meeting.kind],
                "day": str(meeting._sdw_local_date(meeting.date)),
                "chair": meeting.chair_id.name,
                "absent": ", ".join(absent.mapped("name")),
                "points": "\n".join(point._in_words() for point in meeting.point_ids),
                "minutes": html2plaintext(meeting.minutes or ""),
                "digest": meeting._minutes_digest(),
            }
        return facts

    def _minutes_digest(self):
        """What the approver sees, in short: any change of it makes another paper."""
        said = [
            (report.user_id.id, report.mode, report.reason, report.report, report.guidance)
            for report in self.report_ids
        ]
        points = [(point.name, point.user_id.id, str(point.due_date)) for point in self.point_ids.sorted("id")]
        text = json.dumps([self.minutes or "", sorted(said, key=str), points], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _sdw_facts_labels(self, code):
        if code != CODE:
            return super()._sdw_facts_labels(code)
        return {
            "kind": (self._fields["kind"]._description_string(self.env), "text"),
            "day": (self.env._("Day"), "text"),
            "chair": (self._fields["chair_id"]._description_string(self.env), "text"),
            "absent": (self.env._("Absent people"), "text"),
            "points": (self._fields["point_ids"]._description_string(self.env), "text"),
            "minutes": (self._fields["minutes"]._description_string(self.env), "text"),
        }

    def _sdw_worse(self, approval, facts):
        """Minutes that say something else than what was handed in."""
        if approval.code != CODE:
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        if before.get("digest") == facts["digest"]:
            return []
        changed = [key for key in ("points", "minutes", "absent") if before.get(key) != facts[key]]
        return [{"key": key, "before": before.get(key), "after": facts[key]} for key in changed or ["minutes"]]

    # ------------------------------------------------------------------ what becomes of them
    def _sdw_approvals_advanced(self, approvals):
        """Handed in: nobody is reminded of them any more."""
        result = super()._sdw_approvals_advanced(approvals)
        mine = approvals.filtered(lambda approval: approval.code == CODE)
        self.browse(mine.mapped("res_id"))._sdw_system()._deadline_met()
        return result

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        mine = approvals.filtered(lambda approval: approval.code == CODE)
        approved = mine.filtered(lambda approval: approval.state == "approved")
        system = self._sdw_system()
        system.browse(approved.mapped("res_id"))._file_minutes()
        back = system.browse((mine - approved).mapped("res_id"))
        back.filtered(lambda meeting: meeting.state == "held")._reopen_deadline()
        return result

    def _file_minutes(self):
        """Approved at every level: on file, printed, and nobody changes them."""
        self.write({"state": "approved", "approved_on": fields.Datetime.now()})
        self._deadline_met()
        for meeting in self:
            title = self.env._("Minutes")
            meeting._sdw_file_paper(self.env._("The minutes of the meeting."), render(meeting, PAPER, title))
