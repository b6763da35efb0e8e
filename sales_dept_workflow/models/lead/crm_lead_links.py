from odoo import fields, models

from ..common.rules import roles
from .codes import PLAN, SOLUTION, SUPPORT, TRIAL

SALES = roles("salesperson")


class CrmLead(models.Model):
    """The documents of a lead: solutions, technical requests, development plans, trials."""

    _inherit = "crm.lead"

    sdw_solution_ids = fields.One2many(SOLUTION, "lead_id", "Solutions", groups=SALES, copy=False)
    sdw_support_ids = fields.One2many(SUPPORT, "lead_id", "Technical Requests", groups=SALES, copy=False)
    sdw_plan_ids = fields.One2many(PLAN, "lead_id", "Development Plans", groups=SALES, copy=False)
    sdw_trial_ids = fields.One2many(TRIAL, "lead_id", "Trials", groups=SALES, copy=False)
    sdw_solution_count = fields.Integer("Number of Solutions", compute="_compute_sdw_counts", groups=SALES)
    sdw_support_count = fields.Integer("Number of Technical Requests", compute="_compute_sdw_counts", groups=SALES)
    sdw_plan_count = fields.Integer("Number of Development Plans", compute="_compute_sdw_counts", groups=SALES)
    sdw_trial_count = fields.Integer("Number of Trials", compute="_compute_sdw_counts", groups=SALES)

    def _compute_sdw_counts(self):
        links = {"solution": SOLUTION, "support": SUPPORT, "plan": PLAN, "trial": TRIAL}
        for name, model in links.items():
            groups = self.env[model]._read_group([("lead_id", "in", self.ids)], ["lead_id"], ["__count"])
            counts = {lead.id: count for lead, count in groups}
            for lead in self:
                lead[f"sdw_{name}_count"] = counts.get(lead._origin.id, 0)

    def action_sdw_solutions(self):
        """Open what was presented and offered to this lead."""
        return self._sdw_open_linked(SOLUTION, self.env._("Solutions"))

    def action_sdw_support(self):
        """Open the technical requests of this lead."""
        return self._sdw_open_linked(SUPPORT, self.env._("Technical Requests"))

    def action_sdw_plans(self):
        """Open the development plans of this lead."""
        return self._sdw_open_linked(PLAN, self.env._("Development Plans"))

    def action_sdw_trials(self):
        """Open the trials of this lead."""
        return self._sdw_open_linked(TRIAL, self.env._("Trials"))

    def _sdw_open_linked(self, model, title):
        """The documents of this lead; where there is none yet, a new one."""
        self.ensure_one()
        self._sdw_check_caller()
        found = self.env[model].search_count([("lead_id", "=", self.id)], limit=1)
        views = ["list", "form"] if found else ["form"]
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "views": [[False, view] for view in views],
            "domain": [("lead_id", "=", self.id)],
            "context": {"default_lead_id": self.id, "default_partner_id": self.partner_id.id},
        }
