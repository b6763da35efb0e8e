from datetime import timedelta

from odoo import api, fields, models

from ..common.deadline_mixin import ACTIVITY, BATCH, ESCALATION
from .codes import TENDER

#: The result is asked for so often until it is known; after each the manager hears of it again (T-06).
FOLLOWUP_DAYS = 7


class SdwTender(models.Model):
    """By when: the decision at once, the bid before the customer's deadline, then the result, week after week."""

    _inherit = TENDER

    manager_id = fields.Many2one(
        "res.users", "Decides", readonly=True, copy=False, index="btree_not_null", help="Who was told of the tender."
    )
    urgency = fields.Integer(compute="_compute_urgency", help="Colour in the pipeline: red late, yellow soon.")

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"manager_id"}

    @api.depends("state", "deadline", "met_on", "escalated_on")
    def _compute_urgency(self):
        now = fields.Datetime.now()
        for tender in self:
            soon = tender.deadline and not tender.met_on and tender.deadline < now + timedelta(days=2)
            late = tender._get_deadline_state(now) in ("overdue", "escalated")
            tender.urgency = 1 if late else 3 if soon else 0

    # ------------------------------------------------------------------ what the mechanism asks
    def _get_deadline_summary(self):
        customer = self.sudo().partner_id.display_name
        if self.state == "registered":
            return self.env._("Decide at once whether to bid: %(customer)s", customer=customer)
        if self.state == "submitted":
            return self.env._("Ask for the result of the tender: %(customer)s", customer=customer)
        return self.env._("Submit the bid in time: %(customer)s", customer=customer)

    def _get_deadline_responsible(self):
        if self.state == "registered" and self.manager_id.active:
            return self.manager_id
        return super()._get_deadline_responsible()

    def _get_deadline_manager(self):
        return self.team_id.user_id or self.user_id.sale_team_id.user_id

    # ------------------------------------------------------------------ from one deadline to the next
    def _deadline_set(self, moments):
        """A new deadline for each, in place of the one before.

        :param dict moments: {tender: moment (UTC) or False}
        """
        system = self._sdw_system()
        system._sdw_unschedule(ACTIVITY)
        system._sdw_unschedule(ESCALATION)
        system.write({"met_on": False, "escalated_on": False, "escalated_to_id": False})
        for tender in system:
            tender.deadline = moments[tender]
        system._deadline_start()

    def _deadline_decide(self):
        now = fields.Datetime.now()
        by_company = {tenders: tenders[:1]._sdw_prompt_deadline(now) for tenders in self.grouped("company_id").values()}
        self._deadline_set({tender: moment for tenders, moment in by_company.items() for tender in tenders})

    def _deadline_submit(self):
        self._deadline_set({tender: tender.submission_deadline for tender in self})

    def _deadline_follow_submission(self):
        """The customer moved his deadline (a manager or, before the decision, the reporter entered it)."""
        self.filtered(lambda tender: tender.state in ("preparing", "in_review", "approved"))._deadline_submit()

    def _deadline_result(self, day=None):
        """Ask for the result: on ``day``, else when the bids have been opened, or in a week."""
        now = fields.Datetime.now()
        moments = {}
        for tender in self:
            week = tender._sdw_local_date(now + timedelta(days=FOLLOWUP_DAYS))
            opening = tender.opening_date and tender._sdw_local_date(max(tender.opening_date, now))
            latest = max(week, opening or week)
            moments[tender] = tender._sdw_end_of_day(min(day or opening or week, latest))
        self._deadline_set(moments)

    # ------------------------------------------------------------------ the sweep
    def _sweep_deadlines(self, now):
        result = super()._sweep_deadlines(now)
        self._sweep_results(now)
        self._sweep_bonds(now)
        return result

    def _sweep_results(self, now):
        """Results still unknown a week after the manager heard of it: he hears of it again, once a week."""
        domain = [
            ("state", "=", "submitted"),
            ("met_on", "=", False),
            ("escalated_on", "<=", now - timedelta(days=FOLLOWUP_DAYS)),
        ]
        self._sweep_batches(domain, lambda tenders: tenders._escalate_again(now))

    def _sweep_batches(self, domain, work):
        while found := self.search(domain, limit=BATCH, order="id"):
            locked = found.try_lock_for_update()
            work(locked)
            if not self._sdw_commit_progress(len(locked)) or len(locked) < len(found):
                break

    def _escalate_again(self, now):
        self._sdw_unschedule(ESCALATION)
        self._escalate(now)
