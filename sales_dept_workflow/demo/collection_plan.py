from odoo import fields, models


class SdwDemoStory(models.AbstractModel):
    _inherit = "sdw.demo.story"

    def _tell_collection_plan(self):
        """What the eastern team means to collect this month: proposed, corrected, approved."""
        plan = self._make_plan("supervisor")
        for line in plan.line_ids[:1]:
            line.note = "客户已答应月底前付清。"
        if plan.line_ids:
            plan.with_user(self._user("manager")).action_approve()

    def _make_plan(self, login):
        user = self._user(login)
        team = user.sale_team_id
        plan = (
            self.env["sdw.collection.plan"]
            .with_user(user)
            .create({"month": fields.Date.context_today(self), "team_id": team.id})
        )
        plan.action_propose()
        return plan
