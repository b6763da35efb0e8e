from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.rules import MODULE
from .codes import ADMIN, CONVENERS, DIRECTOR, KEEPERS, MANAGER, MEETING, POINT, REPORT, TEMPLATE

#: What convenes the meeting: fixed once it was held.
PLAN = {"kind", "level", "year", "date", "duration", "place", "chair_id", "user_id", "attendee_ids", "company_id"}
#: What whoever takes the minutes writes, whatever his role.
MINUTES = {"minutes", "remote", "point_ids", "report_ids", "case_ids"}


class SdwSalesMeeting(models.Model):
    """A meeting of the sales department, from the invitation to the minutes on file (R-18…R-28, R-30, V-04, V-07).

    ===================  =========================================================================
    who                  does
    ===================  =========================================================================
    salesperson          reads the meetings he attends; says whether he comes, and reports
    takes the minutes    writes minutes and points, hands the minutes in
    sales manager        convenes, chairs, guides; approves the minutes
    director and up,     all of the company
    sales admin
    accounting, legal    meetings they attend, and those about arrears
    ===================  =========================================================================
    """

    _name = MEETING
    _description = "Sales Meeting"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.approval.mixin", "sdw.deadline.mixin", "sdw.paper.mixin"]
    _mail_post_access = "read"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Meeting No.", required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(
        [
            ("weekly", "Weekly Meeting"),
            ("monthly", "Monthly Meeting"),
            ("quarterly", "Quarterly Meeting"),
            ("half_year", "Half-year Meeting"),
            ("annual", "Annual Meeting"),
            ("annual_plan", "Annual Plan Meeting"),
            ("annual_budget", "Annual Budget Meeting"),
            ("collection", "Collection Meeting"),
            ("sharing", "Experience Sharing"),
            ("review", "Review Meeting"),
            ("talk", "One-on-one Talk"),
        ],
        "Kind of Meeting",
        required=True,
        default="weekly",
        tracking=True,
        index=True,
    )
    level = fields.Selection(
        [
            ("executive", "Executives: strategy"),
            ("middle", "Middle management: tactics"),
            ("front", "Front line: operations"),
        ],
        help="Whom a review meeting is for: each level has an agenda of its own.",
    )
    date = fields.Datetime("Date and Time", required=True, default=fields.Datetime.now, copy=False, tracking=True)
    duration = fields.Float("Duration (hours)", default=1.0)
    place = fields.Char()
    remote = fields.Boolean("Phone or Video Offered", copy=False)
    event_id = fields.Many2one("calendar.event", "Calendar Event", readonly=True, copy=False, index="btree_not_null")
    video_link = fields.Char(related="event_id.videocall_location", string="Video Link")
    dial_in = fields.Char("Number to Dial", copy=False, help="For those who join by telephone.")
    chair_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, ondelete="restrict", index=True, tracking=True
    )
    user_id = fields.Many2one(
        "res.users", "Minutes by", required=True, default=lambda self: self.env.user, ondelete="restrict", index=True
    )
    attendee_ids = fields.Many2many("res.users", string="Attendees", domain=[("share", "=", False)])
    report_ids = fields.One2many(REPORT, "meeting_id", "Reports", copy=False)
    point_ids = fields.One2many(POINT, "meeting_id", "Decisions and Tasks", copy=False)
    case_ids = fields.One2many("sdw.success.case", "meeting_id", "Success Cases", copy=False)
    open_count = fields.Integer("Open Points", compute="_compute_open_count")
    agenda = fields.Text(copy=False)
    brief = fields.Html("What the Records Say", readonly=True, copy=False)
    minutes = fields.Html(copy=False)
    state = fields.Selection(
        [
            ("planned", "Meeting Planned"),
            ("held", "Meeting Held"),
            ("approved", "Minutes Filed"),
            ("cancelled", "Meeting Cancelled"),
        ],
        "Stage",
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        tracking=True,
        index=True,
    )
    held_on = fields.Datetime(readonly=True, copy=False)
    approved_on = fields.Datetime("Filed on", readonly=True, copy=False)
    reminded_on = fields.Datetime("Reminded on", readonly=True, copy=False)
    may_plan = fields.Boolean(compute="_compute_may")
    may_note = fields.Boolean(compute="_compute_may")

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")
    _planned_idx = models.Index("(date) WHERE state = 'planned'")

    @api.model
    def _sdw_guarded_fields(self):
        steps = {"name", "event_id", "brief", "state", "held_on", "approved_on", "reminded_on"}
        return super()._sdw_guarded_fields() | steps

    @api.depends("point_ids.state")
    def _compute_open_count(self):
        for meeting in self:
            meeting.open_count = len(meeting.point_ids.filtered(lambda point: point.state == "open"))

    @api.depends("chair_id", "user_id")
    @api.depends_context("uid")
    def _compute_may(self):
        """What the form lets this user change: the plan, the minutes, or nothing."""
        writable = self._filtered_access("write")
        keeps = any(self.env.user.has_group(f"{MODULE}.{role}") for role in KEEPERS)
        for meeting in self:
            meeting.may_note = meeting in writable or not meeting._origin
            meeting.may_plan = keeps and meeting.may_note

    @api.depends("kind", "date", "name")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for meeting in self:
            day = meeting.date and fields.Datetime.context_timestamp(meeting, meeting.date).date()
            meeting.display_name = " ".join(str(part) for part in (kinds.get(meeting.kind), day, meeting.name) if part)

    # ------------------------------------------------------------------ convening
    @api.model_create_multi
    def create(self, vals_list):
        self._sdw_check_role(*KEEPERS)
        meetings = super().create(vals_list)
        meetings._check_convened()
        system = meetings._sdw_system().with_context(tracking_disable=True)
        for company, theirs in system.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(MEETING, company, len(theirs))
            for meeting, name in zip(theirs, names, strict=True):
                meeting.name = name
        system._take_template()
        system._in_step()
        return meetings

    def _take_template(self):
        """The usual agenda of its kind, the company's own before the shared one."""
        templates = self.env[TEMPLATE].search([("kind", "in", self.mapped("kind"))], order="company_id, sequence, id")
        usual = {}
        for template in templates:
            usual.setdefault((template.kind, template.level, template.company_id.id), template.agenda)
        for meeting in self.filtered(lambda meeting: not meeting.agenda):
            key = (meeting.kind, meeting.level)
            meeting.agenda = usual.get((*key, meeting.company_id.id)) or usual.get((*key, False))

    def _check_convened(self):
        """Who convenes a meeting holds the role of its kind, and chairs it; the sales admin does it for him (R-25).

        The agenda shows what the chair may see, so nobody borrows the eyes of a chair who sees more than he does.
        """
        user = self.env.user
        admin = self.env.su or user.has_group(f"{MODULE}.{ADMIN}")
        above = user.has_group(f"{MODULE}.{DIRECTOR}")
        for meeting in self:
            role = f"{MODULE}.{meeting._convener()}"
            names = {"role": self._sdw_role_name(role), "meeting": meeting.display_name}
            if not meeting.chair_id.has_group(role):
                raise UserError(self.env._("%(meeting)s is chaired by: %(role)s.", **names))
            if not admin and not (user.has_group(role) and (above or user == meeting.chair_id)):
                raise AccessError(self.env._("%(meeting)s is convened by: %(role)s.", **names))
            meeting._check_people()

    def _convener(self):
        """The role that convenes this kind of meeting, without module."""
        kind = f"{self.kind}_{self.level}" if self.kind == "review" else self.kind
        return CONVENERS.get(kind, MANAGER)

    def _check_people(self):
        people = (self.chair_id | self.user_id | self.attendee_ids).sudo()
        if self.kind == "review" and not self.level:
            raise UserError(self.env._("Whom is the review meeting for? Please choose the level."))
        strangers = people.filtered(lambda user: user.share or self.company_id not in user.company_ids)
        if strangers:
            names = ", ".join(strangers.mapped("name"))
            raise UserError(self.env._("Not of this company: %(names)s.", names=names))

    # ------------------------------------------------------------------ changing
    def write(self, vals):
        if not self.env.su:
            self._check_writable(set(vals))
        result = super().write(vals)
        if PLAN & set(vals):
            self._check_convened()
        if (PLAN | {"remote"}) & set(vals):
            self._sdw_system()._in_step()
        return result

    def _check_writable(self, names):
        if any(meeting.state in ("approved", "cancelled") for meeting in self):
            raise UserError(self.env._("The minutes are filed: what was said there stays."))
        if PLAN & names and any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._("The meeting has been held: when, where and who stays as it was."))
        if names - MINUTES:
            self._sdw_check_role(*KEEPERS)
        if "company_id" in names and any(meeting.report_ids or meeting.point_ids for meeting in self):
            raise UserError(self.env._("A meeting with an agenda stays in its company."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._("A meeting that was held stays on record."))
        self.sudo().event_id.unlink()

    # ------------------------------------------------------------------ mechanisms
    def _get_deadline_summary(self):
        return self.env._("Hand in the minutes: %(meeting)s", meeting=self.display_name)

    def _get_deadline_manager(self):
        return self.chair_id

    def _sdw_manager(self):
        return self.chair_id
