from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.deadline_mixin import ACTIVITY, ESCALATION
from .codes import CASE
from .collection_meeting import MEETING

SNAPSHOT = {"overdue_amount_company", "oldest_due_date", "days_overdue", "case_state"}


class SdwCollectionMeetingLine(models.Model):
    """One debtor on the agenda: what he owes, why, and the measure with who does it by when (C-12)."""

    _name = "sdw.collection.meeting.line"
    _description = "Measure of a Collection Meeting"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "meeting_id desc, overdue_amount_company desc, id"
    _check_company_auto = True

    meeting_id = fields.Many2one(MEETING, required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    case_id = fields.Many2one(CASE, required=True, ondelete="restrict", index=True, check_company=True)
    partner_id = fields.Many2one(related="case_id.partner_id", store=True, index=True, string="Customer")
    salesperson_id = fields.Many2one(related="case_id.user_id", string="Salesperson")
    overdue_amount_company = fields.Monetary("Overdue", readonly=True)
    oldest_due_date = fields.Date("Oldest Due", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    case_state = fields.Selection(lambda self: self._selection_case_state(), "Stage", readonly=True)
    promised_date = fields.Date(related="case_id.promised_date")
    cause_id = fields.Many2one("sdw.arrears.cause", "Cause of Arrears", ondelete="restrict", index="btree_not_null")
    cause_note = fields.Char("About the Cause")
    measure = fields.Text("Collection Measure")
    user_id = fields.Many2one("res.users", "Responsible", domain=[("share", "=", False)], index="btree_not_null")
    due_date = fields.Date("Due")
    result = fields.Text(readonly=True)
    carried_from_id = fields.Many2one(
        "sdw.collection.meeting.line", "Carried over from", readonly=True, ondelete="set null", index="btree_not_null"
    )
    state = fields.Selection(
        [("open", "Open Measure"), ("done", "Measure Done"), ("carried", "Carried over")],
        readonly=True,
        default="open",
        required=True,
        index=True,
    )

    _case_uniq = models.UniqueIndex("(meeting_id, case_id)", "This debtor is on the agenda already.")

    @api.model
    def _selection_case_state(self):
        return self.env[CASE]._fields["state"]._description_selection(self.env)

    @api.model
    def _sdw_guarded_fields(self):
        return (
            super()._sdw_guarded_fields()
            | SNAPSHOT
            | {"company_id", "partner_id", "result", "carried_from_id", "state"}
        )

    @api.depends("partner_id", "meeting_id.name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.meeting_id.name} {line.sudo().partner_id.display_name or ''}".strip()

    # ------------------------------------------------------------------ life
    @api.model_create_multi
    def create(self, vals_list):
        """A debtor put on the agenda by hand comes with the figures of now."""
        lines = super().create(vals_list)
        if not self.env.su:
            lines._check_free()
            lines.case_id.check_access("read")
            system = lines._sdw_system()
            current = system.case_id._get_figures()
            for line in system:
                figures = {name: current[line.case_id][name] for name in SNAPSHOT - {"case_state"}}
                line.write({**figures, "case_state": line.case_id.state})
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_free()
            if {"case_id", "meeting_id"} & set(vals):
                raise UserError(self.env._("Another debtor is another line of the agenda."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._check_free()

    def _check_free(self):
        """Until the meeting was held; afterwards a measure is done, or carried over."""
        if any(line.meeting_id.state != "planned" for line in self):
            raise UserError(self.env._("The meeting has been held: its measures are done, or carried over."))

    # ------------------------------------------------------------------ measures
    def action_done(self, result=None):
        """The measure has been taken: whoever is responsible for it, a manager or the sales admin says so.

        :param str result: what came of it, mandatory
        """
        self._sdw_check_caller()
        roles = ("group_sdw_sales_manager", "group_sdw_sales_admin")
        keeper = self.env.su or any(self.env.user.has_group(f"sales_dept_workflow.{role}") for role in roles)
        if not keeper and any(line.user_id != self.env.user for line in self):
            raise AccessError(self.env._("A measure is reported done by whoever is responsible for it."))
        if not (result or "").strip():
            raise UserError(self.env._("Please say what came of the measure."))
        if any(line.state != "open" or line.meeting_id.state == "planned" for line in self.sudo()):
            raise UserError(self.env._("Only an open measure of a meeting that was held is reported done."))
        lines = self._sdw_system()
        lines.write({"state": "done", "result": result})
        lines._deadline_met()
        for line in lines:
            line.case_id._message_log(body=self.env._("Measure done: %(result)s", result=result))
        return True

    def _check_measures(self):
        """A measure has somebody who takes it, and a day."""
        for line in self:
            if line.measure and not (line.user_id and line.due_date):
                name = line.sudo().partner_id.display_name
                raise UserError(self.env._("%(name)s: who takes the measure, and by when?", name=name))

    def _start_measures(self):
        """Each measure is due by its day; cause and measure stand on the case from now on."""
        self._take_over()
        for line in self:
            line.case_id.write(
                {"arrears_cause_id": line.cause_id.id, "arrears_note": line.cause_note, "arrears_measure": line.measure}
            )
            if line.measure:
                line.deadline = line._sdw_end_of_day(line.due_date)
            else:
                line.state = "done"
        self.filtered("measure")._deadline_start()

    @api.model
    def _open_of(self, cases):
        """{case: its measure still open, from meetings that were held}, in one query."""
        domain = [
            ("case_id", "in", cases.ids),
            ("state", "=", "open"),
            ("measure", "!=", False),
            ("meeting_id.state", "!=", "planned"),
        ]
        found = self.sudo().search(domain, order="id")
        return {cases.browse(line.case_id.id): line for line in found}

    def _carried(self):
        """What a line takes over from this one: nothing from an empty one."""
        if not self:
            return {}
        return {
            "carried_from_id": self.id,
            "cause_id": self.cause_id.id,
            "cause_note": self.cause_note,
            "measure": self.measure,
            "user_id": self.user_id.id,
            "due_date": self.due_date,
        }

    def _take_over(self):
        """What was carried over is watched from the new meeting on; until that is held, where it was."""
        earlier = self.carried_from_id.filtered(lambda line: line.state == "open")
        earlier.write({"state": "carried", "deadline": False})
        earlier._sdw_unschedule(ACTIVITY, ESCALATION)

    # ------------------------------------------------------------------ mechanisms
    def _get_deadline_summary(self):
        return self.env._("%(customer)s: %(measure)s", customer=self.sudo().partner_id.name, measure=self.measure)

    def _get_deadline_manager(self):
        return self.meeting_id.chair_id

    def _sdw_company(self):
        return self.company_id or self.env.company
