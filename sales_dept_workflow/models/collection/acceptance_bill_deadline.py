from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.deadline_mixin import BATCH
from .codes import BILL


class SdwAcceptanceBill(models.Model):
    """At maturity the bill is presented: finance is reminded days before, and the next one up if it stays unpaid."""

    _inherit = BILL

    reminded_on = fields.Datetime(readonly=True, copy=False)

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL")

    def _watch_maturity(self):
        for bill in self:
            bill.deadline = bill._sdw_end_of_day(bill.maturity_date)

    def _get_deadline_summary(self):
        return self.env._("Present the bill %(number)s for payment", number=self.number)

    def _get_deadline_responsible(self):
        """Finance, whoever sold: who booked the bill, else who holds the role now."""
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
