from odoo import api, fields, models
from odoo.tools import SQL

from .codes import CARD, CHANNELS, NATURES

STAFF = "base.group_user"


def text(label, **options):
    return fields.Text(label, tracking=True, groups=STAFF, **options)


def line(label, **options):
    return fields.Char(label, tracking=True, groups=STAFF, **options)


class ResPartner(models.Model):
    """The customer card: four blocks of what we know of a customer (A-07, A-09…A-12, A-34, A-43, A-44, A-52).

    What core's contact tells already (name, address, telephone, tax number, industry) is part of it and not repeated.
    Changes of the card are tracked in the chatter, old values included (A-27).
    """

    _inherit = "res.partner"

    # ------------------------------------------------------------------ basic information
    sdw_nature = fields.Selection(
        NATURES, "Nature of the Customer", tracking=True, index="btree_not_null", groups=STAFF,
        help="Decides what his card asks for.",
    )  # fmt: skip
    customer_source = fields.Selection(CHANNELS, tracking=True, groups=STAFF, help="How he came to us.")
    sdw_owner = line("Owner")
    sdw_operating_manager = line("Operating Manager")
    sdw_legal_representative = line("Legal Representative")
    sdw_founded_on = fields.Date("Founded on", tracking=True, groups=STAFF)
    sdw_traded_since = fields.Date("Trading with Us since", tracking=True, groups=STAFF)
    sdw_organisation = line("Form of Organisation")
    sdw_assets = fields.Monetary("Assets", tracking=True, groups=STAFF, currency_field="currency_id")
    sdw_background = text("Background")
    # ------------------------------------------------------------------ features
    sdw_service_area = text("Service Area")
    sdw_sales_force = text("Sales Force")
    sdw_potential = text("Development Potential")
    sdw_philosophy = text("Business Philosophy")
    sdw_policy = text("Business Policy")
    sdw_size = line("Company Size", help="People, sites, machines: what shows it best.")
    sdw_characteristics = text("Characteristics")
    sdw_needs = text("Needs", help="What he needs, and how he buys.")
    sdw_need_kind_ids = fields.Many2many(
        "sdw.need.kind", string="Kinds of Need", tracking=True, copy=False, ondelete="restrict", groups=STAFF
    )
    # ------------------------------------------------------------------ business status
    sdw_sales_results = text("Sales Results", help="His own, past and present.")
    sdw_management_quality = text("Quality of Management")
    sdw_staff_quality = text("Quality of Sales Staff")
    sdw_competitor_relation = text("Relation with Our Competitors")
    sdw_cooperation = text("Co-operation with Us", help="Business relations with us, and his attitude.")
    sdw_bought_this_year_company = fields.Monetary(
        "Bought This Year", compute="_compute_sdw_bought", groups=STAFF, currency_field="currency_id"
    )
    sdw_bought_last_year_company = fields.Monetary(
        "Bought Last Year", compute="_compute_sdw_bought", groups=STAFF, currency_field="currency_id"
    )
    # ------------------------------------------------------------------ transaction status
    sdw_activities = text("Business Activities")
    sdw_problems = text("Existing Problems")
    sdw_strengths = text("Strengths Kept")
    sdw_future_plans = text("Plans for the Future")
    sdw_reputation = text("Reputation and Image")
    sdw_credit_standing = text("Credit Standing")
    sdw_trade_situation = text("Terms of Trade")
    sdw_credit_problems = text("Past Credit Problems", help="In words; single cases are listed below.")
    sdw_credit_problem_ids = fields.One2many(
        "sdw.credit.problem", "partner_id", "Credit Problems",
        groups="sales_dept_workflow.group_sdw_salesperson,sales_dept_workflow.group_sdw_accountant,"
        "sales_dept_workflow.group_sdw_legal,sales_dept_workflow.group_sdw_archivist",
    )  # fmt: skip

    def action_sdw_matching_products(self):
        """Open what we offer for the needs of these customers (A-39)."""
        self._sdw_check_caller()
        return self.commercial_partner_id.sdw_need_kind_ids.action_matching_products()

    @api.model
    def _sdw_card_labels(self):
        """[(field, label)] of the card, in the order of the paper and the reader's language."""
        names = (name for names in CARD.values() for name in names)
        return [(name, self._fields[name]._description_string(self.env)) for name in names]

    @api.depends_context("allowed_company_ids")
    def _compute_sdw_bought(self):
        """Confirmed orders of this year and the last, VAT included, in company currency; one query for all."""
        customers = self._origin.sudo().commercial_partner_id
        year = fields.Date.start_of(self.env.company._sdw_today(), "year")
        last = fields.Date.subtract(year, years=1)
        rows = self._sdw_bought_by(customers, year, last) if customers else []
        bought = {customer: amounts for customer, *amounts in rows}
        for partner in self:
            owner = (partner._origin or partner).sudo().commercial_partner_id
            this_year, last_year = bought.get(owner.id, (0.0, 0.0))
            partner.sdw_bought_this_year_company, partner.sdw_bought_last_year_company = this_year, last_year

    def _sdw_bought_by(self, customers, year, last):
        self.env["sale.order"].flush_model(
            ["partner_id", "state", "date_order", "amount_total", "currency_rate", "company_id"]
        )
        return self.env.execute_query(
            SQL(
                """SELECT c.commercial_partner_id,
                          COALESCE(SUM(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1))
                              FILTER (WHERE o.date_order >= %(year)s), 0)::float,
                          COALESCE(SUM(o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1))
                              FILTER (WHERE o.date_order < %(year)s), 0)::float
                     FROM sale_order o JOIN res_partner c ON c.id = o.partner_id
                    WHERE o.state = 'sale' AND o.company_id = %(company)s AND o.date_order >= %(last)s
                      AND c.commercial_partner_id IN %(customers)s
                 GROUP BY c.commercial_partner_id""",
                year=year,
                last=last,
                company=self.env.company.id,
                customers=tuple(customers.ids),
            )
        )
