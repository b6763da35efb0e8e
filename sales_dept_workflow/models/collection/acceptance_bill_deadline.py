from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.deadline_mixin import ACTIVITY, BATCH
from .codes import BILL

#: A new deadline starts with nobody reminded or told.
AFRESH = {"met_on": False, "escalated_on": False, "escalated_to_id": False}


class SdwAcceptanceBill(models.Model):
    """A bill is with finance within the prompt hours of its receipt (C-09); at maturity it is presented.

    Finance is reminded days before maturity; the next one up hears of what is missed.
    """

    _inherit = BILL

    reminded_on = fields.Datetime(readonly=True, copy=False)

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL")

    # ------------------------------------------------------------------ from receipt to finance
    def _start_custody(self):
        result = super()._start_custody()
        self._watch_hand_over()
        return result

    def _watch_hand_over(self):
        """ "At once" is the company's prompt hours; whoever holds the bill is reminded."""
        now = fields.Datetime.now()
        for bill in self:
            bill.write({"deadline": bill._sdw_prompt_deadline(now), **AFRESH})
        self.filtered(lambda bill: bill.custody == "salesperson")._deadline_start()

    def _tell_holder(self):
        """Whose turn it is hears so in his own words; with finance the bill is where it belongs."""
        self._sdw_unschedule(ACTIVITY)
        with_finance = self.filtered(lambda bill: bill.state == "handed_over")
        with_finance._deadline_met()
        returned = self.filtered(lambda bill: bill.state == "received" and bill.met_on)
        returned._watch_hand_over()
        return super()._tell_holder()

    def action_reject(self, reason):
        result = super().action_reject(reason)
        self._sdw_system()._deadline_met()
        return result

    # ------------------------------------------------------------------ from booking to maturity
    def _watch_maturity(self):
        for bill in self:
            bill.write({"deadline": bill._sdw_end_of_day(bill.maturity_date), **AFRESH})

    def _get_deadline_summary(self):
        if self.state == "received":
            return self.env._("Hand the acceptance bill %(number)s to finance", number=self.number)
        return self.env._("Present the bill %(number)s for payment", number=self.number)

    def _get_deadline_responsible(self):
        """Who has it in hand; later finance, whoever sold: who booked the bill, else who holds the role now."""
        if self.state == "received":
            holder = self._holder_of("group_sdw_sales_admin", self.company_id)
            return holder if self.custody == "sales_admin" else self.received_by_id or self.user_id
        booked_by = self.booked_by_id
        return booked_by if booked_by.active else self._holder_of("group_sdw_finance", self.company_id)

    def _get_deadline_manager(self):
        return self._sdw_manager()

    @api.model
    def _sweep_deadlines(self, now):
        self._sweep_maturing(now)
        return super()._sweep_deadlines(now)

    def _sweep_maturing(self, now):
        """Remind finance of what matures soon, each bill once, in batches; a rerun finds nothing left."""
        # Companies are few, and each has its own number of days.
        # pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([])
        soon = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("deadline", "<", now + timedelta(days=company.sdw_bill_remind_days + 1))
            for company in companies
        )
        domain = soon & Domain([("state", "=", "booked"), ("met_on", "=", False), ("reminded_on", "=", False)])
        while due := self.search(domain, limit=BATCH, order="deadline, id"):
            locked = due.try_lock_for_update()
            locked.write({"reminded_on": now})
            locked._deadline_start()
            if not self._sdw_commit_progress(len(locked)) or len(locked) < len(due):
                break
