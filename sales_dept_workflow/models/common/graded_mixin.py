from odoo import api, fields, models
from odoo.tools import ormcache


class SdwGradedMixin(models.AbstractModel):
    """A table with a row for each grade; a row of a company goes before the one of all companies.

    A model declares the field ``grade`` itself.
    """

    _name = "sdw.graded.mixin"
    _description = "Rows by Grade and Company"
    _inherit = ["sdw.cached.mixin"]

    company_id = fields.Many2one("res.company", index=True, help="Empty: every company without a row of its own.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for row in self:
            row.currency_id = (row.company_id or self.env.company).currency_id

    @api.model
    def _row(self, company_id, grade):
        """The row that counts for a grade in a company, as the system reads it; empty without one."""
        return self.sudo().browse(self._row_id(company_id, grade) or ()) if grade else self.sudo().browse()

    @api.model
    @ormcache("company_id", "grade")
    def _row_id(self, company_id, grade):
        domain = [("grade", "=", grade), ("company_id", "in", [company_id, False])]
        rows = self.sudo().search(domain)
        return (rows.filtered("company_id") or rows)[:1].id
