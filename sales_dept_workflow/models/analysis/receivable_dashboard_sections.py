from odoo import api, models
from odoo.tools import SQL, format_date

CASE = "sdw.collection.case"
AGREEMENT = "sdw.repayment.agreement"
#: A bank whose last entry is older than that is said to be stale.
STALE_DAYS = 3


class SdwReceivableDashboard(models.AbstractModel):
    """Promises, agreements, holds, bills, and how fresh the books are."""

    _inherit = "sdw.receivable.dashboard"

    # ------------------------------------------------------------------ who promised, who broke it
    @api.model
    def _promises(self):
        labels = [self.env._("Promised for Today"), self.env._("Promised within 7 Days"), self.env._("Promise Broken")]
        asking = self._mine(("state", "in", ("dunning", "agreement", "plan")))
        domains = [
            [("promised_date", "=", self._today())],
            [("promised_date", ">=", "today"), ("promised_date", "<=", "+7d")],
            [("promised_date", "<", self._today())],
        ]
        return [
            self._counted(label, CASE, [*asking, *domain], "promised_amount", tone)
            for label, domain, tone in zip(labels, domains, ("info", "info", "danger"), strict=True)
        ]

    @api.model
    def _agreements(self):
        lines = "sdw.repayment.agreement.line"
        week = [("due_date", ">=", "today"), ("due_date", "<=", "+7d"), ("agreement_id.state", "=", "signed")]
        label = self.env._("Instalments within 7 Days")
        due = self._counted(label, lines, self._mine(*week), "amount", "info")
        due["action"] = self._list(
            label, AGREEMENT, self._mine(("state", "=", "signed"), ("line_ids", "any", [*week[:2]]))
        )
        states = [
            (self.env._("Agreements Running"), "signed", "success"),
            (self.env._("Waiting for Signature"), "sent", "warning"),
            (self.env._("Agreements Broken"), "broken", "danger"),
        ]
        return [
            due,
            *(
                self._counted(label, AGREEMENT, self._mine(("state", "=", state)), tone=tone)
                for label, state, tone in states
            ),
        ]

    @api.model
    def _holds(self, by_state, by_hold):
        labels = [
            self.env._("Shipping Hold"),
            self.env._("Refused to Sign"),
            self.env._("With the Legal Department"),
        ]
        conditions = [("hold", "=", True), ("state", "=", "refused"), ("state", "=", "legal")]
        overdue = [groups.get(key) for groups, key in ((by_hold, True), (by_state, "refused"), (by_state, "legal"))]
        result = []
        for label, condition, found in zip(labels, conditions, overdue, strict=True):
            row = self._counted(label, CASE, self._mine(condition), tone="danger")
            result.append({**row, "amount": self._text(found[2] if found else 0.0)})
        return result

    @api.model
    def _bills(self):
        labels = [self.env._("Mature within 30 Days"), self.env._("Matured, not Paid"), self.env._("Dishonoured")]
        booked = self._mine(("state", "=", "booked"))
        domains = [
            [*booked, ("maturity_date", "<=", "+30d")],
            [*booked, ("maturity_date", "<", "today")],
            self._mine(("state", "=", "dishonoured")),
        ]
        return [
            self._counted_bills(label, domain, tone)
            for label, domain, tone in zip(labels, domains, ("warning", "danger", "danger"), strict=True)
        ]

    @api.model
    def _counted_bills(self, label, domain, tone):
        """Bills are in their own currencies: added up at today's rate."""
        bill, company = "sdw.acceptance.bill", self.env.company
        found = self.env[bill]._read_group(domain, ["currency_id"], ["__count", "amount:sum"])
        total = sum(
            currency._convert(amount, company.currency_id, company, self._today()) for currency, _count, amount in found
        )
        count = sum(count for _currency, count, _amount in found)
        return self._row(label, self._list(label, bill, domain), count, total, tone)

    # ------------------------------------------------------------------ how fresh the books are
    @api.model
    def _banks(self):
        """Per bank journal: the day of its last entry, how many wait to be matched. No amounts: all may see it."""
        self.env["account.bank.statement.line"].flush_model(["is_reconciled", "journal_id", "move_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT journal.id, MAX(entry.date), COUNT(line.id) FILTER (WHERE line.is_reconciled IS NOT TRUE)
                     FROM account_journal journal
                     LEFT JOIN account_bank_statement_line line ON line.journal_id = journal.id
                     LEFT JOIN account_move entry ON entry.id = line.move_id AND entry.state = 'posted'
                    WHERE journal.type = 'bank' AND journal.active AND journal.company_id IN %s
                 GROUP BY journal.id, journal.sequence ORDER BY journal.sequence, journal.id""",
                tuple(self._companies().ids),
            )
        )
        journals = self.env["account.journal"].sudo().browse([row[0] for row in rows])
        return [
            self._bank(journal, last, waiting) for journal, (_id, last, waiting) in zip(journals, rows, strict=True)
        ]

    @api.model
    def _bank(self, journal, last, waiting):
        action = False
        if self.env["account.bank.statement.line"].has_access("read"):
            domain = [("journal_id", "=", journal.id), ("is_reconciled", "=", False)]
            action = self._list(journal.name, "account.bank.statement.line", domain, ("list", "form"))
        stale = last and (self._today() - last).days > STALE_DAYS
        row = self._row(journal.name, action, waiting, tone="warning" if stale or not last else "")
        row["note"] = format_date(self.env, last) if last else self.env._("No bank entries yet")
        row["tone"] = "warning" if stale or not last else ""
        return row
