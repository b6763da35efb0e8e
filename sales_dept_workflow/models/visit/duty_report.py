from odoo import fields, models
from odoo.tools import SQL

from .codes import CARE, MONEY_RECEIVED, VISIT

#: The seven duties, in the order of the written rules.
DUTIES = ("sold_amount", "received_amount", "care", "customers", "partners", "competitors", "needs")


class SdwDutyReport(models.Model):
    """The seven daily duties of the department, counted per person, branch and month from the records (S-02, S-08).

    Reach the target (orders confirmed), collect (money received), keep the relation (care and return visits made), find
    customers, find partners and agents (leads entered), watch competitors (prices and terms heard), feed back what the
    market needs (visits whose form says it). One row per event, on its day; amounts in company currency, without taxes.
    """

    _name = "sdw.duty.report"
    _description = "Duties of the Sales Department"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "user_id"
    _depends = {
        VISIT: [
            "user_id",
            "team_id",
            "company_id",
            "state",
            "kind",
            "outcome",
            "date_done",
            "competitor_terms",
            "need",
        ],
        CARE: ["user_id", "company_id", "date"],
        "sale.order": ["user_id", "team_id", "company_id", "state", "date_order", "amount_untaxed", "currency_rate"],
        "crm.lead": ["user_id", "team_id", "company_id", "create_date", "sdw_lead_kind"],
        "sdw.competitor.price": ["user_id", "company_id", "date"],
        "account.move.line": MONEY_RECEIVED,
        "res.users": ["sale_team_id", "company_id"],
    }

    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(readonly=True)
    sold_amount = fields.Monetary("Orders Confirmed", readonly=True)
    received_amount = fields.Monetary("Money Received", readonly=True)
    care = fields.Integer("Care and Return Visits", readonly=True)
    customers = fields.Integer("Customers Found", readonly=True)
    partners = fields.Integer("Partners Found", readonly=True)
    competitors = fields.Integer("News of Competitors", readonly=True)
    needs = fields.Integer("Needs Fed Back", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT ROW_NUMBER() OVER (ORDER BY e.date, e.user_id, e.source, e.ref) AS id, e.user_id,
                      COALESCE(e.team_id, seller.sale_team_id) AS team_id, company.id AS company_id,
                      company.currency_id, e.date, %(duties)s
                 FROM (%(events)s) e
                 JOIN res_users seller ON seller.id = e.user_id
                 JOIN res_company company ON company.id = COALESCE(e.company_id, seller.company_id)""",
            duties=SQL(", ").join(SQL.identifier("e", name) for name in DUTIES),
            events=SQL(" UNION ALL ").join(self._sql_events()),
        )

    def _sql_event(self, number, source, date, where, team=None, **figures):
        """Events of one source with their figures; the number is for a stable numbering."""
        values = SQL(", ").join(SQL("%s AS %s", figures.get(name, SQL("0")), SQL.identifier(name)) for name in DUTIES)
        return SQL(
            """SELECT %(number)s AS source, s.id AS ref, s.user_id, %(team)s AS team_id, s.company_id,
                      %(date)s::date AS date, %(values)s FROM %(source)s s WHERE s.user_id IS NOT NULL AND %(where)s""",
            number=number,
            team=team or SQL("NULL::int"),
            date=date,
            values=values,
            source=source,
            where=where,
        )

    def _sql_events(self):
        team, one, always = SQL("s.team_id"), SQL("1"), SQL("TRUE")
        made = SQL("s.state IN ('recorded', 'filed') AND s.outcome IS DISTINCT FROM 'not_met'")
        receipts = SQL("(%s)", self.env["sdw.collection.receipt.analysis"]._table_query)
        partner = SQL("CASE WHEN s.sdw_lead_kind IN ('agent', 'partner') THEN 1 ELSE 0 END")
        return [
            self._sql_event(
                1, SQL("sale_order"), SQL("s.date_order"), SQL("s.state = 'sale'"), team,
                sold_amount=SQL("s.amount_untaxed / COALESCE(NULLIF(s.currency_rate, 0), 1)"),
            ),
            self._sql_event(2, receipts, SQL("s.date"), always, team, received_amount=SQL("s.amount")),
            self._sql_event(3, SQL("sdw_care_log"), SQL("s.date"), always, care=one),
            self._sql_event(
                4, SQL("sdw_visit"), SQL("s.date_done"), made, team,
                care=SQL("CASE WHEN s.kind = 'existing' THEN 1 ELSE 0 END"),
                competitors=SQL("CASE WHEN COALESCE(s.competitor_terms, '') != '' THEN 1 ELSE 0 END"),
                needs=SQL("CASE WHEN COALESCE(s.need, '') != '' THEN 1 ELSE 0 END"),
            ),
            self._sql_event(
                5, SQL("crm_lead"), SQL("s.create_date"), always, team,
                customers=SQL("1 - %s", partner), partners=partner,
            ),
            self._sql_event(6, SQL("sdw_competitor_price"), SQL("s.date"), always, competitors=one),
        ]  # fmt: skip
