from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..common.deadline_mixin import ESCALATION
from .codes import AGREEMENT, CASE
from .collection_figures import EMPTY
from .collection_steps import FIRST_CALL_DAYS

BATCH = 1000


class SdwCollectionCase(models.Model):
    """The daily sweep: one aggregate finds who is overdue, batches do the rest (C-01, C-13).

    Every step selects by what is still to be done and commits batch by batch: killed at any point, the next run
    goes on. The unique index on open cases is what makes a second case impossible.
    """

    _inherit = CASE

    @api.model
    def _cron_sweep(self, now=None, companies=None):
        """Open, reopen and close cases; find broken and unsigned agreements and long arrears.

        :param datetime now: moment of the sweep (UTC, server time by default)
        :param companies: only these (default: all)
        """
        now = now or fields.Datetime.now()
        cases = self._sdw_system()
        limits = cases._sweep_limits(now, companies)
        agreements = self.env[AGREEMENT]._sdw_system()
        steps = (
            cases._sweep_reopen,
            cases._sweep_open,
            cases._sweep_close,
            agreements._sweep_broken,
            agreements._sweep_unsigned,
            cases._sweep_long_overdue,
            cases._sweep_money,
        )
        for step in steps if limits else ():
            if not step(limits, now):
                break

    @api.model
    def _sweep_ruled(self):
        """What the scheduled job does: only companies in which some rule of the department is switched on."""
        companies = self.env["res.company"].sudo().search([]).filtered(lambda company: company._sdw_any_rule())
        if companies:
            self._cron_sweep(companies=companies)

    def _sweep_batches(self, rows, work):
        """Call ``work`` on each batch of rows and commit it; False when the run has no time left."""
        for batch in split_every(BATCH, rows, list):
            work(batch)
            if not self._sdw_commit_progress(len(batch)):
                return False
        return True

    def _sweep_locked(self, ids, work):
        """As :meth:`_sweep_batches` for records by id: what somebody else holds is left to the next run."""

        def locked(batch):
            records = self.browse(batch).try_lock_for_update(allow_referencing=True)
            if records:
                work(records)

        return self._sweep_batches(ids, locked)

    # ------------------------------------------------------------------ open
    def _sweep_open(self, limits, now):
        self._flush_ledger()
        rows = self.env.execute_query(
            SQL(
                """SELECT item.company_id, item.partner_id, p.user_id,
                          (array_agg(m.invoice_user_id ORDER BY m.invoice_date DESC NULLS LAST, m.id DESC)
                              FILTER (WHERE m.invoice_user_id IS NOT NULL))[1]
                     FROM (%s) item
                     JOIN res_partner p ON p.id = item.partner_id
                     JOIN account_move m ON m.id = item.move_id
                LEFT JOIN sdw_collection_case c
                       ON c.partner_id = item.partner_id AND c.company_id = item.company_id AND c.state != 'closed'
                    WHERE c.id IS NULL
                 GROUP BY item.company_id, item.partner_id, p.user_id
                 ORDER BY item.company_id, item.partner_id""",
                self._receivable_sql(limits, overdue=True),
            )
        )
        return self._sweep_batches(rows, lambda batch: self._open_cases(batch, now))

    def _open_cases(self, rows, now):
        """Open one case per row (company, partner, its salesperson, the newest invoice's), in one create."""
        users = self.env["res.users"].browse({user for row in rows for user in row[2:] if user})
        able = set(users.filtered(lambda user: user.active and not user.share)._ids)
        by_company = defaultdict(dict)
        values = []
        for company_id, partner_id, *candidates in rows:
            company = self.env["res.company"].browse(company_id)
            user = users.browse(next((user for user in candidates if user in able), False))
            key = "deadline"
            if key not in by_company[company]:
                today = self._sweep_day(company, now)
                by_company[company][key] = self.new({"company_id": company_id})._sdw_end_of_day(
                    today + timedelta(days=FIRST_CALL_DAYS)
                )
            values.append(
                {
                    "company_id": company_id,
                    "partner_id": partner_id,
                    "user_id": user.id,
                    "team_id": user.sale_team_id.id,
                    "deadline": by_company[company][key],
                }
            )
        quiet = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
        cases = self.with_context(**quiet).create(values).with_context(self._sdw_clean_context())
        cases._remind()
        return cases

    @api.model
    def _sweep_day(self, company, now):
        """The company's day at ``now``."""
        return self._sweep_limits(now, company)[company] + timedelta(days=company.sdw_dunning_grace_days)

    # ------------------------------------------------------------------ reopen and close
    def _sweep_reopen(self, limits, now):
        return self._sweep_locked(self._reopenable(limits), lambda cases: cases._reopen_unpaid())

    def _reopen_unpaid(self):
        self._reopen(self.env._("A payment was cancelled or taken back: the debt is open again."))

    @api.model
    def _reopenable(self, limits, partners=None):
        """Ids of closed cases whose own debt is open again: items made and due before the case was closed as paid."""
        self._flush_ledger()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (k.company_id, k.partner_id) k.id
                     FROM (%s) item
                     JOIN sdw_collection_case k
                       ON k.partner_id = item.partner_id AND k.company_id = item.company_id AND k.state = 'closed'
                      AND k.settled_date IS NULL AND item.due <= k.closed_on::date AND item.create_date <= k.closed_on
                    WHERE NOT EXISTS (
                          SELECT 1 FROM sdw_collection_case c
                           WHERE c.partner_id = k.partner_id AND c.company_id = k.company_id AND c.state != 'closed')
                 ORDER BY k.company_id, k.partner_id, k.closed_on DESC, k.id DESC""",
                self._receivable_sql(limits, partners, overdue=True),
            )
        )
        return [case_id for [case_id] in rows]

    def _sweep_close(self, limits, now):
        return self._sweep_locked(self._paid_ids(limits), lambda cases: cases._close(cases.env._("Paid")))

    @api.model
    def _paid_ids(self, limits, partners=None):
        """Ids of open cases of which nothing is overdue any more."""
        self._flush_ledger()
        only = SQL("AND c.partner_id IN %s", tuple(partners.ids) or (0,)) if partners is not None else SQL("")
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id FROM sdw_collection_case c
                    WHERE c.state != 'closed' AND c.company_id IN %s %s
                      AND NOT EXISTS (
                          SELECT 1 FROM (%s) item
                           WHERE item.partner_id = c.partner_id AND item.company_id = c.company_id)
                 ORDER BY c.id""",
                tuple(company.id for company in limits),
                only,
                self._receivable_sql(limits, partners, overdue=True),
            )
        )
        return [case_id for [case_id] in rows]

    # ------------------------------------------------------------------ long arrears and confirmed money
    def _sweep_long_overdue(self, limits, now):
        """Arrears of more than ``sdw_long_overdue_days`` days: the manager hears of it, once (C-13)."""
        days = SQL(", ").join(
            SQL(
                "(%s, %s::date)",
                company.id,
                self._sweep_day(company, now) - timedelta(days=company.sdw_long_overdue_days),
            )
            for company in limits
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id
                     FROM sdw_collection_case c
                     JOIN (VALUES %s) AS long (company_id, day) ON long.company_id = c.company_id
                     JOIN (SELECT company_id, partner_id, MIN(due) AS oldest
                             FROM (%s) item GROUP BY company_id, partner_id) debt
                       ON debt.partner_id = c.partner_id AND debt.company_id = c.company_id
                    WHERE c.state NOT IN ('closed', 'legal') AND c.long_alerted_on IS NULL AND debt.oldest < long.day
                 ORDER BY c.id""",
                days,
                self._receivable_sql(limits, overdue=True),
            )
        )
        return self._sweep_locked([case_id for [case_id] in rows], lambda cases: cases._alert_long_overdue(now))

    def _alert_long_overdue(self, now):
        self.write({"long_alerted_on": now})
        managers = {}
        rows = []
        for case in self:
            key = (case.user_id, case.team_id, case.company_id)
            if key not in managers:
                managers[key] = case._get_escalation_user()
            summary = self.env._("Long overdue: %(customer)s", customer=case.partner_id.display_name)
            rows.append((case, managers[key], case._sdw_local_date(now), summary))
        self._sdw_schedule(ESCALATION, rows)

    def _sweep_money(self, limits, now):
        """The bank entry came after the case was closed: the hold goes."""
        held = self.search(
            [("state", "=", "closed"), ("hold", "=", True), ("company_id", "in", [company.id for company in limits])]
        )
        return self._sweep_locked(held.ids, lambda cases: cases._lift_confirmed())

    # ------------------------------------------------------------------ at once, when accounting matches or unmatches
    @api.model
    def _ledger_changed(self, partners, companies, undone=False):
        """Payments of these commercial partners were matched (or, ``undone``, taken back): close or reopen now."""
        cases = self._sdw_system()
        cases.invalidate_model([*EMPTY, "standing"])
        domain = [("partner_id", "in", partners.ids), ("company_id", "in", companies.ids)]
        if not cases.search_count([*domain, ("state", "=" if undone else "!=", "closed")], limit=1):
            return
        limits = cases._sweep_limits(companies=companies)
        if undone:
            cases.browse(cases._reopenable(limits, partners))._reopen_unpaid()
        else:
            cases.browse(cases._paid_ids(limits, partners))._close(self.env._("Paid"))
