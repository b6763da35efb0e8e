from odoo import api, fields, models

from .codes import PLAN
from .target import Frame


class SdwVisitPlan(models.Model):
    """The plan is made beside the targets of the period, so that one sees what the visits are for (V-01, V-24).

    Orders and leads are those of the period itself; a target of a month is shown for the month the period begins in,
    with the whole of that month reached so far.
    """

    _inherit = PLAN

    targets = fields.Json("Targets of the Period", compute="_compute_targets")
    target_percent = fields.Float("Target Reached (%)", compute="_compute_targets")

    @api.depends("user_id", "company_id", "period", "date_from")
    @api.depends_context("lang")
    def _compute_targets(self):
        service = self.env["sdw.target"]
        for plan, rows in self._sdw_targets().items():
            plan.targets = {"rows": [service._sdw_in_words(row, plan.company_id) for row in rows]}
            # Lists and cards have room for one: the first that is asked for.
            aimed = [row for row in rows if row["target"]]
            plan.target_percent = service._sdw_percent(aimed[0]) if aimed else 0.0

    def _sdw_targets(self):
        """{plan: rows of ``sdw.target``}, of all plans in a fixed number of queries."""
        known = self.filtered(lambda plan: plan.user_id and plan.company_id and plan.date_from and plan.date_to)
        rows = self.env["sdw.target"]._sdw_rows([plan._target_frame() for plan in known])
        return dict.fromkeys(self, []) | dict(zip(known, rows, strict=True))

    def _target_frame(self):
        months = self.env["sdw.target"]._sdw_months(self.date_from, self.date_from)
        return Frame(self.user_id._origin, self.company_id._origin, *self._bounds(), months)
