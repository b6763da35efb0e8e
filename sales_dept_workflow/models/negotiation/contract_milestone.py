from datetime import timedelta

from odoo import api, fields, models

KINDS = [
    ("production", "Production"),
    ("quality", "Quality Check"),
    ("logistics", "Loading"),
    ("ship", "Shipment"),
    ("accept", "Acceptance"),
    ("invoice", "Invoice"),
    ("payment", "Payment by Customer"),
]
REMINDER = "sales_dept_workflow.mail_activity_type_deadline"
BATCH = 500


class SdwContractMilestone(models.Model):
    """A date of a contract or an order: production, quality check, loading, shipping, acceptance, invoice, payment
    (N-13, E-04).

    Planned when the order is confirmed, met by the goods and the money themselves; the responsible person is reminded
    some days before, and whoever is next up hears of it when it passes.
    """

    _name = "sdw.contract.milestone"
    _description = "Contract Date"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _mail_post_access = "read"
    _order = "deadline, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    order_id = fields.Many2one("sale.order", required=True, readonly=True, ondelete="cascade", index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null")
    user_id = fields.Many2one("res.users", "Responsible", index="btree_not_null", tracking=True)
    team_id = fields.Many2one("crm.team", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    planned_date = fields.Date("Planned", readonly=True)
    actual_date = fields.Date("Actual", readonly=True)
    reminded_on = fields.Datetime(readonly=True)
    delay_days = fields.Integer("Delay (days)", compute="_compute_delay_days", help="Against the plan, until today.")

    _order_kind_uniq = models.UniqueIndex("(order_id, kind)", "This contract has that date already.")
    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND reminded_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        given = {
            "order_id",
            "kind",
            "company_id",
            "planned_date",
            "actual_date",
            "reminded_on",
            "partner_id",
            "team_id",
        }
        return super()._sdw_guarded_fields() | given

    @api.depends("order_id.name", "kind")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for node in self:
            node.name = f"{node.sudo().order_id.name}: {labels.get(node.kind, '')}"

    def _compute_delay_days(self):
        for node in self:
            until = node.actual_date or node.company_id._sdw_today()
            node.delay_days = max((until - node.planned_date).days, 0) if node.planned_date else 0

    # ------------------------------------------------------------------ life
    @api.model
    def _prepare(self, order, kind, day):
        return {
            "order_id": order.id,
            "kind": kind,
            "partner_id": order.partner_id.id,
            "team_id": order.team_id.id,
            "user_id": order.user_id.id,
            "company_id": order.company_id.id,
            "planned_date": day,
            "deadline": day and self.with_company(order.company_id)._sdw_end_of_day(day),
        }

    def _plan(self, day):
        """The plan has moved to ``day``: whoever was reminded of another day is reminded anew."""
        if not day or day == self.planned_date:
            return
        fresh = {"reminded_on": False, "escalated_on": False, "escalated_to_id": False}
        self._sdw_unschedule(REMINDER)
        due = self.with_company(self.company_id)._sdw_end_of_day(day)
        self.write({**fresh, "planned_date": day, "deadline": due})

    def _reach(self):
        """What was planned has happened, today."""
        if not self:
            return
        for company, nodes in self.grouped("company_id").items():
            nodes.write({"actual_date": company._sdw_today()})
        self._deadline_met()

    def _drop(self):
        """The order is taken back: its dates go with it."""
        if self:
            self._sdw_unschedule(REMINDER)
            self.unlink()

    # ------------------------------------------------------------------ the deadline
    def _get_deadline_summary(self):
        return self.env._("%(date)s, due on %(day)s", date=self.name, day=self.planned_date)

    def _get_deadline_manager(self):
        return self.sudo().order_id._sdw_manager()

    def _sweep_deadlines(self, now):
        self._sweep_reminders(now)
        return super()._sweep_deadlines(now)

    def _sweep_reminders(self, now):
        """Remind whoever is responsible, the company's number of days before, once; what has happened is met first."""
        ruled = ["|", ("sdw_mode_contract", "!=", "off"), ("sdw_mode_credit", "!=", "off")]
        for company in self.env["res.company"].sudo().search(ruled):
            until = now + timedelta(days=company.sdw_contract_remind_days)
            domain = [("company_id", "=", company.id), ("met_on", "=", False), ("reminded_on", "=", False)]
            while due := self.search([*domain, ("deadline", "<", until)], limit=BATCH, order="deadline, id"):
                locked = due.try_lock_for_update()
                locked.order_id._sdw_update_nodes()
                locked.write({"reminded_on": now})
                locked._deadline_start()
                if not self._sdw_commit_progress(len(locked)) or len(locked) < len(due):
                    break

    def _escalate(self, now):
        """What has happened without our hearing of it is not overdue."""
        self.order_id._sdw_update_nodes()
        return super(SdwContractMilestone, self.filtered(lambda node: not node.met_on))._escalate(now)

    def action_open_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [[self.order_id.get_formview_id(), "form"]],
        }
