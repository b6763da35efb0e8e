from odoo import fields, models
from odoo.tools import SQL

from .codes import MONEY_RECEIVED, VISIT

ALWAYS = SQL("TRUE")


class SdwCustomerReport(models.Model):
    """The customer business report: visits, care, orders, money received, complaints per customer and month; and for
    target customers what is expected of them beside what they ordered (V-19).

    One row per event, on its day. A target customer has an open opportunity; expected is its revenue, on the day it is
    to be closed. Amounts are in company currency.
    """

    _name = "sdw.customer.report"
    _description = "Customer Business Report"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        VISIT: ["commercial_partner_id", "company_id", "state", "outcome", "date_done"],
        "sdw.care.log": ["commercial_partner_id", "company_id", "date", "cost"],
        "sale.order": ["partner_id", "company_id", "state", "date_order", "amount_untaxed", "currency_rate"],
        "crm.lead": ["partner_id", "company_id", "expected_revenue", "date_deadline", "active", "type", "probability"],
        "sdw.complaint": ["partner_id", "company_id", "received_on"],
        "account.move.line": MONEY_RECEIVED,
        "res.partner": ["commercial_partner_id", "territory_id", "user_id"],
        "res.users": ["sale_team_id"],
    }

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(readonly=True)
    is_target = fields.Boolean("Target Customer", readonly=True)
    visits = fields.Integer("Visits Made", readonly=True)
    care_cost = fields.Monetary("Cost of Care", readonly=True)
    orders = fields.Integer(readonly=True)
    ordered_amount = fields.Monetary("Amount Ordered", readonly=True)
    expected_amount = fields.Monetary("Amount Expected", readonly=True)
    received_amount = fields.Monetary("Money Received", readonly=True)
    complaints = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        events = SQL(" UNION ALL ").join(self._sql_events())
        return SQL(
            """SELECT ROW_NUMBER() OVER (ORDER BY e.date, e.partner_id, e.source, e.ref) AS id, e.partner_id,
                      customer.user_id, seller.sale_team_id AS team_id, customer.territory_id,
                      COALESCE(e.company_id, customer.company_id, seller.company_id, %(main)s) AS company_id,
                      company.currency_id, e.date, target.id IS NOT NULL AS is_target, e.visits, e.care_cost, e.orders,
                      e.ordered_amount, e.expected_amount, e.received_amount, e.complaints
                 FROM (%(events)s) e
                 JOIN res_partner customer ON customer.id = e.partner_id
                 LEFT JOIN res_users seller ON seller.id = customer.user_id
                 JOIN res_company company
                   ON company.id = COALESCE(e.company_id, customer.company_id, seller.company_id, %(main)s)
                 LEFT JOIN (%(targets)s) target ON target.id = e.partner_id""",
            events=events,
            targets=self._sql_targets(),
            main=self.env["ir.model.data"]._xmlid_to_res_id("base.main_company", raise_if_not_found=True),
        )

    def _sql_targets(self):
        return SQL(
            """SELECT DISTINCT p.commercial_partner_id AS id FROM crm_lead l JOIN res_partner p ON p.id = l.partner_id
                WHERE l.active AND l.type = 'opportunity' AND COALESCE(l.probability, 0) < 100"""
        )

    def _sql_event(self, number, ref, partner, company, date, source, where=ALWAYS, **figures):
        """One kind of event with its figures; the others are empty. The two names are for a stable numbering."""
        names = ("visits", "care_cost", "orders", "ordered_amount", "expected_amount", "received_amount", "complaints")
        values = SQL(", ").join(SQL("%s AS %s", figures.get(name, SQL("0")), SQL.identifier(name)) for name in names)
        return SQL(
            """SELECT %(number)s AS source, %(ref)s AS ref, p.commercial_partner_id AS partner_id,
                      %(company)s AS company_id, %(date)s::date AS date, %(values)s
                 FROM %(source)s JOIN res_partner p ON p.id = %(partner)s WHERE %(where)s""",
            number=number,
            ref=ref,
            company=company,
            date=date,
            values=values,
            source=source,
            partner=partner,
            where=where,
        )

    def _sql_events(self):
        amount = SQL("o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1)")
        money = self.env["sdw.collection.receipt.analysis"]._sql_money()
        one = SQL("1")
        made = SQL("v.state IN ('recorded', 'filed') AND v.outcome IS DISTINCT FROM 'not_met'")
        sold = SQL("o.state = 'sale'")
        still = SQL("d.active AND d.type = 'opportunity' AND COALESCE(d.probability, 0) < 100")

        def event(number, alias, source, date, where=ALWAYS, **figures):
            ref, partner, company = (SQL.identifier(alias, name) for name in ("id", "partner_id", "company_id"))
            return self._sql_event(number, ref, partner, company, date, source, where, **figures)

        return [
            event(1, "v", SQL("sdw_visit v"), SQL("v.date_done"), made, visits=one),
            event(2, "g", SQL("sdw_care_log g"), SQL("g.date"), care_cost=SQL("COALESCE(g.cost, 0)")),
            event(3, "o", SQL("sale_order o"), SQL("o.date_order"), sold, orders=one, ordered_amount=amount),
            event(
                4, "d", SQL("crm_lead d"), SQL("COALESCE(d.date_deadline, d.create_date)"), still,
                expected_amount=SQL("COALESCE(d.expected_revenue, 0)"),
            ),
            event(5, "l", SQL("(%s) l", money), SQL("l.date"), received_amount=SQL("- l.balance")),
            event(6, "c", SQL("sdw_complaint c"), SQL("c.received_on"), complaints=one),
        ]  # fmt: skip
