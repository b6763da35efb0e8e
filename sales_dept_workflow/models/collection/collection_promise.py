from operator import methodcaller

from odoo import fields, models

from .codes import CASE

ACTION = "sdw.collection.action"


class SdwCollectionCase(models.Model):
    """Promises: each is kept or broken on the day after; a broken one means the next level and a call the same day."""

    _inherit = CASE

    promises_broken = fields.Integer(readonly=True, copy=False)

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
