from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import customer_joins as joins

#: The buckets by days overdue; their keys sort as they are read.
BUCKETS = [
    ("0", "Not Due Yet"),
    ("1_30", "1-30 Days"),
    ("31_60", "31-60 Days"),
    ("61_90", "61-90 Days"),
    ("91", "Over 90 Days"),
    ("credit", "Unused Credits"),
]
AMOUNTS = {key: f"amount_{key}" for key, _label in BUCKETS}


class SdwReceivableAnalysis(models.Model):
    """Who owes what since when: one row per open item of the receivable accounts, in company currency, VAT included
    (C-13, C-16, C-17).

    Open is what is posted and not wholly matched: invoices, and with a minus credit notes and payments that wait to be
    matched. The sum of the residuals is the balance of the receivable accounts, to the cent. What is due today is not
    overdue; the day is the company's own.

    With ``sdw_as_of`` (a date) in the context the rows are what was open on that day, by the entries posted for it; the
    case, the promise and the grade are always those of today.

    ===================  =========================================================================
    who                  sees
    ===================  =========================================================================
    salesperson          his own customers
    sales manager        those of his team, and those of nobody
    director and up,     all of the company
    sales admin,
    accounting, legal
    ===================  =========================================================================
    """

    _name = "sdw.receivable.analysis"
    _description = "Receivables Analysis"
    _auto = False
    _order = "due_date, id"
    _rec_name = "move_id"

    move_id = fields.Many2one("account.move", "Journal Entry", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer Group", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", "Company Currency", readonly=True)
    item_currency_id = fields.Many2one("res.currency", "Document Currency", readonly=True)
    invoice_date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    bucket = fields.Selection(BUCKETS, "Age", readonly=True)
    amount_0 = fields.Monetary("Not Due Yet", readonly=True)
    amount_1_30 = fields.Monetary("1-30 Days", readonly=True)
    amount_31_60 = fields.Monetary("31-60 Days", readonly=True)
    amount_61_90 = fields.Monetary("61-90 Days", readonly=True)
    amount_91 = fields.Monetary("Over 90 Days", readonly=True)
    amount_credit = fields.Monetary("Unused Credits", readonly=True)
    overdue = fields.Monetary(readonly=True)
    residual = fields.Monetary("Open Amount", readonly=True)
    residual_currency = fields.Monetary(
        "Open in Document Currency", readonly=True, currency_field="item_currency_id", aggregator=None
    )
    disputed = fields.Boolean(
        "Not Chased", readonly=True, help="Left out of dunning: disputed, or settled by finance by hand."
    )
    case_id = fields.Many2one("sdw.collection.case", "Collection Case", readonly=True)
    case_state = fields.Selection(
        lambda self: self.env["sdw.collection.case"]._fields["state"]._description_selection(self.env),
        "Status of the Case",
        readonly=True,
    )
    agreement_id = fields.Many2one(
        "sdw.repayment.agreement", readonly=True, help="The signed agreement that covers this item."
    )
    on_hold = fields.Boolean("Shipping Hold", readonly=True)
    credit_grade = fields.Selection([("a", "A"), ("b", "B"), ("c", "C"), ("d", "D: no credit")], readonly=True)
    promised_date = fields.Date("Promised for", readonly=True)
    promise_broken = fields.Boolean(readonly=True)

    # ------------------------------------------------------------------ SQL
    @property
    def _table_query(self):
        self.env["sdw.collection.case"].sudo()._flush_ledger()
        overdue = SQL("item.residual > 0 AND item.due_date < item.today")
        days = SQL("CASE WHEN %s THEN item.today - item.due_date ELSE 0 END", overdue)
        bucket = SQL(
            """CASE WHEN item.residual < 0 THEN 'credit' WHEN item.due_date >= item.today THEN '0'
                    WHEN item.today - item.due_date <= 30 THEN '1_30' WHEN item.today - item.due_date <= 60 THEN '31_60'
                    WHEN item.today - item.due_date <= 90 THEN '61_90' ELSE '91' END"""
        )
        amounts = SQL(", ").join(
            SQL("CASE WHEN %s = %s THEN item.residual ELSE 0 END AS %s", bucket, key, SQL.identifier(name))
            for key, name in AMOUNTS.items()
        )
        return SQL(
            """SELECT item.*, %(days)s AS days_overdue, %(bucket)s AS bucket,
                      CASE WHEN %(overdue)s THEN item.residual ELSE 0 END AS overdue, %(amounts)s
                 FROM (%(items)s) item""",
            days=days,
            bucket=bucket,
            overdue=overdue,
            amounts=amounts,
            items=self._sql_items(),
        )

    @api.model
    def _sql_items(self):
        """The open items with whose they are and how far collection is."""
        as_of = self._as_of()
        return SQL(
            """SELECT l.id, l.move_id,
                      CASE WHEN m.commercial_partner_id = owner.id THEN m.partner_id ELSE l.partner_id END
                          AS partner_id,
                      owner.id AS commercial_partner_id, %(person)s AS user_id,
                      %(team)s AS team_id, COALESCE(p.territory_id, owner.territory_id) AS territory_id,
                      COALESCE(p.country_id, owner.country_id) AS country_id, l.company_id, company.currency_id,
                      l.currency_id AS item_currency_id, m.invoice_date,
                      COALESCE(l.date_maturity, l.date) AS due_date, %(day)s AS today, l.residual, l.residual_currency,
                      %(disputed)s AS disputed, k.id AS case_id, k.state AS case_state,
                      CASE WHEN COALESCE(l.date_maturity, l.date) < g.debt_date AND l.residual > 0
                           THEN g.id END AS agreement_id,
                      held.partner_id IS NOT NULL AS on_hold, owner.credit_grade ->> l.company_id::text AS credit_grade,
                      k.promised_date,
                      COALESCE(k.promised_date < %(today)s AND k.state IN ('dunning', 'agreement', 'plan'), FALSE)
                          AS promise_broken
                 FROM (%(open)s) l
                 %(customer)s
                 JOIN account_move m ON m.id = l.move_id
                 %(responsible)s
                 LEFT JOIN sdw_collection_case k
                        ON k.partner_id = owner.id AND k.company_id = l.company_id AND k.state != 'closed'
                 LEFT JOIN (%(agreements)s) g ON g.partner_id = owner.id AND g.company_id = l.company_id
                 LEFT JOIN (%(held)s) held ON held.partner_id = owner.id AND held.company_id = l.company_id""",
            person=joins.PERSON,
            team=joins.team("m"),
            day=SQL("%s::date", as_of) if as_of else joins.today(fields.Datetime.now()),
            today=joins.today(fields.Datetime.now()),
            disputed=self.env["sdw.collection.case"].sudo()._sweep_excluded_sql(),
            open=self._sql_open_on(as_of) if as_of else self._sql_open(),
            customer=joins.CUSTOMER,
            responsible=joins.responsible("m"),
            agreements=self._sql_agreements(),
            held=self._sql_held(),
        )

    @api.model
    def _as_of(self):
        """The day whose open items are asked for; none: now."""
        try:
            return fields.Date.to_date(self.env.context.get("sdw_as_of") or False)
        except (TypeError, ValueError):
            raise UserError(self.env._("This is not a date.")) from None

    # ------------------------------------------------------------------ ageing by customer and the like
    @api.model
    def _ageing(self, domain, groupby):
        """[(group, amount of each bucket …, total)] of what the reader sees, in one query."""
        measures = [f"{name}:sum" for name in AMOUNTS.values()]
        return self._read_group(domain, [groupby], [*measures, "residual:sum"], order="residual:sum desc")

    def action_open_entry(self):
        """Open the invoice or entry of this row."""
        self.ensure_one()
        self.move_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [[False, "form"]],
        }
