from odoo import models
from odoo.tools import SQL

from .collection_promise import ACTION


class SdwCollectionAction(models.Model):
    """Whether a promise was kept, by what has been paid since."""

    _inherit = ACTION

    def _judge(self, now):
        """Kept: what was owed when it was promised has gone down by as much (all of it, if no amount was named)."""
        still_open = self._still_open()
        broken = self.browse()
        for action in self:
            paid = action.owed_amount - still_open.get(action.id, 0.0)
            if action.currency_id.compare_amounts(paid, action.promised_amount or action.owed_amount) < 0:
                broken |= action
        (self - broken).write({"promise_state": "kept"})
        broken.write({"promise_state": "broken"})
        broken.case_id.filtered(lambda case: case.state != "closed")._promise_broken(now)

    def _still_open(self):
        """{id: what is still open of the debt at the time of the promise}, company currency; one statement."""
        if not self:
            return {}
        cases = self.case_id
        cases._flush_ledger()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT act.id, SUM(item.residual)
                     FROM sdw_collection_action act
                     JOIN sdw_collection_case c ON c.id = act.case_id
                     JOIN (%s) item ON item.partner_id = c.partner_id AND item.company_id = c.company_id
                      AND item.residual > 0 AND item.due < act.owed_before AND NOT item.excluded
                    WHERE act.id IN %s
                 GROUP BY act.id""",
                cases._receivable_sql(cases._sweep_limits(companies=cases.company_id), cases.partner_id),
                tuple(self.ids),
            )
        )
        return {action_id: float(amount) for action_id, amount in rows}
