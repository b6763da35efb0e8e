from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .codes_status import GRADES, LEVEL, MANAGER

#: Finance may write the table for the credit grade, and for nothing else.
KEPT_BY_MANAGER = {"name", "grade", "is_vip", "company_id", "min_turnover", "visit_days", "pricelist_id"}


class SdwCustomerLevel(models.Model):
    """What each grade of customers means: when it is proposed, how often he is visited, his terms (A-21, Z-28).

    Kept by the sales manager, the credit grade by finance.
    """

    _name = LEVEL
    _description = "Customer Level"
    _inherit = ["sdw.graded.mixin", "mail.thread"]
    _order = "grade, company_id, id"

    name = fields.Char(required=True, translate=True)
    grade = fields.Selection(GRADES, "Customer Grade", required=True, tracking=True)
    is_vip = fields.Boolean("VIP", tracking=True, help="Visited face to face.")
    min_turnover = fields.Monetary(
        "From Turnover",
        tracking=True,
        help="Proposed for customers who ordered at least so much in the last twelve months, without taxes.",
    )
    visit_days = fields.Integer(
        "Visited every (days)", tracking=True, help="Days between two return visits; 0: as the settings say."
    )
    visit_days_effective = fields.Integer("Return Visit every (days)", compute="_compute_visit_days_effective")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        tracking=True,
        help="Given to the customer with the grade; none: left as it is.",
    )
    credit_grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D: no credit")],
        tracking=True,
        help="Given with the grade to a customer whom finance has not rated yet. Set by finance.",
    )

    _grade_uniq = models.UniqueIndex("(grade, COALESCE(company_id, 0))", "Each grade has one row per company.")
    _figures_positive = models.Constraint(
        "CHECK(min_turnover >= 0 AND visit_days >= 0)", "Turnover and days cannot be negative."
    )

    @api.depends("visit_days", "grade", "company_id")
    @api.depends_context("company")
    def _compute_visit_days_effective(self):
        for level in self:
            company = level.company_id or self.env.company
            level.visit_days_effective = level.visit_days or (
                level.grade and company.sudo()[f"sdw_visit_days_{level.grade}"]
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_credit(any(vals.get("credit_grade") for vals in vals_list))
        return super(SdwCustomerLevel, self._without_credit()).create(vals_list)

    def write(self, vals):
        if "credit_grade" in vals:
            self._check_credit(any((level.credit_grade or False) != (vals["credit_grade"] or False) for level in self))
        if KEPT_BY_MANAGER.intersection(vals) and not self.env.su:
            self.env["res.partner"]._sdw_require((MANAGER,), self.env._("Customers are graded by the sales manager."))
        return super().write(vals)

    def _without_credit(self):
        # pylint: disable-next=context-overridden
        return self.with_context(
            {key: value for key, value in self.env.context.items() if key != "default_credit_grade"}
        )

    def _check_credit(self, changed):
        """What a customer owes at most is decided by finance, in this table, too (A-35)."""
        if changed and not self.env.su and not self.env.user.has_group("sales_dept_workflow.group_sdw_finance"):
            raise AccessError(self.env._("The credit grade that comes with a level is set by finance."))

    # ------------------------------------------------------------------ asked by others
    @api.model
    def _visit_days(self, company, grade):
        """Days between two return visits to a customer of this grade (none: as the lowest)."""
        grade = grade or "c"
        return self._row(company.id, grade).visit_days or company.sudo()[f"sdw_visit_days_{grade}"]

    @api.model
    def _sql_visit_days(self, grade, company):
        """The same in SQL, for sweeps.

        :param SQL grade: expression of the grade
        :param SQL company: alias of the joined table of companies
        """
        return SQL(
            """COALESCE((SELECT NULLIF(l.visit_days, 0) FROM sdw_customer_level l
                          WHERE l.grade = COALESCE(%(grade)s, 'c')
                            AND (l.company_id = %(company)s.id OR l.company_id IS NULL)
                       ORDER BY l.company_id NULLS LAST LIMIT 1),
                        CASE %(grade)s WHEN 'a' THEN %(company)s.sdw_visit_days_a
                             WHEN 'b' THEN %(company)s.sdw_visit_days_b
                             ELSE %(company)s.sdw_visit_days_c END)""",
            grade=grade,
            company=company,
        )
