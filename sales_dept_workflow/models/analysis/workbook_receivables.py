from odoo import models
from odoo.fields import Domain

from ...report.xlsx.table import Column
from .receivable_analysis import AMOUNTS


class SdwWorkbookReceivables(models.AbstractModel):
    """Who owes what since when, as of any day: ageing by customer, salesperson and territory, every item (C-13).

    ``as_of`` (or the last day of the period) is the day; the total is the balance of the receivable accounts on it,
    by the entries that are posted for it.
    """

    _name = "sdw.workbook.receivables"
    _description = "Workbook of Receivables"
    _inherit = "sdw.workbook"

    def _title(self):
        return self.env._("Receivables")

    def _rows_model(self):
        return self.env["sdw.receivable.analysis"]

    def _date_field(self):
        return "due_date"

    def _parse(self, params):
        params = dict(params)
        if day := params.pop("as_of", None):
            params["date_from"] = params["date_to"] = day
        return super()._parse(params)

    def _for(self, choice):
        return super()._for(choice).with_context(sdw_as_of=choice.date_to.isoformat())

    def _domain(self, choice):
        """Everything that was open on the day, however old."""
        operators = self._limits()
        domain = Domain("company_id", "in", choice.company_ids)
        return domain & Domain.AND(
            Domain(name, operators[name], record_id) for name, record_id in choice.limits.items()
        )

    def _file_name(self, choice):
        return f"{self._for(choice)._title()} {choice.date_to}.xlsx"

    def _heading(self, choice):
        title, _period, *rest = super()._heading(choice)
        companies = self.env["res.company"].browse(choice.company_ids)
        day = self.env._(
            "%(company)s, open on %(day)s, amounts in %(currency)s with VAT",
            company=", ".join(companies.mapped("name")),
            day=choice.date_to,
            currency=companies.currency_id.name,
        )
        return [title, day, *rest]

    def _bands(self):
        item = ["commercial_partner_id", "partner_id", "move_id", "invoice_date", "due_date", "days_overdue", "bucket"]
        ages = [*AMOUNTS.values(), "residual", "item_currency_id", "residual_currency"]
        case = ["disputed", "case_id", "case_state", "agreement_id", "promised_date", "promise_broken", "on_hold"]
        return [
            *super()._bands(),
            (self.env._("Open Items"), item),
            (self.env._("Whose"), ["user_id", "team_id", "territory_id", "country_id"]),
            (self.env._("How Old"), ages),
            (self.env._("Collection Today"), [*case, "credit_grade"]),
        ]

    def _groups(self):
        return ["bucket", "user_id", "territory_id", "team_id"]

    def _measures(self):
        return ["__count", *(f"{name}:sum" for name in AMOUNTS.values()), "residual:sum"]

    def _group_name(self, group):
        if isinstance(group, str):
            return dict(self._rows_model()._fields["bucket"]._description_selection(self.env))[group]
        return super()._group_name(group)

    def _add_sheets(self, book, heading, choice):
        result = super()._add_sheets(book, heading, choice)
        rows = self._rows_model()
        names = [*AMOUNTS.values(), "residual"]
        columns = [Column(self.env._("Customer"), width=32), *(self._column(name) for name in names)]
        title = self.env._("Ageing by Customer")
        ageing = rows._ageing(self._domain(choice), "commercial_partner_id")
        book.add_rows(
            title,
            [title, *heading[1:]],
            columns,
            ((self._group_name(partner), *amounts) for partner, *amounts in ageing),
        )
        return result
