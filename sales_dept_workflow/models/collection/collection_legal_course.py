from odoo import api, fields, models

from .codes import CASE
from .collection_legal_work import OWN_STEPS


class SdwCollectionCase(models.Model):
    """The course of a case on one page: calls, agreements, hold, court, with dates and people."""

    _inherit = CASE

    legal_timeline = fields.Json("Course of the Case", compute="_compute_legal_timeline")

    def _legal_events(self):
        """[(moment in UTC or day, what, who)]: what happened on the case itself. Extend through ``super()``."""
        self.ensure_one()
        events = [(self.create_date, self.env._("Overdue: collection case opened"), self.user_id.name)]
        labels = dict(self.env["sdw.collection.action"]._fields["channel"]._description_selection(self.env))
        for action in self.action_ids:
            events.append((action.done_on, f"{labels[action.channel]}: {action.result}", action.user_id.name))
        for agreement in self.agreement_ids:
            sent = self.env._("Agreement %(name)s sent", name=agreement.name)
            signed = self.env._("Agreement %(name)s signed", name=agreement.name)
            events.append((agreement.sent_on, sent, agreement.user_id.name))
            events.append((agreement.signed_on, signed, agreement.signed_by))
        events.append((self.hold_since, self.env._("Shipping hold: %(reason)s", reason=self.hold_reason), ""))
        events.append((self.legal_on, self.env._("Reported to the legal department"), self.legal_user_id.name))
        kinds = dict(self.env["sdw.legal.step"]._fields["kind"]._description_selection(self.env))
        for step in self.legal_step_ids:
            when = step.create_date if step.kind in OWN_STEPS else step.done_on
            events.append((when, f"{kinds[step.kind]}: {step.note}", step.user_id.name))
        events.append((self.closed_on, self.env._("Closed: %(reason)s", reason=self.close_reason), ""))
        return [event for event in events if event[0]]

    @api.depends_context("uid", "lang")
    def _compute_legal_timeline(self):
        for case in self:
            events = sorted(case.sudo()._legal_events() if case.id else [], key=lambda event: str(event[0]))
            steps = [self._legal_timeline_step(*event) for event in events]
            if case.legal_next_date:
                late = case.legal_next_date < fields.Date.context_today(self)
                steps.append(
                    {
                        **self._legal_timeline_step(case.legal_next_date, self.env._("Next date at law"), ""),
                        "state": "late" if late else "waiting",
                    }
                )
            case.legal_timeline = {"steps": steps}

    @api.model
    def _legal_timeline_step(self, when, what, who):
        return self.env["sale.order"]._sdw_step("collection", what, when=when, who=who or "", state="done")
