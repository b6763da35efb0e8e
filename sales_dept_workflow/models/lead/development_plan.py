from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import PLAN, STEP


class SdwDevelopmentPlan(models.Model):
    """How a new customer is won: goal, strategy, steps with dates, followed until the first order (L-14, M-21).

    ===========  =====================================================
    who          does
    ===========  =====================================================
    salesperson  plans, starts, ticks off the steps, drops with a reason
    supervisor   reads the team's, hears of steps that are overdue
    ===========  =====================================================
    """

    _name = PLAN
    _description = "Development Plan"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.gate.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one(
        "res.users", "Salesperson", required=True, default=lambda self: self.env.user, index=True, tracking=True
    )
    lead_id = fields.Many2one("crm.lead", "Lead", check_company=True, index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", "Customer", compute="_compute_partner_id", store=True, readonly=False, index=True
    )
    goal = fields.Text(tracking=True)
    strategy = fields.Text(tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    expected_amount = fields.Monetary("Expected First Order")
    target_date = fields.Date("First Order by")
    step_ids = fields.One2many(STEP, "plan_id", "Steps", copy=True)
    progress = fields.Float("Progress (%)", compute="_compute_progress", aggregator="avg")
    state = fields.Selection(
        [("draft", "Being Planned"), ("running", "Under Way"), ("won", "First Order Won"), ("dropped", "Dropped")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    first_order_id = fields.Many2one("sale.order", "First Order", readonly=True, copy=False, ondelete="set null")
    first_order_on = fields.Datetime("First Order on", readonly=True, copy=False)
    drop_reason = fields.Text("Why It Was Dropped", readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        found = {"first_order_id", "first_order_on", "started_on", "drop_reason"}
        return super()._sdw_guarded_fields() | found | {"name", "state"}

    @api.depends("lead_id")
    def _compute_partner_id(self):
        for plan in self:
            plan.partner_id = plan.partner_id or plan.lead_id.partner_id

    @api.depends("name", "partner_id", "lead_id")
    def _compute_display_name(self):
        for plan in self:
            title = plan.sudo().partner_id.display_name or plan.sudo().lead_id.display_name
            plan.display_name = " ".join(part for part in (plan.name, title) if part and part != "/")

    @api.depends("step_ids.state")
    def _compute_progress(self):
        for plan in self:
            done = len(plan.step_ids.filtered(lambda step: step.state == "done"))
            plan.progress = 100.0 * done / len(plan.step_ids) if plan.step_ids else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        self.env["ir.sequence"]._sdw_number(plans._sdw_system())
        return plans

    # ------------------------------------------------------------------ steps of the plan itself
    def action_start(self):
        """Start: a plan has a goal, a strategy, and steps with dates, each of which is reminded of.

        :raise UserError: naming what is missing
        """
        self._check_own("draft")
        for plan in self:
            if not ((plan.goal or "").strip() and (plan.strategy or "").strip() and plan.step_ids):
                raise UserError(self.env._("A development plan needs a goal, a strategy and steps."))
            if any(not step.date for step in plan.step_ids):
                raise UserError(self.env._("Each step of the plan needs a date."))
            if not (plan.partner_id or plan.lead_id):
                raise UserError(self.env._("Say which customer or lead the plan is for."))
        system = self._sdw_system()
        system.write({"state": "running", "started_on": fields.Datetime.now()})
        system.step_ids._begin()
        return True

    def action_drop(self, reason):
        """Give the plan up.

        :param str reason: mandatory, kept
        """
        self._check_own("draft", "running")
        if not (isinstance(reason, str) and reason.strip()):
            raise UserError(self.env._("Please say why the plan is dropped."))
        system = self._sdw_system()
        system.write({"state": "dropped", "drop_reason": reason.strip()})
        system.step_ids._let_be()
        return True

    def _check_own(self, *states):
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if any(plan.state not in states for plan in self):
            raise UserError(self.env._("The plan is not at that point."))

    # ------------------------------------------------------------------ the first order
    @api.model
    def _sdw_sweep_first_orders(self):
        """Plans whose customer has ordered since are won; two queries whatever their number."""
        running = self.search([("state", "=", "running")])
        firms = running.partner_id.commercial_partner_id | running.lead_id.partner_id.commercial_partner_id
        domain = [("state", "=", "sale"), ("partner_id.commercial_partner_id", "in", firms.ids)]
        orders = self.env["sale.order"].search(domain, order="date_order, id") if firms else self.env["sale.order"]
        by_firm = orders.grouped(lambda order: (order.company_id, order.partner_id.commercial_partner_id))
        for plan in running:
            firm = (plan.partner_id or plan.lead_id.partner_id).commercial_partner_id
            theirs = by_firm.get((plan.company_id, firm), orders.browse())
            first = theirs.filtered(lambda order, plan=plan: order.date_order >= plan.started_on)[:1]
            if first:
                plan.write({"state": "won", "first_order_id": first.id, "first_order_on": first.date_order})
                plan.step_ids._let_be()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("A plan that was begun is not deleted; please drop it."))
