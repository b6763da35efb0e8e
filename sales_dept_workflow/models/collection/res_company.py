from odoo import api, fields, models

from ..common.messages import warning


class ResCompany(models.Model):
    """How a company collects; and how fresh its bank entries are: nobody is chased for what he has paid (C-01)."""

    _inherit = "res.company"

    sdw_bank_stale_days = fields.Integer(
        "Bank Entries Are Old after (days)", default=3, help="Who chases is warned. 0: never."
    )
    sdw_reminder_days = fields.Integer("Remind before the Due Date (days)", default=5)
    sdw_reminder_late_days = fields.Integer("Pays Late Means (days on average)", default=5)
    sdw_reminder_auto = fields.Boolean("Mail Reminders by Itself")
    sdw_broken_promises = fields.Integer("Manager Told after (broken promises)", default=2)
    sdw_deferral_months = fields.Integer("Old Customer after (months)", default=6)
    sdw_grade_required = fields.Boolean("No Credit without a Credit Grade")

    def _sdw_bank_freshness(self):
        """Per bank journal in use: the day of its last statement line and of the last one matched; two queries.

        :return: list of dicts ``journal``, ``last``, ``matched`` (dates or False), ``stale``
        """
        journals = (
            self.env["account.journal"].sudo().search([("type", "=", "bank"), ("company_id", "in", self.ids)])
            - self.sudo().sdw_bill_journal_id
        )
        lines = self.env["account.bank.statement.line"].sudo()
        domain = [("journal_id", "in", journals.ids), ("move_id.state", "=", "posted")]
        last = dict(lines._read_group(domain, ["journal_id"], ["date:max"]))
        matched = dict(lines._read_group([*domain, ("is_reconciled", "=", True)], ["journal_id"], ["date:max"]))
        return [
            {
                "journal": journal,
                "last": last.get(journal) or False,
                "matched": matched.get(journal) or False,
                "stale": journal.company_id._sdw_bank_is_stale(last.get(journal)),
            }
            for journal in journals
        ]

    def _sdw_bank_note(self):
        """{company: sentence naming what is not fresh, empty while all is}"""
        notes = dict.fromkeys(self, "")
        for row in self._sdw_bank_freshness():
            company = row["journal"].company_id
            if row["stale"] and company in notes:
                notes[company] = f"{notes[company]} {self._sdw_stale_sentence(row)}".strip()
        return notes

    @api.model
    def _sdw_stale_sentence(self, row):
        def day(date):
            return fields.Date.to_string(date) if date else self.env._("never")

        return self.env._(
            "%(journal)s: last bank entry %(last)s, last matched %(matched)s.",
            journal=row["journal"].name,
            last=day(row["last"]),
            matched=day(row["matched"]),
        )

    @api.model
    def _sdw_warn_of_stale_bank(self, action, companies):
        """``action``, behind a warning where a bank's entries are older than the company allows."""
        notes = [note for note in (companies or self.env.company)._sdw_bank_note().values() if note]
        if not notes:
            return action
        # Within a notification the client takes the help of an empty list for plain text.
        following = {key: value for key, value in action.items() if key != "help"}
        return warning(self.env._("Bank entries are not up to date: some may have paid"), " ".join(notes), following)

    def _sdw_bank_is_stale(self, last):
        days = self.sdw_bank_stale_days
        return bool(days) and (not last or (self._sdw_today() - last).days > days)
