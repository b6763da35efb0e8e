from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import UserError

SETTLEMENT = "sdw.agent.settlement"
KEEPERS = ("group_sdw_salesperson", "group_sdw_accountant")
REMINDER = "sales_dept_workflow.mail_activity_type_agent_money"


class SdwAgentSettlement(models.Model):
    """What an agent collected on our behalf in a period, and what of it he has passed on (C-21, O-17).

    It never touches the customer's debt: that stays until the money is in the ledger. The deadline is that of the
    oldest money the agent still holds.

    ===================  =========================================================================
    who                  sees and does
    ===================  =========================================================================
    salesperson          his own: enters what the agent collected
    sales manager        those of his team
    sales admin,         all of the company
    director and up
    accounting           all; says which payment passed the money on
    legal                all, to read
    ===================  =========================================================================
    """

    _name = SETTLEMENT
    _description = "Agent Settlement"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True
    )
    agent_id = fields.Many2one(
        "res.partner",
        "Agent",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
        domain=[("sdw_channel", "in", ("agent", "dealer"))],
    )
    user_id = fields.Many2one("res.users", "Salesperson", default=lambda self: self.env.user, index=True, tracking=True)
    date_from = fields.Date("From", required=True, default=lambda self: self.env.company._sdw_today().replace(day=1))
    date_to = fields.Date("To", required=True, default=lambda self: self.env.company._sdw_today())
    line_ids = fields.One2many("sdw.agent.settlement.line", "settlement_id", "Collected", copy=False)
    collected_amount = fields.Monetary("Collected by the Agent", compute="_compute_amounts")
    remitted_amount = fields.Monetary("Passed on", compute="_compute_amounts")
    outstanding_amount = fields.Monetary("Not yet Passed on", compute="_compute_amounts")
    state = fields.Selection(
        [("open", "Not All Passed on"), ("settled", "All Passed on")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    note = fields.Text()

    _dates_ordered = models.Constraint("CHECK(date_from <= date_to)", "The period ends before it begins.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"name", "state"}

    @api.depends("line_ids.collected_amount", "line_ids.is_outstanding")
    def _compute_amounts(self):
        for settlement in self:
            lines = settlement.line_ids
            outstanding = lines.filtered("is_outstanding")
            settlement.collected_amount = sum(lines.mapped("collected_amount"))
            settlement.outstanding_amount = sum(outstanding.mapped("collected_amount"))
            settlement.remitted_amount = settlement.collected_amount - settlement.outstanding_amount

    @api.model_create_multi
    def create(self, vals_list):
        # The lines follow: an activity scheduled while a record is being made subscribes its maker a second time.
        entered = [vals.get("line_ids") for vals in vals_list]
        settlements = super().create([{**vals, "line_ids": False} for vals in vals_list])
        for company, theirs in settlements.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(SETTLEMENT, company, len(theirs))
            for settlement, name in zip(theirs._sdw_system(), names, strict=True):
                settlement.name = name
        for settlement, lines in zip(settlements, entered, strict=True):
            if lines:
                settlement.line_ids = lines
        return settlements

    def write(self, vals):
        fixed = {"company_id", "currency_id", "agent_id"} & set(vals)
        if fixed and any(settlement.line_ids for settlement in self):
            raise UserError(self.env._("Agent, company and currency stay once something is entered."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_entered(self):
        if any(settlement.line_ids for settlement in self):
            raise UserError(self.env._("What an agent collected stays on record."))

    # ------------------------------------------------------------------ what people do
    def action_settle(self):
        """Close: the agent has passed everything on."""
        self._sdw_check_role("group_sdw_accountant", "group_sdw_sales_admin")
        for settlement in self:
            if not settlement.line_ids or not settlement.currency_id.is_zero(settlement.outstanding_amount):
                raise UserError(self.env._("%(name)s: the agent has not passed everything on.", name=settlement.name))
        self._sdw_system().write({"state": "settled"})
        return True

    def action_print_statement(self):
        """Print the statement for the agent."""
        self._sdw_check_caller()
        return self.env.ref("sales_dept_workflow.action_report_agent_settlement").report_action(self)

    def action_open_lines(self):
        """Open what was collected, as a list."""
        self._sdw_check_caller()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_dept_workflow.action_agent_outstanding")
        return {**action, "domain": [("settlement_id", "in", self.ids)], "context": {}, "path": False}

    # ------------------------------------------------------------------ deadline
    def _watch(self):
        """Due is the oldest money the agent still holds, so many days after he collected it."""
        for settlement in self._sdw_system():
            days = settlement.company_id.sdw_agent_remit_days
            oldest = min(settlement.line_ids.filtered("is_outstanding").mapped("collected_on"), default=None)
            due = oldest and settlement._sdw_end_of_day(fields.Date.add(oldest, days=days))
            if not due:
                settlement._deadline_met()
            elif due != settlement.deadline or settlement.met_on:
                settlement._deadline_again(due)

    def _deadline_again(self, due):
        fresh = {"met_on": False, "escalated_on": False, "escalated_to_id": False}
        self._sdw_unschedule(
            "sales_dept_workflow.mail_activity_type_deadline", "sales_dept_workflow.mail_activity_type_escalation"
        )
        self.write({"deadline": due, "state": "open", **fresh})
        self._deadline_start()

    def _get_deadline_summary(self):
        return self.env._(
            "%(agent)s passes on what was collected: %(amount)s",
            agent=self.sudo().agent_id.display_name,
            amount=self.currency_id.format(self.outstanding_amount),
        )

    def _get_deadline_manager(self):
        return self.sudo().user_id.sale_team_id.user_id.sudo(False)

    def _payment_gone(self):
        """A payment was cancelled: what it passed on is owed again."""
        reopened = self.filtered(lambda settlement: settlement.outstanding_amount)
        reopened._watch()
        today = fields.Date.context_today(self)
        rows = [(one, one.user_id, today, methodcaller("_say_gone")) for one in reopened._sdw_system()]
        self._sdw_schedule(REMINDER, rows)

    def _say_gone(self):
        return self.env._("%(agent)s: a payment was taken back", agent=self.sudo().agent_id.display_name)
