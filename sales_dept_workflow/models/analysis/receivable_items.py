from odoo import api, models
from odoo.tools import SQL

#: What the analysis needs to know of a journal item.
ITEM = SQL(
    """l.id, l.move_id, l.account_id, l.partner_id, l.company_id, l.currency_id, l.date, l.date_maturity,
       l.move_name, l.amount_residual"""
)
RECEIVABLE = SQL("l.account_id IN (SELECT id FROM account_account WHERE account_type = 'asset_receivable')")


class SdwReceivableAnalysis(models.Model):
    """Which items are open: now, by the residuals core keeps; on an earlier day, by the matches made until then.

    Core leaves an item settled when the entry that settled it goes back to draft. A draft pays nothing and stands in no
    ledger, so here its item is open again.
    """

    _inherit = "sdw.receivable.analysis"
    _depends = {
        "account.move": [
            "commercial_partner_id", "invoice_date", "invoice_user_id", "partner_id", "state", "team_id",
        ],
        "account.move.line": [
            "account_id", "amount_currency", "amount_residual", "amount_residual_currency", "balance", "company_id",
            "currency_id", "date", "date_maturity", "move_id", "move_name", "parent_state", "partner_id", "reconciled",
        ],
        "account.partial.reconcile": [
            "amount", "credit_amount_currency", "credit_move_id", "debit_amount_currency", "debit_move_id", "max_date",
        ],
        "res.partner": ["commercial_partner_id", "country_id", "credit_grade", "parent_id", "territory_id", "user_id"],
        "res.users": ["active", "sale_team_id", "share"],
        "sdw.collection.case": ["company_id", "hold", "partner_id", "promised_date", "settled_date", "state"],
        "sdw.repayment.agreement": ["company_id", "debt_date", "partner_id", "state"],
    }  # fmt: skip

    @api.model
    def _sql_open(self):
        """Open now. Two parts, so that the index on what is not reconciled serves the large one."""
        return SQL(
            """SELECT %(item)s, l.amount_residual + COALESCE(undone.amount, 0) AS residual,
                      l.amount_residual_currency + COALESCE(undone.amount_currency, 0) AS residual_currency
                 FROM account_move_line l
                 LEFT JOIN (%(undone)s) undone ON undone.line_id = l.id
                WHERE l.parent_state = 'posted' AND l.reconciled IS NOT TRUE AND %(receivable)s
                  AND (l.amount_residual != 0 OR l.amount_residual_currency != 0 OR undone.line_id IS NOT NULL)
                UNION ALL
               SELECT %(item)s, l.amount_residual + undone.amount,
                      l.amount_residual_currency + undone.amount_currency
                 FROM (%(undone)s) undone
                 JOIN account_move_line l ON l.id = undone.line_id
                WHERE l.parent_state = 'posted' AND l.reconciled IS TRUE AND %(receivable)s""",
            item=ITEM,
            undone=self._sql_matches(SQL("other_move.state != 'posted'")),
            receivable=RECEIVABLE,
        )

    @api.model
    def _sql_open_on(self, day):
        """Open on ``day``: what was booked until then, less what was matched until then with posted entries."""
        return SQL(
            """SELECT * FROM (
               SELECT %(item)s, l.balance - COALESCE(matched.amount, 0) AS residual,
                      l.amount_currency - COALESCE(matched.amount_currency, 0) AS residual_currency
                 FROM account_move_line l
                 LEFT JOIN (%(matched)s) matched ON matched.line_id = l.id
                WHERE l.parent_state = 'posted' AND l.date <= %(day)s AND %(receivable)s) line
                WHERE residual != 0 OR residual_currency != 0""",
            item=ITEM,
            matched=self._sql_matches(SQL("r.max_date <= %s AND other_move.state = 'posted'", day)),
            day=day,
            receivable=RECEIVABLE,
        )

    @api.model
    def _sql_matches(self, condition):
        """(item, amount, amount in its currency) of the matches ``r`` with an entry ``other_move``, debits positive."""
        return SQL(
            """SELECT line_id, SUM(amount) AS amount, SUM(amount_currency) AS amount_currency
                 FROM (%s UNION ALL %s) match
             GROUP BY line_id""",
            self._sql_matched_side("debit", "credit", 1, condition),
            self._sql_matched_side("credit", "debit", -1, condition),
        )

    @api.model
    def _sql_matched_side(self, side, other, sign, condition):
        return SQL(
            """SELECT r.%(own)s AS line_id, %(sign)s * r.amount AS amount,
                      %(sign)s * r.%(own_currency)s AS amount_currency
                 FROM account_move other_move
                 JOIN account_move_line other ON other.move_id = other_move.id
                 JOIN account_partial_reconcile r ON r.%(other)s = other.id
                WHERE %(condition)s""",
            own=SQL.identifier(f"{side}_move_id"),
            own_currency=SQL.identifier(f"{side}_amount_currency"),
            other=SQL.identifier(f"{other}_move_id"),
            sign=SQL(str(sign)),
            condition=condition,
        )

    # ------------------------------------------------------------------ how far collection is
    @api.model
    def _sql_agreements(self):
        """The signed agreement of each customer and company."""
        return SQL(
            """SELECT partner_id, company_id, MAX(id) AS id, MAX(debt_date) AS debt_date
                 FROM sdw_repayment_agreement WHERE state = 'signed' GROUP BY partner_id, company_id"""
        )

    @api.model
    def _sql_held(self):
        """Customers on hold, themselves or through whom they belong to, however deep."""
        return SQL(
            """WITH RECURSIVE held (partner_id, company_id) AS (
                   SELECT partner_id, company_id FROM sdw_collection_case WHERE hold
                    UNION
                   SELECT child.id, held.company_id
                     FROM held JOIN res_partner child ON child.parent_id = held.partner_id)
               SELECT partner_id, company_id FROM held"""
        )
