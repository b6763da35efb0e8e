from odoo import api, fields, models
from odoo.fields import Domain

from .codes import CHANNELS, IS_MANAGER, KINDS, MODES, OUTCOMES, PLAN, VISIT


class SdwVisit(models.Model):
    """A visit or a return visit: arranged, made, recorded in the record form, received by the sales admin (V-05…V-23).

    ===================  =========================================================================
    who                  does
    ===================  =========================================================================
    salesperson          plans, arranges, records what happened – of his own visits, nobody else's
    sales admin          receives the record form (state *filed*), or gives it back
    sales manager        comments, assigns tasks; his own visits count as visits of a head
    ===================  =========================================================================

    The form is fixed as soon as it is handed in. A customer is visited by the group, so what is due is told on the
    customer, whichever company's salesperson came.
    """

    _name = VISIT
    _description = "Customer Visit"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin", "sdw.paper.mixin"]
    _mail_post_access = "read"
    _order = "date_planned desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one(
        "res.users", "Visitor", required=True, default=lambda self: self.env.user, ondelete="restrict", index=True,
        tracking=True, domain="[('share', '=', False)]",
    )  # fmt: skip
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True, copy=False, index="btree_not_null")
    is_head = fields.Boolean(
        "Visit of a Head", readonly=True, copy=False, help="Made by a sales manager or somebody above."
    )
    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="restrict", index=True)
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Customer Group", store=True, index=True
    )
    plan_id = fields.Many2one(PLAN, "Visit Plan", index="btree_not_null", ondelete="set null", copy=False)
    month_plan_id = fields.Many2one(
        PLAN, "Visit Plan of the Month", index="btree_not_null", ondelete="set null", copy=False, readonly=True
    )
    lead_id = fields.Many2one("crm.lead", "Inquiry", index="btree_not_null", check_company=True)
    negotiation_id = fields.Many2one("sdw.negotiation", index="btree_not_null", check_company=True)

    # ------------------------------------------------------------------ planned (V-12)
    kind = fields.Selection(KINDS, "Kind of Visit", required=True, default="existing")
    mode = fields.Selection(MODES, "Way of the Visit", required=True, default="visit")
    date_planned = fields.Datetime("Planned for", copy=False, index="btree_not_null", tracking=True)
    duration = fields.Float("Duration (hours)", default=1.0)
    place = fields.Char("Agreed Place")
    purpose = fields.Char("Purpose of the Visit")
    key_points = fields.Text()
    is_key = fields.Boolean("Focus", copy=False, help="A focus of the period: final once the manager has approved.")
    due_on = fields.Date("Return Visit Due", readonly=True, copy=False)
    channel = fields.Selection(CHANNELS, "Arranged by", copy=False)
    appointed_on = fields.Datetime("Arranged on", readonly=True, copy=False)
    meeting_id = fields.Many2one("calendar.event", readonly=True, copy=False, ondelete="set null")

    # ------------------------------------------------------------------ the record form (V-05, V-10…V-16, V-21)
    arrived_on = fields.Datetime("Said to Be There on", readonly=True, copy=False)
    date_done = fields.Datetime("Visited on", readonly=True, copy=False, index="btree_not_null", tracking=True)
    place_done = fields.Char("Actual Place", copy=False)
    position = fields.Char("Where Written", copy=False, help="Where the form was written, as the phone says.")
    contact_ids = fields.Many2many("res.partner", string="Persons Met")
    contact_names = fields.Char("Other Persons Met", copy=False)
    presented_ids = fields.Many2many("product.product", string="Products Presented", copy=False)
    topics = fields.Text("What Was Talked about", copy=False)
    need = fields.Text("Needs of the Customer", copy=False)
    need_kind_ids = fields.Many2many("sdw.need.kind", string="Kinds of Need", copy=False, ondelete="restrict")
    usage = fields.Text("How Our Goods Are Used", copy=False)
    service_given = fields.Text(copy=False)
    solution = fields.Text("Solution Offered", copy=False)
    satisfaction = fields.Selection(
        [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")], "Satisfaction (1 to 5)", copy=False
    )
    competitor_note = fields.Text("Competitors", copy=False)
    competitor_terms = fields.Text("Competitors' Terms and Prices", copy=False)
    outcome = fields.Selection(OUTCOMES, "Outcome of the Visit", copy=False, tracking=True)
    result = fields.Text("Result of the Visit", copy=False)
    next_step = fields.Char(copy=False)
    next_date = fields.Date("Next Step on", copy=False)
    next_visit_id = fields.Many2one(VISIT, "Next Visit", readonly=True, copy=False, index="btree_not_null")
    new_phone = fields.Char("New Telephone Number", copy=False)
    new_email = fields.Char("New E-mail Address", copy=False)
    manager_comment = fields.Text("Guidance of the Manager", copy=False, tracking=True)

    # ------------------------------------------------------------------ stamps
    state = fields.Selection(
        [
            ("planned", "Visit Planned"),
            ("done", "To Be Recorded"),
            ("recorded", "Recorded"),
            ("filed", "Form Received"),
            ("cancelled", "Called off"),
        ],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    recorded_by_id = fields.Many2one("res.users", "Author", readonly=True, copy=False)
    recorded_on = fields.Datetime("Written on", readonly=True, copy=False)
    handed_on = fields.Datetime("Handed in on", readonly=True, copy=False)
    filed_by_id = fields.Many2one("res.users", "Received by", readonly=True, copy=False)
    filed_on = fields.Datetime("Received on", readonly=True, copy=False)
    cancel_reason = fields.Text("Why Called off", readonly=True, copy=False)
    deviation = fields.Char(compute="_compute_deviation", help="What was agreed and what happened.")
    missing_card = fields.Char("Missing on the Card", compute="_compute_missing_card")
    order_ids = fields.One2many("sale.order", "sdw_visit_id", "Quotations and Orders")
    order_count = fields.Integer("Number of Quotations", compute="_compute_order_count")
    mine = fields.Boolean(compute="_compute_mine")

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")
    _met_idx = models.Index("(commercial_partner_id, date_done) WHERE state IN ('recorded', 'filed')")
    _open_due_idx = models.Index("(commercial_partner_id) WHERE state = 'planned'")

    # ------------------------------------------------------------------ computed
    @api.depends("name", "partner_id.display_name")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = f"{visit.name} {visit.sudo().partner_id.display_name or ''}".strip()

    @api.depends("date_planned", "date_done", "place", "place_done", "appointed_on")
    def _compute_deviation(self):
        """Only what had been arranged with the customer is compared (V-10)."""
        for visit in self:
            parts = []
            if visit.appointed_on and visit.date_done and visit.date_planned:
                minutes = round((visit.date_done - visit.date_planned).total_seconds() / 60)
                hours = round(abs(minutes) / 60, 1)
                if minutes >= 30:
                    parts.append(self.env._("%(hours)s h later than agreed", hours=hours))
                elif minutes <= -30:
                    parts.append(self.env._("%(hours)s h earlier than agreed", hours=hours))
                if visit.place_done and visit.place and visit.place_done != visit.place:
                    parts.append(self.env._("another place"))
            visit.deviation = ", ".join(parts)

    @api.depends("partner_id")
    def _compute_missing_card(self):
        """What the customer's card still lacks is asked for on the visit (A-54)."""
        name = "missing_profile_fields"
        known = name in self.env["res.partner"]._fields
        for visit in self:
            value = known and visit.sudo().commercial_partner_id[name]
            visit.missing_card = value if isinstance(value, str) else ", ".join(map(str, value or ()))

    def _compute_order_count(self):
        domain = Domain("sdw_visit_id", "in", self.ids)
        counts = dict(self.env["sale.order"]._read_group(domain, ["sdw_visit_id"], ["__count"]))
        for visit in self:
            visit.order_count = counts.get(visit._origin, 0)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_mine(self):
        for visit in self:
            visit.mine = visit.user_id._origin == self.env.user

    # ------------------------------------------------------------------ made
    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._check_created()
        system = visits._sdw_system()
        for company, theirs in system.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(VISIT, company, len(theirs))
            for visit, name in zip(theirs, names, strict=True):
                visit.name = name
        system._stamp_visitor()
        system._set_deadlines()
        (visits.plan_id | visits.month_plan_id)._focus_changed()
        return visits

    def _stamp_visitor(self):
        """Whose team it is, and whether he is a head; kept as it is when he is somebody else's later (V-21)."""
        for user, visits in self.grouped("user_id").items():
            head = user.has_group(IS_MANAGER)
            visits.write({"team_id": user.sale_team_id.id, "is_head": head})

    # ------------------------------------------------------------------ in words
    def _day(self):
        return str(self._sdw_local_date(self.date_planned)) if self.date_planned else ""

    def _in_words(self):
        """One line for whoever decides on the plan."""
        return " · ".join(
            filter(None, (self._day(), self.sudo().partner_id.display_name, self.purpose, self.key_points))
        )
