from datetime import timedelta
from operator import methodcaller

from odoo import fields, models
from odoo.exceptions import UserError

from .codes import CASE

ACTION = "sdw.collection.action"
#: Days for which a promise puts us off, those that replaced it included.
LONGEST = 31


class SdwCollectionCase(models.Model):
    """Promises: each is kept or broken on the day after; a broken one means the next level and a call the same day."""

    _inherit = CASE

    promises_broken = fields.Integer(readonly=True, copy=False)

    def _check_promise_near(self, date):
        """A word puts the next step off for a month at most; for longer the customer signs (C-02, C-03)."""
        for case in self.sudo() if date else ():
            if date > case._promised_since() + timedelta(days=LONGEST):
                raise UserError(
                    self.env._(
                        "%(case)s: a promise puts us off for a month at most. For longer a deferral or a repayment "
                        "plan is signed.",
                        case=case.display_name,
                    )
                )

    def _promised_since(self):
        """The day of the first promise of those that replaced each other until now; today without one."""
        first = self._sdw_local_date(fields.Datetime.now())
        for action in self.action_ids.filtered("promise_state").sorted("id", reverse=True):
            if action.promise_state not in ("promised", "replaced"):
                break
            first = self._sdw_local_date(action.done_on)
        return first

    def _sweep_promises(self, sweep):
        actions = self.env[ACTION]
        ids = []
        for company in sweep.limits:
            domain = [("company_id", "=", company.id), ("promise_state", "=", "promised")]
            ids += actions.search(
                [*domain, ("promised_date", "<", self._sweep_day(company, sweep.now))], order="id"
            ).ids

        def judge(batch):
            actions.browse(batch).try_lock_for_update()._judge(sweep.now)

        return self._sweep_batches(ids, judge)

    def _promise_broken(self, now):
        """Count it, call the customer today, and tell the manager when it has become a habit."""
        for count, cases in self.grouped("promises_broken").items():
            cases.write({"promises_broken": count + 1})
        asking = self.filtered(lambda case: case.state == "dunning" and not case.paused_until)
        for company, cases in asking.grouped("company_id").items():
            cases._next_step(self._sweep_day(company, now))
        self.filtered(lambda case: case.promises_broken == (case.company_id.sdw_broken_promises or -1))._tell_manager(
            methodcaller("_promises_summary")
        )

    def _promises_summary(self):
        return self.env._(
            "%(count)s promises broken: %(customer)s",
            count=self.promises_broken,
            customer=self.partner_id.display_name,
        )
