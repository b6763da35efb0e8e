from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.deadline_mixin import ACTIVITY
from ..common.paper import render
from .codes import CASE

MEETING = "sdw.collection.meeting"
KEEPERS = ("group_sdw_sales_manager", "group_sdw_sales_admin")
MINUTES = "sales_dept_workflow.action_report_collection_meeting"
#: What the agenda copies from a case: its figures of the day, kept as the meeting saw them.
FIGURES = ("overdue_amount_company", "oldest_due_date", "days_overdue")


class SdwCollectionMeeting(models.Model):
    """The meeting that goes through the arrears: who owes, why, what is done about it, by whom and until when (C-12).

    The agenda keeps the figures of its day. Measures that are still open come back in the next meeting.

    ===================  =========================================================================
    who                  sees
    ===================  =========================================================================
    salesperson          meetings he attends; measures that are his
    sales manager        meetings he chairs or attends
    director and up,     all of the company
    sales admin,
    accounting, legal
    ===================  =========================================================================
    """

    _name = MEETING
    _description = "Collection Meeting"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.gate.mixin", "sdw.paper.mixin"]
    _mail_post_access = "read"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    chair_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, ondelete="restrict", index=True, tracking=True
    )
    attendee_ids = fields.Many2many("res.users", string="Attendees", domain=[("share", "=", False)])
    line_ids = fields.One2many("sdw.collection.meeting.line", "meeting_id", "Debtors", copy=False)
    overdue_total = fields.Monetary("Overdue", compute="_compute_totals")
    open_count = fields.Integer("Open Measures", compute="_compute_totals")
    minutes = fields.Html(copy=False)
    state = fields.Selection(
        [("planned", "Meeting Planned"), ("held", "Meeting Held"), ("closed", "Minutes Closed")],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        tracking=True,
        index=True,
    )
    held_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"name", "state", "held_on", "closed_on"}

    @api.depends("line_ids.overdue_amount_company", "line_ids.state")
    def _compute_totals(self):
        for meeting in self:
            meeting.overdue_total = sum(meeting.line_ids.mapped("overdue_amount_company"))
            meeting.open_count = len(meeting.line_ids.filtered(lambda line: line.state == "open"))

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        for company, theirs in meetings.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(MEETING, company, len(theirs))
            for meeting, name in zip(theirs._sdw_system(), names, strict=True):
                meeting.name = name
        return meetings

    def write(self, vals):
        if not self.env.su and any(meeting.state == "closed" for meeting in self):
            raise UserError(self.env._("The minutes are closed: what was said there stays."))
        if "company_id" in vals and any(meeting.line_ids for meeting in self):
            raise UserError(self.env._("A meeting with an agenda stays in its company."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._("A meeting that was held stays on record."))

    # ------------------------------------------------------------------ steps
    def action_build_agenda(self):
        """List the debtors: long overdue, owing the company's amount or more, or with a measure still open.

        Only cases the caller may see; those on the agenda already keep their line, with the figures of now.
        """
        self._check_step("planned")
        for meeting in self:
            cases = meeting._agenda_cases()
            before = self.env["sdw.collection.meeting.line"]._open_of(cases)
            meeting._sdw_system()._list(cases.sudo(), before)
        return True

    def action_hold(self):
        """The meeting has been held: its measures are due from now on, and stand on the cases."""
        self._check_step("planned")
        for meeting in self:
            if not meeting.line_ids:
                raise UserError(self.env._("%(meeting)s has no agenda yet.", meeting=meeting.name))
            meeting.line_ids._check_measures()
        meetings = self._sdw_system()
        meetings.write({"state": "held", "held_on": fields.Datetime.now()})
        meetings.line_ids._start_measures()
        domain = [("state", "=", "closed"), ("chair_id", "in", meetings.chair_id.ids)]
        meetings.search([*domain, ("company_id", "in", meetings.company_id.ids)])._sdw_unschedule(ACTIVITY)
        return True

    def action_close(self):
        """Close the minutes and put them on record; what is still open comes back in the next meeting."""
        self._check_step("held")
        meetings = self._sdw_system()
        meetings.write({"state": "closed", "closed_on": fields.Datetime.now()})
        for meeting in meetings:
            title = self.env._("Minutes")
            meeting._sdw_file_paper(self.env._("The minutes of the meeting."), render(meeting, MINUTES, title))
        meetings._plan_next()
        return True

    def _plan_next(self):
        """The chair is reminded of the next one, so many days after this one (R-26)."""
        rows = [
            (
                meeting,
                meeting.chair_id,
                fields.Date.add(meeting.date, days=meeting.company_id.sdw_meeting_days),
                methodcaller("_say_next"),
            )
            for meeting in self
            if meeting.company_id.sdw_meeting_days
        ]
        self._sdw_schedule(ACTIVITY, rows)

    def _say_next(self):
        return self.env._("Hold the next collection meeting")

    def _check_step(self, state):
        self._sdw_check_role(*KEEPERS)
        self.check_access("write")
        wrong = self.filtered(lambda meeting: meeting.state != state)
        if wrong:
            names = ", ".join(wrong.mapped("name"))
            raise UserError(self.env._("This step is not open for these meetings: %(names)s.", names=names))

    # ------------------------------------------------------------------ agenda
    def _agenda_cases(self):
        """The open cases to be discussed, those who owe most first: in two queries, however many there are."""
        company = self.company_id
        open_cases = self.env[CASE].search(Domain("company_id", "=", company.id) & Domain("state", "!=", "closed"))
        figures = open_cases._get_figures()
        measured = self.env["sdw.collection.meeting.line"]._open_of(open_cases)
        days, amount = company.sudo().sdw_long_overdue_days, company.sudo().sdw_meeting_amount

        def listed(case):
            owes = figures[case]["overdue_amount_company"]
            return case in measured or (owes > 0 and (figures[case]["days_overdue"] >= days or owes >= amount))

        return open_cases.filtered(listed).sorted(lambda case: -figures[case]["overdue_amount_company"])

    def _list(self, cases, before):
        """Write one line per case, with its figures of now; measures still open are carried over."""
        listed = self.line_ids.grouped("case_id")
        current, new = cases._get_figures(), []
        for case in cases:
            figures = {name: current[case][name] for name in FIGURES} | {"case_state": case.state}
            if case in listed:
                listed[case].write(figures)
            else:
                earlier = before.get(case, self.line_ids.browse())
                new.append(
                    {"meeting_id": self.id, "case_id": case.id, **figures, **case._arrears(), **earlier._carried()}
                )
        self.line_ids.create(new)
