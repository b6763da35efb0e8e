import operator as operators

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

#: Who may see what a customer owes.
SEEN_BY = (
    "sales_dept_workflow.group_sdw_salesperson,sales_dept_workflow.group_sdw_accountant,sales_dept_workflow.group_sdw_legal,"
    "base.group_system"
)
#: What the accountant's checks read of a customer, and who may set it.
CREDIT_FIELDS = {
    "credit_limit",
    "use_partner_credit_limit",
    "credit_grade",
    "payment_mode",
    "sdw_prepaid_percent",
    "property_payment_term_id",
}
SET_BY = ("sales_dept_workflow.group_sdw_finance", "account.group_account_manager", "base.group_system")
PAYMENT_MODES = [("prepaid", "Prepaid"), ("credit", "On credit"), ("mixed", "Part prepaid, rest on credit")]
#: What is computed of a customer's credit, together.
FIGURES = (
    "sdw_exposure_company",
    "sdw_overdue_company",
    "sdw_credit_limit_company",
    "sdw_available_credit_company",
)
OPERATORS = {">": operators.gt, ">=": operators.ge, "<": operators.lt, "<=": operators.le}


class ResPartner(models.Model):
    """Credit terms of the commercial partner, per company, and what he owes there (A-35, Y-08, decisions 21 and 22)."""

    _inherit = "res.partner"

    credit_grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D: no credit")],
        company_dependent=True,
        copy=False,
        groups=SEEN_BY,
        help="Set by finance. D: nothing on credit.",
    )
    payment_mode = fields.Selection(PAYMENT_MODES, company_dependent=True, copy=False, groups=SEEN_BY)
    sdw_prepaid_percent = fields.Float(
        "Prepaid Share (%)",
        company_dependent=True,
        copy=False,
        groups=SEEN_BY,
        help="Share to be paid before delivery, mode *part prepaid*.",
    )
    sdw_exposure_company = fields.Monetary(
        "Credit in Use",
        compute="_compute_sdw_exposure",
        search="_search_sdw_exposure_company",
        currency_field="currency_id",
        groups=SEEN_BY,
        help="Unpaid invoices less credits, orders past the accountant's checks and not yet invoiced, "
        "bills not yet paid; VAT included.",
    )
    sdw_overdue_company = fields.Monetary(
        "Overdue",
        compute="_compute_sdw_exposure",
        search="_search_sdw_overdue_company",
        currency_field="currency_id",
        groups=SEEN_BY,
    )
    sdw_available_credit_company = fields.Monetary(
        "Credit Left",
        compute="_compute_sdw_exposure",
        search="_search_sdw_available_credit_company",
        currency_field="currency_id",
        groups=SEEN_BY,
        help="Limit less credit in use; zero where no limit is set.",
    )
    sdw_credit_limit_company = fields.Monetary(
        "Limit", compute="_compute_sdw_exposure", currency_field="currency_id", groups=SEEN_BY, help="0: none set."
    )

    # ------------------------------------------------------------------ figures
    @api.depends_context("company")
    @api.depends("credit_limit", "commercial_partner_id")
    def _compute_sdw_exposure(self):
        # Two columns of many customers, not all their columns.
        self._origin.sudo().fetch(["commercial_partner_id"])
        commercial = self._origin.sudo().commercial_partner_id
        commercial.fetch(["credit_limit"])
        exposure = self.env["sdw.credit.exposure"].sudo()._get(commercial, self.env.company)
        rows = [(partner._origin or partner)._sdw_credit_figures(exposure) for partner in self.sudo()]
        # All at once: to set thousands of amounts one by one takes longer than to compute them.
        for name, values in zip(FIGURES, zip(*rows, strict=True), strict=False):
            self._fields[name]._insert_cache(self, values)

    def _sdw_credit_figures(self, exposure):
        """The figures (``FIGURES``) of one partner, those of whom he belongs to, rounded as amounts are.

        :param dict exposure: {id of commercial partner: (exposure, overdue)}
        """
        owner = self.commercial_partner_id
        used, overdue = exposure.get(owner.id, (0.0, 0.0))
        limit = owner.credit_limit
        left = self.env.company.currency_id.round(limit - used) if limit else 0.0
        return used, overdue, limit, left

    @api.model
    def _search_sdw_exposure_company(self, operator, value):
        return self._search_sdw_figure(operator, value, SQL("COALESCE(total.amount, 0)"))

    @api.model
    def _search_sdw_overdue_company(self, operator, value):
        return self._search_sdw_figure(operator, value, SQL("COALESCE(total.overdue, 0)"))

    @api.model
    def _search_sdw_available_credit_company(self, operator, value):
        partners = self.sudo()._as_query()
        limit = SQL("COALESCE((%s)::numeric, 0)", self.sudo()._field_to_sql("owner", "credit_limit", partners))
        left = SQL("CASE WHEN %(limit)s = 0 THEN 0 ELSE %(limit)s - COALESCE(total.amount, 0) END", limit=limit)
        return self._search_sdw_figure(operator, value, left)

    @api.model
    def _search_sdw_figure(self, operator, value, figure):
        """Partners by a figure of their commercial partner, compared to the cent; one query."""
        if operator == "in":
            condition = SQL(
                "ROUND((%s)::numeric, 2) IN %s",
                figure,
                tuple(round(float(item or 0.0), 2) for item in value) or (None,),
            )
        elif operator in OPERATORS:
            condition = SQL("ROUND((%s)::numeric, 2) %s %s", figure, SQL(operator), round(float(value), 2))
        else:
            return NotImplemented
        query = SQL(
            """
            SELECT partner.id FROM res_partner partner
              JOIN res_partner owner ON owner.id = partner.commercial_partner_id
              LEFT JOIN (SELECT partner_id, SUM(amount) AS amount, SUM(overdue) AS overdue
                           FROM (%s) part GROUP BY partner_id) total
                ON total.partner_id = owner.id
             WHERE %s
            """,
            self.env["sdw.credit.exposure"].sudo()._sql(self.env.company),
            condition,
        )
        return Domain("id", "in", SQL("(%s)", query))

    # ------------------------------------------------------------------ who sets the terms
    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + ["credit_grade", "payment_mode", "sdw_prepaid_percent"]

    @api.model_create_multi
    def create(self, vals_list):
        if self._sdw_may_set_credit():
            return super().create(vals_list)
        partners = super().create(vals_list)
        named = CREDIT_FIELDS.intersection(set().union(*vals_list)) | self._sdw_credit_defaults()
        if named:
            # As the company's own defaults would have it, whatever the caller sends or saved for himself.
            fresh = self._sdw_system().with_user(SUPERUSER_ID).with_company(self.env.company).new({})
            for partner in partners.sudo():
                partner._sdw_refuse_credit(
                    {name: partner[name] for name in named if partner[name] != fresh[name]}, fresh
                )
        return partners

    def write(self, vals):
        named = CREDIT_FIELDS.intersection(vals)
        if named and not self._sdw_may_set_credit():
            for partner in self.sudo():
                partner._sdw_refuse_credit({name: vals[name] for name in named}, partner)
        if not self.env.su and self._sdw_writes_credit_only():
            self._sdw_refuse_beyond_credit(set(vals) - CREDIT_FIELDS)
        return super().write(vals)

    def _sdw_credit_defaults(self):
        """Terms that a default would set on creation: any client can send ``default_…`` or save one of his own."""
        saved = self.env["ir.default"]._get_model_defaults("res.partner")
        return CREDIT_FIELDS & (saved.keys() | self._sdw_context_defaults())

    def _sdw_may_set_credit(self):
        """Whether the caller may set credit terms in the company whose values he writes, or nothing is enforced
        there.
        """
        if self.env.su or self.env.company.sudo()._sdw_mode("credit") != "block":
            return True
        return any(self.env.user.has_group(group) for group in SET_BY)

    def _sdw_refuse_credit(self, terms, before):
        """Only what changes counts: a contact takes over its company's terms, and forms send unchanged values back."""
        owner = self.commercial_partner_id if self.commercial_partner_id != self else self.browse()
        changed = [
            name
            for name, value in terms.items()
            if not self._sdw_same_value(name, value, before[name])
            and not (owner and self._sdw_same_value(name, value, owner[name]))
        ]
        if changed:
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in changed))
            raise AccessError(self.env._("Credit terms of a customer are set by finance: %(fields)s.", fields=labels))

    def _sdw_same_value(self, name, value, current):
        if isinstance(current, models.BaseModel):
            current = current.id
        if isinstance(value, models.BaseModel):
            value = value.id
        return (value or False) == (current or False)

    # ------------------------------------------------------------------ finance writes credit terms, and nothing else
    def _sdw_writes_credit_only(self):
        """Whether the caller may write partners by nothing but his finance role."""
        user = self.env.user
        if not user.has_group("sales_dept_workflow.group_sdw_finance"):
            return False
        ours = self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_finance")
        domain = [
            ("model_id.model", "=", "res.partner"),
            ("perm_write", "=", True),
            ("group_id", "in", (user.sudo().all_group_ids - ours).ids),
        ]
        return not self.env["ir.model.access"].sudo().search_count(domain, limit=1)

    def _sdw_refuse_beyond_credit(self, names):
        if names:
            labels = ", ".join(
                sorted(self._fields[name]._description_string(self.env) for name in names if name in self._fields)
            )
            raise AccessError(
                self.env._("Finance sets the credit terms of a customer, nothing else: %(fields)s.", fields=labels)
            )
