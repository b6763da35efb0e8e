from odoo import models
from odoo.fields import Domain

CASES = [
    "name", "partner_id", "user_id", "team_id", "state", "standing", "overdue_amount_company", "oldest_due_date",
    "days_overdue", "open_amount_company", "credit_amount_company", "promised_date", "promised_amount",
    "promise_broken", "paused_until", "pause_reason", "hold", "closed_on",
]  # fmt: skip
PROMISES = [
    "partner_id", "case_id", "user_id", "taken_by_id", "given_on", "promised_date", "promised_amount", "paid_amount",
    "state",
]  # fmt: skip
INSTALMENTS = ["agreement_id", "due_date", "amount", "paid_amount", "state"]
PLANNED = ["plan_id", "partner_id", "user_id", "planned_amount", "actual_amount", "difference"]
BILLS = [
    "maturity_date", "number", "partner_id", "kind", "acceptor", "currency_id", "amount", "state", "custody", "user_id",
]  # fmt: skip


class SdwWorkbookCollection(models.AbstractModel):
    """What collection did in a period: money received, cases, promises kept and broken, instalments, plan against
    actual, bills by maturity (C-15, C-17, C-18, C-22).
    """

    _name = "sdw.workbook.collection"
    _description = "Workbook of Collection"
    _inherit = "sdw.workbook"

    def _title(self):
        return self.env._("Collection Workbook")

    def _rows_model(self):
        return self.env["sdw.collection.receipt.analysis"]

    def _date_field(self):
        return "date"

    def _bands(self):
        who = ["commercial_partner_id", "user_id", "team_id", "territory_id"]
        money = ["journal_id", "received", "paid_out", "amount", "matched"]
        title = self.env._("Receipts and Payments")
        return [*super()._bands(), (title, ["date", "move_id", *who, *money])]

    def _groups(self):
        return ["date:month", "user_id", "team_id", "journal_id"]

    def _measures(self):
        return ["__count", "received:sum", "paid_out:sum", "amount:sum"]

    # ------------------------------------------------------------------ further sheets
    def _add_sheets(self, book, heading, choice):
        result = super()._add_sheets(book, heading, choice)
        for title, model, names, domain, order in self._sheets(choice):
            records = self.env[model].search(domain, order=order)
            self._add_sheet(book, heading, title, records, names)
        return result

    def _sheets(self, choice):
        """[(title, model, fields, domain, order)]"""
        within = self._within
        promises = within(choice, "given_on") | within(choice, "promised_date")
        still = Domain("state", "!=", "closed") | within(choice, "closed_on")
        # Bills that wait for their money are on the list whenever they mature.
        bills = Domain("state", "in", ("received", "handed_over", "booked")) | within(choice, "maturity_date")
        # Instalments lead to their customer by the case of their agreement.
        case = "agreement_id.case_id."
        return [
            (self.env._("Collection Cases"), "sdw.collection.case", CASES, still & self._whose(choice), "id"),
            (
                self.env._("Promises of Payment"),
                "sdw.collection.promise.analysis",
                PROMISES,
                promises & self._whose(choice),
                "promised_date, id",
            ),
            (
                self.env._("Instalments"),
                "sdw.repayment.agreement.line",
                INSTALMENTS,
                within(choice, "due_date") & self._whose(choice, case),
                "due_date, id",
            ),
            (
                self.env._("Plan against Actual"),
                "sdw.collection.plan.analysis",
                PLANNED,
                within(choice, "month") & self._whose(choice),
                "month, partner_id, id",
            ),
            (
                self.env._("Bills by Maturity"),
                "sdw.acceptance.bill",
                BILLS,
                bills & self._whose(choice, "", "user_id.sale_team_id"),
                "maturity_date, id",
            ),
        ]

    def _within(self, choice, name):
        return Domain(name, ">=", choice.date_from) & Domain(name, "<=", choice.date_to)

    def _whose(self, choice, path="", team="team_id"):
        """The chosen companies and limits on a model that leads by ``path`` to whose it is."""
        names = {
            "territory_id": f"{path}partner_id.territory_id",
            "user_id": f"{path}user_id",
            "team_id": f"{path}{team}",
            "partner_id": f"{path}partner_id",
        }
        operators = self._limits()
        return Domain("company_id", "in", choice.company_ids) & Domain.AND(
            Domain(names[name], operators[name], record_id) for name, record_id in choice.limits.items()
        )
