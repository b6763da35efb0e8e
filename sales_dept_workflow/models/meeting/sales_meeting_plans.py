from odoo import api, fields, models

from .codes import MEETING


class SdwSalesMeeting(models.Model):
    """The plans and visits a meeting goes through, for whoever integrates it (V-02, V-07)."""

    _inherit = MEETING

    plan_ids = fields.Many2many("sdw.visit.plan", string="Visit Plans", compute="_compute_plans_and_visits")
    visit_ids = fields.Many2many("sdw.visit", string="Visits", compute="_compute_plans_and_visits")

    @api.depends("date", "kind", "chair_id", "attendee_ids")
    @api.depends_context("uid")
    def _compute_plans_and_visits(self):
        for meeting in self:
            meeting.plan_ids, meeting.visit_ids = meeting._plans_and_visits() if meeting.date else (False, False)
