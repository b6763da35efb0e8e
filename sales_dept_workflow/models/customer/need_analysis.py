from odoo import api, fields, models
from odoo.tools import SQL

from .codes_status import STATUSES

STATES = [
    ("open", "Lead Open"),
    ("card", "Known, nothing under way"),
    ("won", "Lead Won"),
    ("lost", "Lead Lost"),
]


class SdwNeedAnalysis(models.Model):
    """Need classification: which customers need what, and what becomes of it (A-39, A-52, S-12).

    One row per kind of need and lead; and one per kind and customer whose card tells it while no lead of his is open on
    it. Expected revenue is that of open leads, in the currency of their company.
    """

    _name = "sdw.need.analysis"
    _description = "Need Classification"
    _auto = False
    _order = "state desc, wanted_by, id"
    _rec_name = "partner_id"
    _depends = {
        "crm.lead": [
            *("partner_id", "company_id", "user_id", "team_id", "territory_id", "active", "won_status", "type"),
            *("expected_revenue", "sdw_need", "sdw_need_kind_ids", "sdw_wanted_by"),
        ],
        "res.partner": [
            *("commercial_partner_id", "company_id", "user_id", "territory_id", "active", "customer_status"),
            *("sdw_needs", "sdw_need_kind_ids", "sdw_timetable"),
        ],
        "res.users": ["sale_team_id", "company_id"],
        "sdw.need.kind": ["active", "product_ids", "categ_ids"],
        "product.template": ["categ_id", "sale_ok"],
        "product.product": ["active"],
    }

    kind_id = fields.Many2one("sdw.need.kind", "Kind of Need", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Lead", readonly=True)
    state = fields.Selection(STATES, "What Becomes of It", readonly=True)
    need = fields.Text("In the Customer's Words", readonly=True)
    wanted_by = fields.Date("Wanted by", readonly=True)
    status = fields.Selection(STATUSES, "Customer Status", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    customers = fields.Integer("Number of Customers", readonly=True, aggregator="count_distinct")
    open_leads = fields.Integer(readonly=True)
    expected_revenue = fields.Monetary(readonly=True)
    products = fields.Integer("Products That Match", readonly=True, aggregator="max")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (COALESCE(row.lead_id::bigint * 2, row.partner_id::bigint * 2 + 1) * 4096 + row.kind_id) AS id,
                   row.kind_id, row.partner_id, row.partner_id AS customers, row.lead_id, row.state, row.need,
                   row.wanted_by,
                   COALESCE(customer.customer_status, 'lead') AS status,
                   COALESCE(row.territory_id, customer.territory_id) AS territory_id, seller.id AS user_id,
                   COALESCE(row.team_id, seller.sale_team_id) AS team_id, company.id AS company_id, company.currency_id,
                   CASE WHEN row.state = 'open' THEN 1 ELSE 0 END AS open_leads,
                   CASE WHEN row.state = 'open' THEN row.expected_revenue ELSE 0 END AS expected_revenue,
                   COALESCE(offered.products, 0) AS products
              FROM (%(leads)s UNION ALL %(cards)s) row
              JOIN sdw_need_kind kind ON kind.id = row.kind_id AND kind.active
              LEFT JOIN res_partner customer ON customer.id = row.partner_id
              LEFT JOIN res_users seller ON seller.id = COALESCE(row.user_id, customer.user_id)
              LEFT JOIN (%(offered)s) offered ON offered.kind_id = row.kind_id
              JOIN res_company company
                ON company.id = COALESCE(row.company_id, customer.company_id, seller.company_id, %(main)s)
            """,
            leads=self._sql_leads(),
            cards=self._sql_cards(),
            offered=self.env["sdw.need.kind"]._sql_counts(),
            main=self.env["ir.model.data"]._xmlid_to_res_id("base.main_company", raise_if_not_found=True),
        )

    @api.model
    def _sql_relation(self, model):
        """Table and columns of the kinds of need of a model."""
        field = self.env[model]._fields["sdw_need_kind_ids"]
        return {
            "rel": SQL.identifier(field.relation),
            "owner": SQL.identifier(field.column1),
            "kind": SQL.identifier(field.column2),
        }

    @api.model
    def _sql_leads(self):
        return SQL(
            """
            SELECT r.%(kind)s AS kind_id, p.commercial_partner_id AS partner_id, l.id AS lead_id,
                   CASE WHEN l.won_status = 'won' THEN 'won' WHEN l.active AND l.won_status = 'pending' THEN 'open'
                        ELSE 'lost' END AS state,
                   l.sdw_need AS need, l.sdw_wanted_by AS wanted_by, l.territory_id, l.user_id, l.team_id, l.company_id,
                   l.expected_revenue
              FROM %(rel)s r JOIN crm_lead l ON l.id = r.%(owner)s LEFT JOIN res_partner p ON p.id = l.partner_id
            """,
            **self._sql_relation("crm.lead"),
        )

    @api.model
    def _sql_cards(self):
        leads = {f"lead_{name}": value for name, value in self._sql_relation("crm.lead").items()}
        return SQL(
            """
            SELECT r.%(kind)s, p.id, NULL, 'card', p.sdw_needs, p.sdw_timetable, p.territory_id, p.user_id, NULL,
                   p.company_id, 0
              FROM %(rel)s r JOIN res_partner p ON p.id = r.%(owner)s AND p.active AND p.commercial_partner_id = p.id
             WHERE NOT EXISTS (SELECT FROM %(lead_rel)s lr JOIN crm_lead l ON l.id = lr.%(lead_owner)s
                                 JOIN res_partner lp ON lp.id = l.partner_id
                                WHERE lr.%(lead_kind)s = r.%(kind)s AND lp.commercial_partner_id = p.id
                                  AND l.active AND l.won_status = 'pending')
            """,
            **self._sql_relation("res.partner"),
            **leads,
        )

    def action_open(self):
        """Open the lead, or where there is none the customer."""
        self.ensure_one()
        record = self.lead_id or self.partner_id
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    def action_matching_products(self):
        """Open what we offer for these needs."""
        return self.kind_id.action_matching_products()
