from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .codes import KEEPERS, MEETING, REPORT

#: What a person says of himself; the rest is the chair's, or the system's.
OWN = {"mode", "reason", "report", "focus"}
GUIDANCE = {"guidance", "guidance_due"}
ATTENDANCE = {"mode", "reason"}
#: What the agenda reads from the records about a person.
FIGURES = {
    "order_amount",
    "visit_count",
    "unrecorded_count",
    "planned_count",
    "overdue_amount",
    "complaint_count",
    "open_count",
}


class SdwSalesMeetingReport(models.Model):
    """One person in one meeting: there, on the phone or absent; what he reports; the guidance he gets.

    The figures are read from the records when the agenda is built, and stay as the meeting saw them
    (R-18, R-20, R-21, V-02…V-04, V-07, V-08).
    """

    _name = REPORT
    _description = "Report in a Sales Meeting"
    _inherit = ["sdw.gate.mixin"]
    _order = "meeting_id desc, user_id"
    _check_company_auto = True

    meeting_id = fields.Many2one(MEETING, "Meeting", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    meeting_date = fields.Datetime(related="meeting_id.date", string="Date and Time", store=True)
    meeting_state = fields.Selection(related="meeting_id.state", string="Meeting Stage", store=True)
    video_link = fields.Char(related="meeting_id.video_link")
    dial_in = fields.Char(related="meeting_id.dial_in")
    user_id = fields.Many2one("res.users", "Who", required=True, readonly=True, ondelete="restrict", index=True)
    mode = fields.Selection(
        [("in_person", "Attends in Person"), ("phone", "By Phone or Video"), ("absent", "Does Not Attend")],
        "Attendance",
    )
    reason = fields.Char("Reason of Absence")
    unexcused = fields.Boolean("Absent without a Reason", compute="_compute_unexcused", store=True)
    order_amount = fields.Monetary("Orders Confirmed", readonly=True)
    visit_count = fields.Integer("Visits Made", readonly=True)
    unrecorded_count = fields.Integer("Visits without a Record", readonly=True)
    planned_count = fields.Integer("Visits Planned Next", readonly=True)
    overdue_amount = fields.Monetary("Overdue", readonly=True)
    complaint_count = fields.Integer("Open Complaints", readonly=True)
    open_count = fields.Integer("Open Points", readonly=True)
    report = fields.Text("Reported in the Meeting")
    focus = fields.Text("Focus of the Next Visits")
    guidance = fields.Text()
    guidance_due = fields.Date("Task by", help="With a day the guidance becomes a task, once the meeting was held.")

    _user_uniq = models.UniqueIndex("(meeting_id, user_id)", "Everybody reports once.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | FIGURES | {"meeting_id", "user_id", "company_id", "unexcused"}

    @api.depends("mode", "reason")
    def _compute_unexcused(self):
        for report in self:
            report.unexcused = report.mode == "absent" and not (report.reason or "").strip()

    @api.depends("user_id", "meeting_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = f"{report.sudo().meeting_id.display_name} {report.sudo().user_id.name or ''}".strip()

    def write(self, vals):
        if not self.env.su:
            self._check_may_write(set(vals))
        result = super().write(vals)
        if vals.get("mode") == "phone":
            self.meeting_id._sdw_system()._open_line()
        return result

    def _check_may_write(self, names):
        if any(report.meeting_id.state not in ("planned", "held") for report in self.sudo()):
            raise UserError(self.env._("The minutes are filed: what was said there stays."))
        user, meetings = self.env.user, self.sudo().meeting_id
        keeps = any(user.has_group(f"sales_dept_workflow.{role}") for role in KEEPERS)
        others = meetings.filtered(lambda one: not keeps and user not in (one.chair_id | one.user_id))
        if names - OWN and others:
            raise AccessError(self.env._("Guidance is given by the chair of the meeting."))
        if names & ATTENDANCE and any(one.state == "held" for one in others):
            raise AccessError(self.env._("Who was at a meeting that was held is said by its chair, or the minutes."))
        if names & GUIDANCE and user in self.user_id:
            raise AccessError(self.env._("Nobody gives guidance to himself."))

    def action_in_person(self):
        """I shall be there."""
        self._sdw_check_caller()
        return self.write({"mode": "in_person", "reason": False})

    def action_by_phone(self):
        """I am travelling and join by phone or video (V-04)."""
        self._sdw_check_caller()
        return self.write({"mode": "phone"})

    def action_confirm_plan(self):
        """Guidance fixes the focus of the next visits: the plan that was handed in is approved with it (V-03)."""
        self._sdw_check_caller()
        for report in self:
            plans = report._sdw_next_plans().filtered(lambda plan: plan.state == "submitted")
            if not plans:
                raise UserError(self.env._("%(name)s has no plan waiting for approval.", name=report.user_id.name))
            plans.action_approve(report.guidance)
        return True

    def _sdw_next_plans(self):
        """The plans for the visits after the meeting, as the caller sees them; none while visits are not planned."""
        if "sdw.visit.plan" not in self.env:
            return self.browse()
        domain = [("user_id", "in", self.user_id.ids), ("date_to", ">=", min(self.mapped("meeting_date")))]
        return self.env["sdw.visit.plan"].search(domain, order="date_from")
