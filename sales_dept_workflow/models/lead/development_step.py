from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.deadline_mixin import ACTIVITY
from .codes import PLAN, STEP


class SdwDevelopmentStep(models.Model):
    """One step of a development plan: by when, by whom, and what came of it (L-14)."""

    _name = STEP
    _description = "Step of a Development Plan"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _order = "plan_id, date, id"

    plan_id = fields.Many2one(PLAN, required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")
    name = fields.Char("Step", required=True)
    date = fields.Date("To Be Done by")
    user_id = fields.Many2one(
        "res.users", "Done by", compute="_compute_user_id", store=True, readonly=False, precompute=True, index=True
    )
    result = fields.Text("What Came of the Step", copy=False, readonly=True)
    state = fields.Selection(
        [("todo", "To Do"), ("done", "Done"), ("dropped", "Left Out")],
        default="todo",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"state", "result"}

    @api.depends("plan_id.user_id")
    def _compute_user_id(self):
        for step in self:
            step.user_id = step.plan_id.user_id

    def _get_deadline_summary(self):
        return self.env._("%(step)s (%(plan)s)", step=self.name, plan=self.plan_id.sudo().display_name)

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.filtered(lambda step: step.plan_id.state == "running")._sdw_system()._begin()
        return steps

    def write(self, vals):
        """A step that is done stays; another date or person moves its reminder."""
        if not self.env.su and any(step.state != "todo" for step in self):
            raise UserError(self.env._("A step that is done stays as it is."))
        result = super().write(vals)
        if {"date", "user_id"}.intersection(vals) and not self.env.su:
            self.filtered(lambda step: step.plan_id.state == "running")._sdw_system()._begin()
        return result

    def _begin(self):
        """Set the deadlines of steps under way and remind whoever does them."""
        if any(not step.date for step in self):
            raise UserError(self.env._("Each step of the plan needs a date."))
        todo = self.filtered(lambda step: step.state == "todo")
        todo._sdw_unschedule(ACTIVITY)
        for step in todo:
            due = step._sdw_end_of_day(step.date)
            moved = {"escalated_on": False, "escalated_to_id": False} if step.deadline != due else {}
            step.write({"deadline": due, **moved})
        todo._deadline_start()

    def _let_be(self):
        """The plan has ended: nobody is reminded of what was left."""
        left = self.filtered(lambda step: step.state == "todo")
        if left:
            left.write({"state": "dropped"})
            left._deadline_met()

    def action_done(self, result):
        """Tick the step off.

        :param str result: what came of it, mandatory
        """
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if not (isinstance(result, str) and result.strip()):
            raise UserError(self.env._("Please say what came of the step."))
        if any(step.state != "todo" or step.plan_id.state != "running" for step in self):
            raise UserError(self.env._("Only steps of a plan under way are ticked off."))
        system = self._sdw_system()
        system.write({"state": "done", "result": result.strip()})
        system._deadline_met()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(step.plan_id.state not in ("draft", False) for step in self):
            raise UserError(self.env._("A step of a plan that was begun is not deleted."))
