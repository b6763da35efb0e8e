from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..common.rules import in_language
from .codes import BLOCKS, CARD


class SdwWorkbookCustomers(models.AbstractModel):
    """The customers' files as a workbook: the archivist's alone, in whatever mode, and on record (A-30)."""

    _name = "sdw.workbook.customers"
    _description = "Workbook of Customers"
    _inherit = "sdw.workbook"

    def _title(self):
        return self.env._("Customer Files")

    def _rows_model(self):
        return self.env["res.partner"]

    def _date_field(self):
        return "create_date"

    def _is_allowed(self):
        return super()._is_allowed() and self.env["res.partner"]._sdw_is_archivist()

    def _bands(self):
        stored = self.env["res.partner"]._fields
        state = ["customer_status", "territory_id", "user_id", "profile_completeness", "create_date"]
        return [
            *super()._bands(),
            # A list of things is no column of the customer's own row.
            *(
                (in_language(self.env, BLOCKS[block]), [name for name in names if stored[name].column_type])
                for block, names in CARD.items()
            ),
            (self.env._("File"), [name for name in state if name in stored]),
        ]

    def _groups(self):
        return ["territory_id", "industry_id", "user_id"]

    def _limits(self):
        return {"territory_id": "child_of", "user_id": "="}

    def _domain(self, choice):
        """Every customer's file, of whenever: a list of customers has no period."""
        ours = Domain("company_id", "in", (*choice.company_ids, False)) & Domain("parent_id", "=", False)
        customers = Domain("customer_rank", ">", 0)
        if "customer_status" in self.env["res.partner"]._fields:
            customers |= Domain("customer_status", "!=", False)
        limits = self._limits()
        return (
            ours
            & customers
            & Domain.AND(Domain(name, limits[name], record_id) for name, record_id in choice.limits.items())
        )

    def _heading(self, choice):
        title, _period, *limits = super()._heading(choice)
        companies = self.env["res.company"].browse(choice.company_ids)
        today = companies[:1]._sdw_today()
        note = self.env._("For internal use only: customers' files do not leave the company.")
        return [title, f"{', '.join(companies.mapped('name'))}, {today}", note, *limits]

    def _is_recorded(self):
        return True

    def _check_allowed(self):
        if not self._is_allowed():
            raise AccessError(self.env._("Only the archivist takes out the customers' files."))
        self.env["sdw.export.purpose"]._require()
