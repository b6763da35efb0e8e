from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes_negotiation import CODE, LIVE, MANAGER, NEGOTIATION, RULE

#: What the manager agrees with the customer, and nobody else writes (N-03, N-04).
PLAN = {"topic", "date", "duration", "place", "participant_ids"}
#: What is fixed once a negotiation has ended.
CONTENT = PLAN | {
    "partner_id", "company_id", "lead_id", "order_ids", "demand", "issue_ids", "consensus", "result",
}  # fmt: skip


class SdwNegotiation(models.Model):
    """A customer insists on negotiating: reported at once, planned by the manager, held, agreed or failed (N-02…N-06).

    The states always hold, whatever mode the rule has; the mode decides what a negotiation means for its orders.

    ===================  =========================================================================
    who                  does
    ===================  =========================================================================
    salesperson          reports; writes down issues, positions and how they were resolved
    sales manager        topic, time, place, participants; drops issues; agrees, ends, reopens
    participants         read
    ===================  =========================================================================
    """

    _name = NEGOTIATION
    _description = "Negotiation"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    lead_id = fields.Many2one("crm.lead", "Inquiry", index="btree_not_null", check_company=True)
    order_ids = fields.Many2many(
        "sale.order",
        "sdw_negotiation_order_rel",
        "negotiation_id",
        "order_id",
        string="Quotations",
        copy=False,
        check_company=True,
    )
    order_count = fields.Integer("Number of Quotations", compute="_compute_order_count")
    user_id = fields.Many2one(
        "res.users", "Salesperson", default=lambda self: self.env.user, index=True, tracking=True, required=True
    )
    manager_id = fields.Many2one(
        "res.users", "Sales Manager", readonly=True, copy=False, index="btree_not_null", tracking=True
    )
    demand = fields.Text("Customer Wants")
    requested_on = fields.Datetime("Reported on", readonly=True, copy=False)

    topic = fields.Char(copy=False, tracking=True)
    date = fields.Datetime("Time", copy=False, tracking=True)
    duration = fields.Float("Duration (hours)", default=2.0, copy=False)
    place = fields.Char(copy=False, tracking=True)
    participant_ids = fields.One2many("sdw.negotiation.participant", "negotiation_id", "Participants", copy=False)
    meeting_id = fields.Many2one("calendar.event", readonly=True, copy=False, ondelete="set null")
    can_plan = fields.Boolean(compute="_compute_can_plan")

    issue_ids = fields.One2many("sdw.negotiation.issue", "negotiation_id", "Issues", copy=False)
    open_issue_count = fields.Integer("Open Issues", compute="_compute_issue_counts")
    issue_count = fields.Integer("Number of Issues", compute="_compute_issue_counts")
    consensus = fields.Boolean(
        "Both Sides Agree", copy=False, tracking=True, help="Ticked when both sides agree on the whole."
    )
    result = fields.Text("What Came of It", copy=False)
    state = fields.Selection(
        [
            ("requested", "To Plan"),
            ("planned", "Arranged"),
            ("held", "Meeting Held"),
            ("agreed", "Agreement Reached"),
            ("failed", "No Agreement"),
        ],
        default="requested",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    planned_on = fields.Datetime(readonly=True, copy=False)
    held_on = fields.Datetime(readonly=True, copy=False)
    agreed_on = fields.Datetime(readonly=True, copy=False)
    agreed_by_id = fields.Many2one("res.users", "Agreed by", readonly=True, copy=False)
    failure_reason = fields.Text(readonly=True, copy=False)

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            "name", "state", "manager_id", "requested_on", "meeting_id", "planned_on", "held_on", "agreed_on",
            "agreed_by_id", "failure_reason",
        }  # fmt: skip

    @api.depends("name", "partner_id.display_name")
    def _compute_display_name(self):
        for negotiation in self:
            negotiation.display_name = f"{negotiation.name} {negotiation.sudo().partner_id.display_name or ''}".strip()

    @api.depends("order_ids")
    def _compute_order_count(self):
        for negotiation in self:
            negotiation.order_count = len(negotiation.order_ids)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_plan(self):
        manager = self.env.user.has_group(f"sales_dept_workflow.{MANAGER}")
        for negotiation in self:
            negotiation.can_plan = manager and negotiation.state in ("requested", "planned")

    @api.depends("issue_ids.state")
    def _compute_issue_counts(self):
        for negotiation in self:
            negotiation.issue_count = len(negotiation.issue_ids)
            negotiation.open_issue_count = len(negotiation._open_issues())

    def _open_issues(self):
        return self.issue_ids.filtered(lambda issue: issue.state == "open")

    # ------------------------------------------------------------------ who writes what
    @api.model_create_multi
    def create(self, vals_list):
        """To write a negotiation down is to report it: the manager hears of it at once (N-02)."""
        if not self.env.su:
            self._check_planner(any(vals.get(name) for vals in vals_list for name in PLAN - {"duration"}))
        negotiations = super(SdwNegotiation, self._sdw_without_defaults(PLAN)).create(vals_list)
        negotiations._check_links({})
        negotiations._sdw_system()._report()
        return negotiations

    def write(self, vals):
        if not self.env.su:
            self._check_written(vals)
        before = {}
        if "order_ids" in vals:
            before = {negotiation: negotiation.sudo().order_ids for negotiation in self}
        result = super().write(vals)
        if before:
            self._check_links(before)
        if PLAN.intersection(vals):
            self._plan_changed()
        return result

    def _check_written(self, vals):
        self._check_planner(PLAN.intersection(vals))
        if "user_id" in vals:
            self._sdw_check_role(MANAGER, "group_sdw_sales_admin")
        if CONTENT.intersection(vals):
            self._check_live()
        if PLAN.intersection(vals):
            self._check_state("requested", "planned")

    def _check_planner(self, touched):
        if touched:
            self._sdw_check_role(MANAGER)

    def _check_participants(self):
        """Only the manager says who takes part, and only while it lies ahead (N-04)."""
        if not self.env.su:
            self._sdw_check_role(MANAGER)
            self._check_state("requested", "planned")

    def _check_live(self):
        self._check_state(*LIVE)

    def _check_state(self, *states):
        wrong = self.filtered(lambda negotiation: negotiation.state not in states)
        if wrong:
            names = ", ".join(wrong.mapped("name"))
            raise UserError(self.env._("This cannot be done any more with: %(names)s.", names=names))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A negotiation on record cannot be deleted. Please end it as failed."))

    # ------------------------------------------------------------------ gate
    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate == "sign":
            for negotiation in self._sdw_subject_to(RULE):
                missing = negotiation._sdw_missing()
                if missing:
                    found[negotiation].append(negotiation._sdw_blocker(CODE, missing))
        return found

    def _sdw_panel_gates(self):
        return {negotiation: ("sign",) if negotiation.state in LIVE else () for negotiation in self}

    def _sdw_missing(self):
        """The sentence that says why nothing may be signed on this negotiation yet; empty once it is agreed."""
        self.ensure_one()
        if self.state == "agreed":
            return ""
        if self.state == "failed":
            return self.env._("%(name)s ended without agreement.", name=self.name)
        issues = self._open_issues()
        if issues:
            return self.env._(
                "%(name)s still has open issues: %(issues)s.", name=self.name, issues=", ".join(issues.mapped("name"))
            )
        if not self.consensus:
            return self.env._("In %(name)s the two sides do not agree yet.", name=self.name)
        return self.env._("%(name)s has not been closed as agreed yet.", name=self.name)
