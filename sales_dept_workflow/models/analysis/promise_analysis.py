from odoo import fields, models
from odoo.tools import SQL

from . import customer_joins as joins


class SdwCollectionPromiseAnalysis(models.Model):
    """Who promised what, and who kept it: one row per promise of the dunning log (C-01, C-12).

    Kept is a promise when the money that came in from the day it was given until the promised day reaches its amount
    (without an amount: when any came in). Broken is one whose day has passed without.
    """

    _name = "sdw.collection.promise.analysis"
    _description = "Promises of Payment"
    _auto = False
    _order = "promised_date desc, id desc"
    _rec_name = "case_id"
    _depends = {
        "account.move": ["move_type"],
        "account.move.line": [
            "account_id",
            "balance",
            "company_id",
            "date",
            "journal_id",
            "parent_state",
            "partner_id",
        ],
        "res.partner": ["commercial_partner_id"],
        "sdw.collection.action": ["case_id", "done_on", "promised_amount", "promised_date", "user_id"],
        "sdw.collection.case": ["company_id", "partner_id", "team_id", "user_id"],
    }

    case_id = fields.Many2one("sdw.collection.case", "Collection Case", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    taken_by_id = fields.Many2one("res.users", "Promise Taken by", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    given_on = fields.Date("Promise Given on", readonly=True)
    promised_date = fields.Date("Promised for", readonly=True)
    promised_amount = fields.Monetary("Promised", readonly=True)
    paid_amount = fields.Monetary("Came in by Then", readonly=True, aggregator=None)
    state = fields.Selection(
        [("open", "Promise Running"), ("kept", "Promise Kept"), ("broken", "Promise Broken")],
        "Outcome of the Promise",
        readonly=True,
    )

    @property
    def _table_query(self):
        day = joins.today(fields.Datetime.now())
        return SQL(
            """SELECT promise.*,
                      CASE WHEN paid_amount > 0 AND paid_amount >= promised_amount THEN 'kept'
                           WHEN promised_date >= today THEN 'open' ELSE 'broken' END AS state
                 FROM (SELECT t.id, t.case_id, k.partner_id, k.user_id, k.team_id, t.user_id AS taken_by_id,
                              k.company_id, company.currency_id, given.on_day AS given_on, t.promised_date,
                              COALESCE(t.promised_amount, 0) AS promised_amount,
                              COALESCE(paid.amount, 0) AS paid_amount, %(today)s AS today
                         FROM sdw_collection_action t
                         JOIN sdw_collection_case k ON k.id = t.case_id
                         JOIN res_company company ON company.id = k.company_id
                         JOIN res_partner home ON home.id = company.partner_id
                         CROSS JOIN LATERAL (SELECT %(given)s AS on_day) given
                         LEFT JOIN LATERAL (
                              SELECT - SUM(l.balance) AS amount
                                FROM (%(money)s) l
                                JOIN res_partner p ON p.id = l.partner_id
                               WHERE p.commercial_partner_id = k.partner_id AND l.company_id = k.company_id
                                 AND l.date BETWEEN given.on_day AND t.promised_date) paid ON TRUE
                        WHERE t.promised_date IS NOT NULL) promise""",
            today=day,
            given=SQL("((t.done_on AT TIME ZONE 'UTC') AT TIME ZONE COALESCE(NULLIF(home.tz, ''), 'UTC'))::date"),
            money=self.env["sdw.collection.receipt.analysis"]._sql_money(),
        )

    def action_open_case(self):
        """Open the case the promise was given on."""
        self.ensure_one()
        self.case_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "sdw.collection.case",
            "res_id": self.case_id.id,
            "views": [[False, "form"]],
        }
