from odoo import api, fields, models
from odoo.tools import SQL

from . import customer_joins as joins

#: Journals in which money moves; a bills journal is one of cash.
MONEY_JOURNALS = ("bank", "cash", "credit")


class SdwCollectionReceiptAnalysis(models.Model):
    """Money of customers, in and out: what was collected by whom, per month, journal and customer (C-15, C-17, C-22).

    One row per posted item on a receivable account in a bank, cash or bills journal. It counts on the day of its entry,
    in company currency, whether it has been matched with an invoice or not; so the figures agree with the ledger.
    Credit notes, write-offs and exchange differences move no money and are not in it. A payment taken back and a bill
    dishonoured are money out on that day.

    It is collected by the customer's salesperson, else by that of the first invoice it paid.
    """

    _name = "sdw.collection.receipt.analysis"
    _description = "Receipts and Payments"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "move_id"
    _depends = {
        "account.move": ["move_type", "state", "invoice_user_id", "team_id", "origin_payment_id"],
        "account.move.line": [
            "account_id", "balance", "company_id", "date", "journal_id", "move_id", "parent_state", "partner_id",
            "reconciled",
        ],
        "account.partial.reconcile": ["credit_move_id", "debit_move_id"],
        "account.journal": ["type"],
        "res.partner": ["commercial_partner_id", "territory_id", "user_id"],
        "res.users": ["active", "sale_team_id", "share"],
    }  # fmt: skip

    move_id = fields.Many2one("account.move", "Journal Entry", readonly=True)
    payment_id = fields.Many2one("account.payment", "Payment Document", readonly=True)
    date = fields.Date("Payment Date", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer Group", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    direction = fields.Selection([("in", "Money In"), ("out", "Money Out")], readonly=True)
    received = fields.Monetary("Money In", readonly=True)
    paid_out = fields.Monetary("Money Out", readonly=True)
    amount = fields.Monetary("Collected Amount", readonly=True, help="Money in, less money out.")
    matched = fields.Boolean("Matched with Invoices", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT l.id, l.move_id, m.origin_payment_id AS payment_id, l.date, l.partner_id,
                      owner.id AS commercial_partner_id, %(person)s AS user_id, %(team)s AS team_id,
                      COALESCE(p.territory_id, owner.territory_id) AS territory_id, l.journal_id, l.company_id,
                      company.currency_id, CASE WHEN l.balance < 0 THEN 'in' ELSE 'out' END AS direction,
                      GREATEST(- l.balance, 0) AS received, GREATEST(l.balance, 0) AS paid_out, - l.balance AS amount,
                      l.reconciled IS TRUE AS matched
                 FROM (%(money)s) l
                 %(customer)s
                 JOIN account_move m ON m.id = l.move_id
                 LEFT JOIN LATERAL (%(invoice)s) invoice ON TRUE
                 %(responsible)s""",
            person=joins.PERSON,
            team=joins.team("invoice"),
            money=self._sql_money(),
            customer=joins.CUSTOMER,
            invoice=self._sql_invoice(),
            responsible=joins.responsible("invoice"),
        )

    @api.model
    def _sql_money(self):
        """Journal items by which a customer's money moves; the definition of *collected* for plans and promises."""
        return SQL(
            """SELECT l.*
                 FROM account_move_line l
                 JOIN account_journal j ON j.id = l.journal_id AND j.type IN %s
                 JOIN account_move e ON e.id = l.move_id AND e.move_type = 'entry'
                WHERE l.parent_state = 'posted' AND l.balance != 0
                  AND l.account_id IN (SELECT id FROM account_account WHERE account_type = 'asset_receivable')""",
            MONEY_JOURNALS,
        )

    @api.model
    def _sql_invoice(self):
        """The first invoice this money paid, for customers without a salesperson."""
        return SQL(
            """SELECT paid.invoice_user_id, paid.team_id
                 FROM account_partial_reconcile r
                 JOIN account_move_line item ON item.id = r.debit_move_id
                 JOIN account_move paid ON paid.id = item.move_id AND paid.invoice_user_id IS NOT NULL
                WHERE r.credit_move_id = l.id AND owner.user_id IS NULL
             ORDER BY r.id LIMIT 1"""
        )

    def action_open_entry(self):
        """Open the payment or entry of this row."""
        self.ensure_one()
        record = self.payment_id or self.move_id
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }
