from odoo import fields, models


class SdwAgentCriterion(models.Model):
    """What agents and dealers are judged by, and how much it counts (M-30)."""

    _name = "sdw.agent.criterion"
    _description = "Criterion for Agents"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    weight = fields.Float(required=True, default=1.0)
    active = fields.Boolean(default=True)

    _weight_positive = models.Constraint("CHECK(weight > 0)", "A criterion counts for more than nothing.")
