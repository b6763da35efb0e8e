from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

PLAN = "sdw.collection.plan"
PLANNERS = ("group_sdw_supervisor", "group_sdw_sales_admin")


class SdwCollectionPlan(models.Model):
    """What a team means to collect from whom in a month, and what came in (C-15, C-17, C-18).

    Proposed from what falls due, what agreements and customers promise; approved by the sales manager, from then on
    fixed. Actual is the money of :class:`sdw.collection.receipt.analysis`: received on the receivable accounts in the
    month, less what was paid back, without credit notes. One plan per team and month; a plan without team is that of
    the customers whose salesperson belongs to none.

    ===================  =========================================================================
    who                  does
    ===================  =========================================================================
    salesperson          reads his own lines
    supervisor,          draw it up
    sales admin
    sales manager        approves, takes back: his team's and nobody's
    director and up,     read all of the company
    accounting, legal
    ===================  =========================================================================
    """

    _name = PLAN
    _description = "Collection Plan"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.gate.mixin"]
    _order = "month desc, id desc"
    _check_company_auto = True

    name = fields.Char("Collection Plan", compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, default=lambda self: self._default_month(), tracking=True)
    team_id = fields.Many2one(
        "crm.team", "Sales Team", default=lambda self: self.env.user.sale_team_id, index=True, check_company=True
    )
    user_id = fields.Many2one("res.users", "Responsible", default=lambda self: self.env.user, readonly=True)
    line_ids = fields.One2many("sdw.collection.plan.line", "plan_id", "Customers")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    approved_on = fields.Datetime("Approved on", readonly=True, copy=False)
    note = fields.Text()
    planned_amount = fields.Monetary("To Collect as Planned", compute="_compute_figures")
    actual_amount = fields.Monetary("Collected Amount", compute="_compute_figures")
    unplanned_amount = fields.Monetary(
        "Of it not Planned", compute="_compute_figures", help="From customers without a line."
    )
    achievement_percent = fields.Float("Achieved (%)", compute="_compute_figures", digits=(16, 1))

    _month_uniq = models.UniqueIndex(
        "(company_id, month, COALESCE(team_id, 0))", "There is a collection plan of this team and month already."
    )
    _month_first = models.Constraint(
        "CHECK(EXTRACT(DAY FROM month) = 1)", "A collection plan begins on the first day of a month."
    )

    @api.model
    def _default_month(self):
        return fields.Date.start_of(self.env.company.sudo()._sdw_today(), "month")

    @api.depends("month", "team_id")
    def _compute_name(self):
        for plan in self:
            month = f"{plan.month:%Y-%m}" if plan.month else ""
            plan.name = " ".join(filter(None, (month, plan.team_id.sudo().name)))

    @api.depends("line_ids.planned_amount", "month", "team_id", "company_id")
    def _compute_figures(self):
        actual = self._get_actual()
        for plan in self:
            by_customer = actual.get(plan._origin.id, {})
            planned = plan.line_ids.partner_id.ids
            plan.planned_amount = sum(plan.line_ids.mapped("planned_amount"))
            plan.actual_amount = sum(by_customer.values())
            plan.unplanned_amount = sum(value for partner, value in by_customer.items() if partner not in planned)
            plan.achievement_percent = 100 * plan.actual_amount / plan.planned_amount if plan.planned_amount else 0.0

    def _get_actual(self):
        """{plan id: {commercial partner id: collected}} of what the reader may see, in one query."""
        if not self._origin.ids:
            return {}
        rows = self.env["sdw.collection.plan.analysis"]._read_group(
            [("plan_id", "in", self._origin.ids)], ["plan_id", "partner_id"], ["actual_amount:sum"]
        )
        actual = {}
        for plan, partner, amount in rows:
            actual.setdefault(plan.id, {})[partner.id] = amount
        return actual

    # ------------------------------------------------------------------ who may
    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"state", "approved_by_id", "approved_on", "user_id"}

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(
            [{**vals, "month": self._first_day(vals["month"])} if vals.get("month") else vals for vals in vals_list]
        )
        plans._sdw_system().write({"user_id": self.env.uid})
        return plans

    def write(self, vals):
        if not self.env.su and {"month", "team_id", "company_id", "line_ids"} & set(vals):
            self._check_draft()
        if vals.get("month"):
            vals = {**vals, "month": self._first_day(vals["month"])}
        return super().write(vals)

    @api.model
    def _first_day(self, day):
        return fields.Date.start_of(fields.Date.to_date(day), "month")

    def _check_draft(self):
        fixed = self.filtered(lambda plan: plan.state != "draft")
        if fixed:
            raise UserError(
                self.env._(
                    "An approved collection plan is not changed: %(names)s.", names=", ".join(fixed.mapped("name"))
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_draft()

    # ------------------------------------------------------------------ steps
    def action_propose(self):
        """Fill in what these customers should pay in the month; what somebody entered by hand stays as it is.

        :raise UserError: on an approved plan
        """
        self._sdw_check_role(*PLANNERS)
        self.check_access("write")
        self._check_draft()
        for plan in self:
            plan._fill(plan._get_proposal())
        return True

    def action_approve(self):
        """The sales manager approves: the planned amounts stand from now on."""
        self._sdw_check_role("group_sdw_sales_manager")
        self.check_access("write")
        self._check_draft()
        empty = self.filtered(lambda plan: not plan.line_ids)
        if empty:
            raise UserError(
                self.env._("There is nothing planned in: %(names)s.", names=", ".join(empty.mapped("name")))
            )
        values = {"state": "approved", "approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()}
        self._sdw_system().write(values)
        return True

    def action_reset(self):
        """Take an approved plan back, on record."""
        self._sdw_check_role("group_sdw_sales_manager")
        self.check_access("write")
        self._sdw_system().write({"state": "draft", "approved_by_id": False, "approved_on": False})
        return True

    def action_analysis(self):
        """Plan against actual of these plans, with what came in unplanned."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_collection_plan_analysis")
        return {**action, "domain": [("plan_id", "in", self.ids)], "context": {}, "path": False}

    # ------------------------------------------------------------------ proposal
    def _fill(self, proposal):
        known = {line.partner_id.id: line for line in self.line_ids}
        commands = []
        for partner, amounts in proposal.items():
            line = known.get(partner)
            if line is None:
                commands.append(Command.create({"partner_id": partner, **amounts}))
            elif not line.by_hand:
                commands.append(Command.update(line.id, amounts))
        # What is not due any more goes; the planner's own amounts stay.
        gone = [line.id for partner, line in known.items() if partner not in proposal and not line.by_hand]
        self._sdw_system().write({"line_ids": [*commands, *(Command.delete(line) for line in gone)]})

    def _get_proposal(self):
        """{customer id: values of his line}: of each customer of the team, what should come in during the month.

        What falls due in the month; of older debts the instalments agreed on for the month or, without an agreement,
        what the customer promised for the month, else all of them. Disputed items and credits are left out.
        """
        self.ensure_one()
        start, end = self.month, self.month + relativedelta(months=1, days=-1)
        owed = self._get_owed(start, end)
        agreed = self._get_agreed(owed, start, end)
        promised = self._get_promised(owed, start, end)
        proposal = {}
        for partner, (user, due, arrears) in owed.items():
            promise = min(promised.get(partner, arrears), arrears)
            amounts = {"due_amount": due, "agreed_amount": agreed.get(partner, 0.0), "arrears_amount": promise}
            if planned := sum(amounts.values()):
                proposal[partner] = {**amounts, "user_id": user, "planned_amount": planned}
        return proposal

    def _get_owed(self, start, end):
        """{customer id: (salesperson id, due in the month, arrears at its start without agreement)}; one query."""
        items = self.env["sdw.receivable.analysis"].sudo()._table_sql
        rows = self.env.execute_query(
            SQL(
                """SELECT commercial_partner_id, MAX(user_id),
                          COALESCE(SUM(residual) FILTER (WHERE due_date >= %(start)s AND agreement_id IS NULL), 0),
                          COALESCE(SUM(residual) FILTER (WHERE due_date < %(start)s AND agreement_id IS NULL), 0)
                     FROM %(items)s item
                    WHERE residual > 0 AND NOT disputed AND due_date <= %(end)s AND commercial_partner_id IS NOT NULL
                      AND company_id = %(company)s AND team_id IS NOT DISTINCT FROM %(team)s
                 GROUP BY commercial_partner_id""",
                start=start,
                end=end,
                items=items,
                company=self.company_id.id,
                team=self.team_id.id or None,
            )
        )
        rounded = self.company_id.currency_id.round
        return {partner: (user, rounded(float(due)), rounded(float(old))) for partner, user, due, old in rows}

    def _get_agreed(self, owed, start, end):
        """{customer id: instalments of the month not paid yet}"""
        domain = [
            ("agreement_id.state", "=", "signed"),
            ("agreement_id.partner_id", "in", list(owed)),
            ("company_id", "=", self.company_id.id),
            ("due_date", ">=", start),
            ("due_date", "<=", end),
        ]
        agreed = {}
        for line in self.env["sdw.repayment.agreement.line"].sudo().search(domain):
            partner = line.agreement_id.partner_id.id
            agreed[partner] = agreed.get(partner, 0.0) + line.amount - line.paid_amount
        return agreed

    def _get_promised(self, owed, start, end):
        """{customer id: promised for the month}"""
        domain = [
            ("state", "!=", "closed"),
            ("partner_id", "in", list(owed)),
            ("company_id", "=", self.company_id.id),
            ("promised_date", ">=", start),
            ("promised_date", "<=", end),
            ("promised_amount", ">", 0),
        ]
        cases = self.env["sdw.collection.case"].sudo().search_fetch(domain, ["partner_id", "promised_amount"])
        return {case.partner_id.id: case.promised_amount for case in cases}
