from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwAgentEvaluationLine(models.Model):
    """The score of an agent in one criterion."""

    _name = "sdw.agent.evaluation.line"
    _description = "Score of an Agent"
    _order = "evaluation_id, id"

    evaluation_id = fields.Many2one("sdw.agent.evaluation", required=True, index=True, ondelete="cascade")
    criterion_id = fields.Many2one("sdw.agent.criterion", required=True, ondelete="restrict", index=True)
    weight = fields.Float(compute="_compute_weight", store=True, precompute=True, help="As it was when judged.")
    score = fields.Integer(aggregator="avg", help="0 to 100 points.")
    note = fields.Char()

    _score_range = models.Constraint("CHECK(score BETWEEN 0 AND 100)", "A score is between 0 and 100 points.")
    _criterion_uniq = models.UniqueIndex("(evaluation_id, criterion_id)", "Each criterion is scored once.")

    @api.depends("criterion_id")
    def _compute_weight(self):
        for line in self:
            line.weight = line.criterion_id.weight

    # ------------------------------------------------------------------ handed in is handed in
    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        self._check_draft()

    def _check_draft(self):
        if not self.env.su and any(evaluation.state != "draft" for evaluation in self.evaluation_id):
            raise UserError(self.env._("An evaluation that was handed in is not changed. A manager can give it back."))
