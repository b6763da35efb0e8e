from odoo import api, models
from odoo.tools import SQL

from ..common.rules import moment
from .codes_status import CODE, LOG, REVIEW

BATCH = 500

#: Active: ordered since the day and since the status was set; dormant: active before, nothing ordered since the day.
#: Whoever has never been judged (no moment) gets what his orders say.
SWEEP = """
WITH sold AS (
    SELECT facts.id, facts.last_on FROM (%(facts)s) facts WHERE facts.orders > 0
), target AS (
    SELECT p.id, p.customer_status AS before,
           CASE WHEN sold.last_on >= %(day)s THEN 'active' ELSE 'dormant' END AS after
      FROM res_partner p LEFT JOIN sold ON sold.id = p.id
     WHERE (p.customer_status IS DISTINCT FROM 'active' AND sold.last_on >= %(day)s
            AND (p.sdw_status_since IS NULL OR sold.last_on > p.sdw_status_since))
        OR (p.customer_status = 'active' AND COALESCE(sold.last_on, p.sdw_status_since, '-infinity') < %(day)s)
        OR (COALESCE(p.customer_status, 'lead') = 'lead' AND p.sdw_status_since IS NULL AND sold.last_on < %(day)s)
), changed AS (
    UPDATE res_partner p SET customer_status = target.after, sdw_status_since = %(now)s
      FROM target WHERE p.id = target.id
 RETURNING p.id, target.before, target.after
), logged AS (
    INSERT INTO sdw_customer_status_log
           (partner_id, changed_on, before, after, origin, user_id, create_uid, create_date, write_uid, write_date)
    SELECT id, %(now)s, before, after, 'system', %(uid)s, %(uid)s, %(now)s, %(uid)s, %(now)s FROM changed
)
SELECT id FROM changed
"""

#: These customers have just ordered.
ACTIVATE = """
WITH changed AS (
    UPDATE res_partner p SET customer_status = 'active', sdw_status_since = %(now)s
      FROM res_partner old
     WHERE old.id = p.id AND p.id IN %(ids)s AND p.customer_status IS DISTINCT FROM 'active'
 RETURNING p.id, old.customer_status AS before
)
INSERT INTO sdw_customer_status_log
       (partner_id, changed_on, before, after, origin, reason, user_id, create_uid, create_date, write_uid, write_date)
SELECT id, %(now)s, before, 'active', 'system', %(reason)s, %(uid)s, %(uid)s, %(now)s, %(uid)s, %(now)s FROM changed
"""


class ResPartner(models.Model):
    """What follows from the facts alone: *active* and *dormant* by the orders, requests whose evidence has gone."""

    _inherit = "res.partner"

    @api.model
    def _cron_customers(self):
        """Nightly: statuses by the orders, RFM segments, approvals whose evidence has gone."""
        system = self._sdw_system()
        system._sdw_sweep_status()
        system._sdw_refresh_rfm()
        system._sdw_lapse_unfounded()

    @api.model
    def _sdw_sweep_status(self):
        """Give customers the status that their orders say, with its history; one statement, whatever their number.

        :return: the customers whose status changed
        """
        trade = self.env["sdw.customer.trade"]
        trade._flush()
        self.env.cr.execute(
            SQL(
                SWEEP,
                facts=trade._sql_facts(),
                day=trade._dormant_since(),
                now=moment(),
                uid=self.env.uid,
            )
        )
        changed = self.browse(row[0] for row in self.env.cr.fetchall())
        self._sdw_status_changed(changed)
        return changed

    def _sdw_activate(self, reason):
        """These commercial partners have ordered: *active*, with its history; one statement, whatever their number.

        :param str reason: translated sentence
        """
        self.flush_recordset(["customer_status", "sdw_status_since"])
        given = {"ids": self._ids, "reason": reason, "now": moment(), "uid": self.env.uid}
        self.env.cr.execute(SQL(ACTIVATE, **given))
        self._sdw_status_changed(self)

    @api.model
    def _sdw_status_changed(self, partners):
        """Forget what is known of the status of these."""
        partners.invalidate_recordset(["customer_status", "sdw_status_since", "sdw_status_log_ids"], flush=False)
        self.env[LOG].invalidate_model(flush=False)

    @api.model
    def _sdw_lapse_unfounded(self):
        """Requests and approvals whose evidence has gone lapse, on record (decision 17), in batches."""
        unfounded = self.env[REVIEW].search([("finding", "=", "unfounded")]).partner_id
        requested = self.search([("sdw_status_requested", "!=", False)])
        ids = (unfounded | requested).ids
        for start in range(0, len(ids), BATCH):
            batch = self.browse(ids[start : start + BATCH])
            batch._sdw_refresh_approvals([CODE])
            if not self._sdw_commit_progress(len(batch)):
                break
