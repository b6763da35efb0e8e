from odoo import api, fields, models
from odoo.fields import Domain

from .codes import CASE

#: States in which the customer is still being asked for the money.
ASKING = ("dunning", "agreement", "plan")


class SdwCollectionCase(models.Model):
    """One overdue customer in one company, from the first call to the money or the court (C-01, C-05…C-08).

    What the customer owes is never stored: every figure is read from the residuals of the general ledger. Nobody writes
    the state: the sweep and the actions move it, after checking the role.

    ===================  =========================================================================
    who                  sees
    ===================  =========================================================================
    salesperson          his own cases
    sales manager        those of his team, and those of nobody
    director and up,     all of the company
    sales admin,
    accounting, legal
    ===================  =========================================================================
    """

    _name = CASE
    _description = "Collection Case"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.approval.mixin", "sdw.deadline.mixin", "sdw.paper.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", "Salesperson", index="btree_not_null", tracking=True)
    team_id = fields.Many2one("crm.team", "Sales Team", index="btree_not_null")
    state = fields.Selection(
        [
            ("dunning", "Dunning"),
            ("agreement", "Deferred by Agreement"),
            ("plan", "Repayment Plan"),
            ("refused", "Refused to Sign"),
            ("legal", "Legal"),
            ("closed", "Closed"),
        ],
        default="dunning",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
        group_expand=True,
    )
    standing = fields.Selection(
        [("good", "Good"), ("bad", "Bad")],
        compute="_compute_standing",
        help="Bad: graded D by finance, or over the credit limit and overdue. A bad customer signs a repayment plan.",
    )
    overdue_amount_company = fields.Monetary("Overdue", compute="_compute_figures")
    open_amount_company = fields.Monetary(
        "Open Items", compute="_compute_figures", help="All open invoices, due or not."
    )
    credit_amount_company = fields.Monetary(
        "Unused Credits",
        compute="_compute_figures",
        help="Credit notes and payments that accounting has not matched yet.",
    )
    disputed_amount_company = fields.Monetary(
        "Left out of Dunning", compute="_compute_figures", help="Overdue, but disputed or settled by finance."
    )
    oldest_due_date = fields.Date("Oldest Due", compute="_compute_figures")
    days_overdue = fields.Integer(compute="_compute_figures")
    action_ids = fields.One2many("sdw.collection.action", "case_id", "Dunning Log", readonly=True)
    agreement_ids = fields.One2many("sdw.repayment.agreement", "case_id", "Agreements", readonly=True)
    promised_date = fields.Date("Promised for", readonly=True, copy=False, help="What the customer last promised.")
    promised_amount = fields.Monetary("Promised", readonly=True, copy=False)
    promise_broken = fields.Boolean(compute="_compute_promise_broken", search="_search_promise_broken")
    paused_until = fields.Date(readonly=True, copy=False, tracking=True)
    pause_reason = fields.Char(readonly=True, copy=False, tracking=True)
    long_alerted_on = fields.Datetime("Manager Alerted on", readonly=True, copy=False)

    legal_user_id = fields.Many2one("res.users", "Legal Department", readonly=True, copy=False, index="btree_not_null")
    legal_reference = fields.Char(copy=False, tracking=True)
    legal_result = fields.Text("Outcome at Law", copy=False)
    legal_on = fields.Datetime("Reported on", readonly=True, copy=False)
    refusal_reason = fields.Text(readonly=True, copy=False)

    hold = fields.Boolean("Shipping Hold", readonly=True, copy=False, tracking=True)
    hold_since = fields.Datetime(readonly=True, copy=False)
    hold_reason = fields.Text(readonly=True, copy=False)
    hold_lifted_on = fields.Datetime(readonly=True, copy=False)
    money_confirmed_on = fields.Datetime(readonly=True, copy=False)
    money_confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    closed_on = fields.Datetime(readonly=True, copy=False)
    close_reason = fields.Char(readonly=True, copy=False, tracking=True)
    closed_state = fields.Char("State when Closed", readonly=True, copy=False)
    closed_hold = fields.Boolean("Held when Closed", readonly=True, copy=False)
    settled_date = fields.Date(
        "Settled up to",
        readonly=True,
        copy=False,
        help="Closed by finance with a residual: what was due by then is not chased again.",
    )

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state != 'closed'",
        "This customer already has an open collection case in the company.",
    )
    _hold_idx = models.Index("(partner_id, company_id) WHERE hold")
    _settled_idx = models.Index("(partner_id, company_id) WHERE settled_date IS NOT NULL")

    @api.model
    def _sdw_guarded_fields(self):
        free = {"user_id", "team_id", "legal_reference", "legal_result"}
        own = {name for name, field in self._fields.items() if field.store and field._module == "sales_dept_workflow"}
        return super()._sdw_guarded_fields() | (own - free)

    @api.model_create_multi
    def create(self, vals_list):
        names = self.env["ir.sequence"]._sdw_next_names(CASE, self.env.company, len(vals_list))
        return super().create([{**vals, "name": name} for vals, name in zip(vals_list, names, strict=True)])

    def write(self, vals):
        if {"user_id", "team_id"} & set(vals) and not self.env.su:
            self._sdw_check_role("group_sdw_sales_manager", "group_sdw_sales_admin")
        if {"legal_reference", "legal_result"} & set(vals) and not self.env.su:
            self._sdw_check_role("group_sdw_legal")
        return super().write(vals)

    @api.depends("name", "partner_id.display_name")
    def _compute_display_name(self):
        for case in self:
            case.display_name = f"{case.name} {case.sudo().partner_id.display_name or ''}".strip()

    # ------------------------------------------------------------------ figures
    @api.depends("partner_id", "company_id", "state")
    def _compute_figures(self):
        figures = self._get_figures()
        for case in self:
            case.update(figures[case])

    @api.depends("partner_id", "company_id", "state")
    def _compute_standing(self):
        figures = self._get_figures()
        for company, cases in self.grouped(lambda case: case.sudo().company_id).items():
            partners = cases.sudo().partner_id.with_company(company)
            by_id = {partner.id: partner for partner in partners}
            for case in cases:
                partner = by_id.get(case.sudo().partner_id.id)
                case.standing = "bad" if partner and self._is_bad(partner, figures[case]) else "good"

    @api.model
    def _is_bad(self, partner, figures):
        """Bad by decision 23: graded d, or exposure over the limit and overdue. A limit of 0 means none is set."""
        over = 0 < partner.credit_limit < partner.sdw_exposure_company
        return partner.credit_grade == "d" or (over and figures["overdue_amount_company"] > 0)

    @api.depends("promised_date", "state")
    def _compute_promise_broken(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.promise_broken = bool(case.promised_date and case.promised_date < today and case.state in ASKING)

    @api.model
    def _search_promise_broken(self, operator, value):
        if operator != "in":
            return NotImplemented
        broken = Domain([("promised_date", "<", "today"), ("state", "in", ASKING)])
        return Domain.OR([broken if flag else ~broken for flag in value])

    # ------------------------------------------------------------------ mechanisms
    def _sdw_company(self):
        return self.company_id

    def _sdw_manager(self):
        """Who manages this case: the team's leader, else the leader of the salesperson's own team."""
        leader = self.sudo().team_id.user_id or self.sudo().user_id.sale_team_id.user_id
        return leader.sudo(False)

    def _get_deadline_manager(self):
        return self._sdw_manager()

    def _get_deadline_summary(self):
        self.ensure_one()
        return self.env._("Collect the overdue payment of %(customer)s", customer=self.sudo().partner_id.display_name)
