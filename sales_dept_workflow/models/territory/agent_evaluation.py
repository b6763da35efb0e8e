from operator import methodcaller

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

#: From so many points on: the result.
RESULTS = [(90, "excellent"), (75, "good"), (60, "adequate"), (0, "poor")]
TODO = "mail.mail_activity_data_todo"
#: What is judged; fixed once the evaluation is handed in.
CONTENT = {"agent_id", "date_from", "date_to", "user_id", "company_id", "line_ids", "conclusion"}


class SdwAgentEvaluation(models.Model):
    """How an agent or dealer did in a period: a salesperson scores, the manager reads (M-30)."""

    _name = "sdw.agent.evaluation"
    _description = "Evaluation of an Agent"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.gate.mixin"]
    _mail_post_access = "read"
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    agent_id = fields.Many2one(
        "res.partner",
        "Agent or Dealer",
        required=True,
        index=True,
        domain=[("sdw_channel", "in", ("agent", "dealer"))],
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.start_of(self._last_quarter(), "quarter")
    )
    date_to = fields.Date("To", required=True, default=lambda self: fields.Date.end_of(self._last_quarter(), "quarter"))
    user_id = fields.Many2one(
        "res.users", "Evaluated by", required=True, default=lambda self: self.env.user, index=True
    )
    line_ids = fields.One2many(
        "sdw.agent.evaluation.line", "evaluation_id", "Scores", default=lambda self: self._default_lines()
    )
    score = fields.Float(compute="_compute_score", store=True, aggregator="avg", digits=(5, 1))
    result = fields.Selection(
        [("excellent", "Excellent"), ("good", "Sound"), ("adequate", "Adequate"), ("poor", "Poor")],
        compute="_compute_score",
        store=True,
    )
    conclusion = fields.Text(help="What should follow: support, warn, extend or end the agreement.")
    state = fields.Selection(
        [("draft", "Being Made"), ("submitted", "Handed in"), ("done", "Read by the Manager")],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    _dates = models.Constraint("CHECK(date_from <= date_to)", "The period ends before it begins.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"state", "score", "result"}

    @api.model
    def _last_quarter(self):
        """A day of the quarter that has just ended."""
        return fields.Date.subtract(fields.Date.context_today(self), months=3)

    @api.model
    def _default_lines(self):
        criteria = self.env["sdw.agent.criterion"].search([("active", "=", True)])
        return [Command.create({"criterion_id": criterion.id}) for criterion in criteria]

    @api.depends("agent_id", "date_from", "date_to")
    def _compute_name(self):
        for evaluation in self:
            evaluation.name = f"{evaluation.agent_id.name or ''} {evaluation.date_from} – {evaluation.date_to}"

    @api.depends("line_ids.score", "line_ids.weight")
    def _compute_score(self):
        for evaluation in self:
            weights = sum(evaluation.line_ids.mapped("weight"))
            points = sum(line.score * line.weight for line in evaluation.line_ids)
            evaluation.score = points / weights if weights else 0.0
            evaluation.result = next(result for least, result in RESULTS if evaluation.score >= least)

    # ------------------------------------------------------------------ handed in is handed in
    def write(self, vals):
        if CONTENT.intersection(vals) and not self.env.su and any(one.state != "draft" for one in self):
            raise UserError(self.env._("An evaluation that was handed in is not changed. A manager can give it back."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        if not self.env.su and any(one.state != "draft" for one in self):
            raise UserError(self.env._("An evaluation that was handed in is kept."))

    def action_submit(self):
        """Hand it in: the evaluator's superior is told."""
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("This evaluation has already been handed in."))
        if any(one.user_id != self.env.user for one in self) and not self.env.su:
            raise AccessError(self.env._("Only the evaluator hands in his evaluation."))
        if any(not one.line_ids.filtered("score") for one in self):
            raise UserError(self.env._("Please score the agent first."))
        self._sdw_system().write({"state": "submitted"})
        today = fields.Date.context_today(self)
        summary = methodcaller("_reading_summary")
        self._sdw_schedule(TODO, [(one, one.user_id._sdw_superior(), today, summary) for one in self])
        return True

    def _reading_summary(self):
        return self.env._("Read the evaluation")

    def action_acknowledge(self):
        """The manager has read it."""
        self._sdw_check_role("group_sdw_sales_manager")
        self.check_access("write")
        if any(one.state != "submitted" for one in self):
            raise UserError(self.env._("Only an evaluation that was handed in is read and closed."))
        self._sdw_system().write({"state": "done"})
        self._sdw_unschedule(TODO)
        return True

    def action_give_back(self):
        """The manager gives it back to be made again."""
        self._sdw_check_role("group_sdw_sales_manager")
        self.check_access("write")
        self._sdw_system().write({"state": "draft"})
        self._sdw_unschedule(TODO)
        return True
