from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import ormcache

from .res_partner import PAYMENT_MODES

GRADES = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D: no credit")]
#: What a grade means in a company; without a row of the table: as the grade itself says.
Terms = namedtuple("Terms", "modes handling dunning_days deferral")


class SdwCreditGrade(models.Model):
    """The grade table: what each credit grade means for a customer's terms, limit and handling (A-35, C-02, C-19).

    Kept by finance.
    """

    _name = "sdw.credit.grade"
    _description = "Credit Grade"
    _inherit = ["sdw.graded.mixin", "mail.thread"]
    _order = "grade, company_id, id"
    _rec_name = "grade"

    grade = fields.Selection(GRADES, required=True)
    payment_term_id = fields.Many2one(
        "account.payment.term",
        tracking=True,
        check_company=True,
        help="Given to the customer with the grade; none: left.",
    )
    credit_limit = fields.Monetary(
        tracking=True, help="Given to the customer with the grade, company currency. 0: left as it is."
    )
    payment_mode = fields.Selection(
        PAYMENT_MODES, tracking=True, help="Given to the customer with the grade; none: left as it is."
    )
    allow_credit = fields.Boolean("On Credit", default=True, tracking=True)
    allow_mixed = fields.Boolean("Part Prepaid", default=True, tracking=True)
    handling = fields.Selection(
        [("normal", "Normal"), ("prepay", "Prepayment only"), ("stop", "No Deliveries")],
        required=True,
        default="normal",
        tracking=True,
    )
    deferral = fields.Boolean(
        "May Be Given Time", tracking=True, help="An old customer may get a new date for his debt."
    )
    dunning_days = fields.Integer(
        "Dunned every (days)", tracking=True, help="Days between two steps of dunning; 0: as the dunning level says."
    )

    _grade_uniq = models.UniqueIndex("(grade, COALESCE(company_id, 0))", "Each grade has one row per company.")
    _figures_positive = models.Constraint(
        "CHECK(credit_limit >= 0 AND dunning_days >= 0)", "Limit and days cannot be negative."
    )

    @api.model
    @ormcache("company_id", "grade")
    def _terms(self, company_id, grade):
        """:class:`Terms` of a grade in a company, from the registry's cache."""
        row = self._row(company_id, grade)
        if not row:
            return Terms({"prepaid", "credit", "mixed"}, "normal", 0, False)
        modes = {"prepaid", "credit" if row.allow_credit else "", "mixed" if row.allow_mixed else ""} - {""}
        return Terms(modes, row.handling, row.dunning_days, row.deferral)
