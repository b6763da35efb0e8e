from collections import namedtuple
from datetime import timedelta
from operator import methodcaller

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..common.deadline_mixin import ESCALATION
from .codes import AGREEMENT, CASE
from .collection_figures import EMPTY
from .collection_steps import FIRST_CALL_DAYS

BATCH = 1000
#: One run of the sweep: its moment, {company: day before which is overdue}, {(company id, partner id): oldest due day}.
Sweep = namedtuple("Sweep", "now limits debts")


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
        if not limits:
            return
        sweep = Sweep(now, limits, cases._overdue_customers(limits))
        agreements = self.env[AGREEMENT]._sdw_system()
        steps = (
            cases._sweep_reopen,
            cases._sweep_open,
            cases._sweep_close,
            agreements._sweep_broken,
            agreements._sweep_unsigned,
            cases._sweep_promises,
            cases._sweep_pauses,
            cases._sweep_plans,
            cases._sweep_long_overdue,
            cases._sweep_money,
        )
        for step in steps:
            if not step(sweep):
                break

    @api.model
    def _sweep_ruled(self):
        """What the scheduled job does: only companies in which some rule of the department is switched on."""
        # Companies are few, and whether one has a rule is for it to say.
        # pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([]).filtered(lambda company: company._sdw_any_rule())
        if companies:
            self._cron_sweep(companies=companies)

    @api.model
    def _overdue_customers(self, limits, partners=None):
        """{(company id, commercial partner id): oldest due day}: the one aggregate over the ledger."""
        self._flush_ledger()
        rows = self.env.execute_query(
            SQL(
                "SELECT company_id, partner_id, MIN(due) FROM (%s) item GROUP BY company_id, partner_id",
                self._receivable_sql(limits, partners, overdue=True),
            )
        )
        return {(company, partner): oldest for company, partner, oldest in rows}

    @api.model
    def _open_pairs(self, limits, partners=None):
        """{(company id, commercial partner id): id of the open case}.

        Compared in Python on purpose: PostgreSQL knows nothing yet of a table the sweep is filling, and joins badly.
        """
        domain = [("state", "!=", "closed"), ("company_id", "in", [company.id for company in limits])]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
        cases = self.search_fetch(domain, ["company_id", "partner_id", "hold"], order="id")
        return {(case.company_id.id, case.partner_id.id): case.id for case in cases}

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
    def _sweep_open(self, sweep):
        missing = sorted(sweep.debts.keys() - self._open_pairs(sweep.limits).keys())
        return self._sweep_batches(missing, lambda batch: self._open_cases(batch, sweep))

    def _open_cases(self, pairs, sweep):
        """Open one case per (company, partner), in one create."""
        responsible = self._responsible(pairs, sweep.limits)
        tomorrow = {
            company.id: self.new({"company_id": company.id})._sdw_end_of_day(
                self._sweep_day(company, sweep.now) + timedelta(days=FIRST_CALL_DAYS)
            )
            for company in sweep.limits
        }
        quiet = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
        cases = self.with_context(**quiet).create(
            [
                {
                    "company_id": company,
                    "partner_id": partner,
                    "user_id": responsible[company, partner].id,
                    "team_id": responsible[company, partner].sale_team_id.id,
                    "deadline": tomorrow[company],
                }
                for company, partner in pairs
            ]
        )
        # pylint: disable-next=context-overridden
        cases.with_context(self._sdw_clean_context())._remind()

    def _responsible(self, pairs, limits):
        """{(company, partner): the customer's salesperson, else that of his newest overdue invoice, else nobody}."""
        partners = self.env["res.partner"].browse(partner for _company, partner in pairs)
        own = {partner.id: self._able(partner.user_id) for partner in partners}
        others = partners.filtered(lambda partner: not own[partner.id])
        invoiced = self._invoiced_by(others, limits) if others else {}
        nobody = self.env["res.users"]
        return {pair: own[pair[1]] or self._able(invoiced.get(pair, nobody)) for pair in pairs}

    def _able(self, user):
        return user if user.active and not user.share else user.browse()

    def _invoiced_by(self, partners, limits):
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (item.company_id, item.partner_id)
                          item.company_id, item.partner_id, m.invoice_user_id
                     FROM (%s) item
                     JOIN account_move m ON m.id = item.move_id AND m.invoice_user_id IS NOT NULL
                 ORDER BY item.company_id, item.partner_id, m.invoice_date DESC NULLS LAST, m.id DESC""",
                self._receivable_sql(limits, partners, overdue=True),
            )
        )
        users = self.env["res.users"].browse({user for _company, _partner, user in rows})
        by_id = {user.id: user for user in users}
        return {(company, partner): by_id[user] for company, partner, user in rows}

    @api.model
    def _sweep_day(self, company, now):
        """The company's day at ``now``."""
        return self._sweep_limits(now, company)[company] + timedelta(days=company.sdw_dunning_grace_days)

    # ------------------------------------------------------------------ reopen and close
    def _sweep_reopen(self, sweep):
        without = {partner for _company, partner in sweep.debts.keys() - self._open_pairs(sweep.limits).keys()}
        domain = [("state", "=", "closed"), ("settled_date", "=", False), ("partner_id", "in", list(without))]
        partners = self.search_fetch(domain, ["partner_id"]).partner_id if without else None
        ids = self._reopenable(sweep.limits, partners) if partners else []
        return self._sweep_locked(ids, lambda cases: cases._reopen_unpaid())

    def _reopen_unpaid(self):
        self._reopen(self.env._("A payment was cancelled or taken back: the debt is open again."))

    @api.model
    def _reopenable(self, limits, partners):
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

    def _sweep_close(self, sweep):
        ids = self._paid_ids(sweep.limits, sweep.debts)
        return self._sweep_locked(ids, lambda cases: cases._close(cases.env._("Paid")))

    @api.model
    def _paid_ids(self, limits, debts, partners=None):
        """Ids of open cases (of these partners) of which nothing is overdue any more.

        A hold outlives a dispute: while something is overdue and only left out of dunning, its case stays open.
        """
        ids = [case for pair, case in self._open_pairs(limits, partners).items() if pair not in debts]
        held = self.browse(ids).filtered("hold")
        figures = held._get_figures() if held else {}
        disputed = {case.id for case in held if figures[case]["disputed_amount_company"] > 0}
        return [case for case in ids if case not in disputed]

    # ------------------------------------------------------------------ long arrears and confirmed money
    def _sweep_long_overdue(self, sweep):
        """Arrears of more than ``sdw_long_overdue_days`` days: the manager hears of it, once (C-13)."""
        days = {
            company.id: self._sweep_day(company, sweep.now) - timedelta(days=company.sdw_long_overdue_days)
            for company in sweep.limits
        }
        late = {pair[1] for pair, oldest in sweep.debts.items() if oldest < days[pair[0]]}
        domain = [
            ("state", "not in", ("closed", "legal")),
            ("long_alerted_on", "=", False),
            ("company_id", "in", list(days)),
            ("partner_id", "in", list(late)),
        ]
        cases = self.search_fetch(domain, ["company_id", "partner_id"], order="id") if late else self
        ids = [
            case.id
            for case in cases
            if (oldest := sweep.debts.get((case.company_id.id, case.partner_id.id)))
            and oldest < days[case.company_id.id]
        ]
        return self._sweep_locked(ids, lambda cases: cases._alert_long_overdue(sweep.now))

    def _alert_long_overdue(self, now):
        self.write({"long_alerted_on": now})
        managers = {}
        rows = []
        for case in self:
            key = (case.user_id, case.team_id, case.company_id)
            if key not in managers:
                managers[key] = case._get_escalation_user()
            rows.append((case, managers[key], case._sdw_local_date(now), methodcaller("_long_overdue_summary")))
        self._sdw_schedule(ESCALATION, rows)

    def _long_overdue_summary(self):
        return self.env._("Long overdue: %(customer)s", customer=self.partner_id.display_name)

    def _sweep_money(self, sweep):
        """The bank entry came after the case was closed: the hold goes."""
        companies = [company.id for company in sweep.limits]
        held = self.search([("state", "=", "closed"), ("hold", "=", True), ("company_id", "in", companies)], order="id")
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
            debts = cases._overdue_customers(limits, partners)
            cases.browse(cases._paid_ids(limits, debts, partners))._close(self.env._("Paid"))
            cases._recheck_plans(limits, partners)
