import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ..common.shared import claim

#: The key under which what customers owe is kept while one step needs it several times.
MONEY = "sdw_credit_money"

#: What the SQL below reads, to be flushed before it runs.
READ = {
    "account.move": ["state", "move_type", "company_id"],
    "account.move.line": [
        "amount_residual", "parent_state", "partner_id", "date_maturity", "date", "account_id", "company_id",
        "quantity", "price_total", "product_uom_id", "sale_line_ids", "move_id",
    ],
    "account.partial.reconcile": ["amount", "debit_move_id", "credit_move_id"],
    "sale.order": ["state", "partner_id", "company_id", "currency_rate", "sdw_confirmed_on", "sdw_guarded_on"],
    "sale.order.line": [
        "order_id", "product_uom_qty", "qty_delivered", "price_total", "price_unit", "discount", "is_downpayment",
        "display_type", "product_uom_id", "tax_ids",
    ],
    "sdw.approval": ["state", "code", "res_id", "res_model"],
    "res.partner": ["commercial_partner_id"],
}  # fmt: skip


class SdwCreditExposure(models.AbstractModel):
    """What a customer owes us or will owe us, in one query for any number of customers (decision 21).

    Exposure (commercial partner, company, company currency, VAT included) is made of parts, each a SELECT of
    ``partner_id, amount, overdue``. A process that lends money in another way (acceptance bills) adds its own part.
    """

    _name = "sdw.credit.exposure"
    _description = "Credit Exposure"

    @api.model
    def _get(self, partners, company):
        """{id of commercial partner: (exposure, overdue)} in ``company``'s currency; one query."""
        if not partners:
            return {}
        return self._round(self.env.execute_query(self._sql_totals(partners, company)), partners, company)

    @api.model
    def _get_with_open(self, partners, orders, company):
        """As :meth:`_get`, and what ``orders`` of the company are in it; one query.

        :return: tuple of {id of partner: (exposure, overdue)} and {order: (what its exposure already counts, what it
            would count once released)}
        """
        lines = self._sql_order_lines(company, SQL("so.id IN %s", tuple(orders.ids)))
        query = SQL(
            """SELECT 'partner', total.* FROM (%s) total
                UNION ALL SELECT 'order', order_id, SUM(amount), SUM(released_amount) FROM (%s) line GROUP BY order_id
            """,
            self._sql_totals(partners, company),
            lines,
        )
        rows = self.env.execute_query(query)
        totals = [row[1:] for row in rows if row[0] == "partner"]
        found = {number: (float(counted), float(whole)) for kind, number, counted, whole in rows if kind == "order"}
        return self._round(totals, partners, company), {order: found.get(order.id, (0.0, 0.0)) for order in orders}

    @api.model
    def _round(self, rows, partners, company):
        currency = company.currency_id
        found = {
            partner: (currency.round(float(amount)), currency.round(float(overdue)))
            for partner, amount, overdue in rows
        }
        return {partner.id: found.get(partner.id, (0.0, 0.0)) for partner in partners}

    @api.model
    def _sql_totals(self, partners, company):
        return SQL(
            "SELECT partner_id, SUM(amount), SUM(overdue) FROM (%s) part GROUP BY partner_id",
            self._sql(company, SQL("IN %s", tuple(partners.ids))),
        )

    # ------------------------------------------------------------------ SQL
    @api.model
    def _flush(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)
        return True

    @api.model
    def _sql(self, company, of_partners=None):
        """All parts, as one SELECT of ``partner_id, amount, overdue``.

        :param SQL of_partners: condition that follows a commercial partner's column; none: all customers
        """
        self._flush()
        return SQL(" UNION ALL ").join(self._sql_parts(company, of_partners or SQL("IS NOT NULL")))

    @api.model
    def _sql_parts(self, company, of_partners):
        """The parts of the exposure. Extend through ``super()``."""
        orders = SQL("p.commercial_partner_id %s AND so.state = 'sale'", of_partners)
        return [
            self._sql_receivable(company, of_partners),
            self._sql_unposted("debit", "credit", 1, company, of_partners),
            self._sql_unposted("credit", "debit", -1, company, of_partners),
            SQL("SELECT partner_id, amount, 0 AS overdue FROM (%s) line", self._sql_order_lines(company, orders)),
        ]

    @api.model
    def _sql_receivable(self, company, of_partners):
        """Residual of posted receivable lines, credits included; overdue are the unpaid ones past their day."""
        return SQL(
            """
            SELECT p.commercial_partner_id AS partner_id, aml.amount_residual AS amount,
                   CASE WHEN aml.amount_residual > 0 AND COALESCE(aml.date_maturity, aml.date) < %(today)s
                        THEN aml.amount_residual ELSE 0 END AS overdue
              FROM account_move_line aml
              JOIN account_account account ON account.id = aml.account_id AND account.account_type = 'asset_receivable'
              JOIN res_partner p ON p.id = aml.partner_id
             WHERE aml.parent_state = 'posted' AND aml.company_id = %(company)s AND aml.amount_residual <> 0
               AND p.commercial_partner_id %(of_partners)s
            """,
            today=self._today(company),
            company=company.id,
            of_partners=of_partners,
        )

    @api.model
    def _sql_unposted(self, side, other, sign, company, of_partners):
        """Core leaves a line settled when what settled it goes back to draft; a draft payment pays nothing."""
        return SQL(
            """
            SELECT p.commercial_partner_id AS partner_id, %(sign)s * apr.amount AS amount,
                   CASE WHEN %(sign)s > 0 AND COALESCE(aml.date_maturity, aml.date) < %(today)s
                        THEN apr.amount ELSE 0 END AS overdue
              FROM account_move_line aml
              JOIN account_account account ON account.id = aml.account_id AND account.account_type = 'asset_receivable'
              JOIN res_partner p ON p.id = aml.partner_id
              JOIN account_partial_reconcile apr ON apr.%(side)s = aml.id
              JOIN account_move_line unposted ON unposted.id = apr.%(other)s AND unposted.parent_state <> 'posted'
             WHERE aml.parent_state = 'posted' AND aml.company_id = %(company)s
               AND p.commercial_partner_id %(of_partners)s
            """,
            sign=sign,
            side=SQL.identifier(f"{side}_move_id"),
            other=SQL.identifier(f"{other}_move_id"),
            today=self._today(company),
            company=company.id,
            of_partners=of_partners,
        )

    @api.model
    def _today(self, company):
        """Today where the company is, by server time: no time zone of a client's choice."""
        zone = pytz.timezone(company.sudo().partner_id.tz or "UTC")
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()

    @api.model
    def _sql_order_lines(self, companies, condition):
        """Per line of an order: what is ordered or delivered and not yet invoiced, VAT included, in company currency.

        ``amount`` counts the ordered quantity only once the order is past credit approval (or older than the
        rule), what was
        delivered always; ``released_amount`` counts it in any case. Only posted invoices count as invoiced: a
        draft one owes nothing.
        """
        released = SQL(" OR ").join(self._sql_released(company) for company in companies)
        # Materialized: an order is asked once whether it is released, and its lines are invoiced in one pass, by an
        # index for a few and by hashing for many, where a lateral join would look for each line.
        return SQL(
            """
            WITH sold AS MATERIALIZED (
                SELECT so.id AS order_id, p.commercial_partner_id AS partner_id,
                       COALESCE(NULLIF(so.currency_rate, 0), 1) AS rate, %(released)s AS released
                  FROM sale_order so
                  JOIN res_partner p ON p.id = so.partner_id
                 WHERE so.company_id IN %(companies)s AND %(condition)s
            ), line AS MATERIALIZED (
                SELECT sold.*, sol.id, sol.product_uom_qty, sol.qty_delivered, sol.price_total, sol.price_unit,
                       sol.discount, sol.is_downpayment, sol.product_uom_id
                  FROM sold JOIN sale_order_line sol ON sol.order_id = sold.order_id AND sol.display_type IS NULL
            ), invoiced AS (%(invoiced)s)
            SELECT sol.order_id, sol.partner_id, (%(open)s) * price.unit / sol.rate AS released_amount,
                   CASE WHEN sol.released THEN %(open)s ELSE %(delivered)s END * price.unit / sol.rate AS amount
              FROM line sol
              LEFT JOIN invoiced ON invoiced.line_id = sol.id
              JOIN LATERAL (SELECT COALESCE(invoiced.quantity, 0) AS quantity,
                                   COALESCE(invoiced.amount, 0) AS amount) inv ON TRUE
              JOIN LATERAL (%(price)s) price ON TRUE
            """,
            open=self._sql_open(SQL("GREATEST(sol.product_uom_qty, sol.qty_delivered)")),
            delivered=self._sql_open(SQL("sol.qty_delivered")),
            released=released,
            invoiced=self._sql_invoiced(),
            price=self._sql_price(),
            companies=tuple(companies.ids),
            condition=condition,
        )

    @api.model
    def _sql_open(self, quantity):
        """What of ``quantity`` is not invoiced. A down payment was invoiced without being ordered: it takes that
        much off.
        """
        return SQL(
            """CASE WHEN sol.is_downpayment THEN - inv.quantity
                    WHEN sol.product_uom_qty < 0 THEN LEAST(sol.product_uom_qty - inv.quantity, 0)
                    ELSE GREATEST(COALESCE(%s, 0) - inv.quantity, 0) END""",
            quantity,
        )

    @api.model
    def _sql_price(self):
        """Unit price VAT included: the line's own total by its quantity; for lines without a quantity, what was
        invoiced or its taxes say.
        """
        return SQL(
            """
            SELECT CASE WHEN sol.product_uom_qty <> 0 THEN sol.price_total / sol.product_uom_qty
                        WHEN sol.is_downpayment AND inv.quantity <> 0 THEN inv.amount / inv.quantity
                        ELSE sol.price_unit * (1 - COALESCE(sol.discount, 0) / 100) * (1 + COALESCE((
                            SELECT SUM(tax.amount) / 100 FROM account_tax_sale_order_line_rel tax_rel
                              JOIN account_tax tax ON tax.id = tax_rel.account_tax_id
                              JOIN res_company tax_company ON tax_company.id = tax.company_id
                             WHERE tax_rel.sale_order_line_id = sol.id AND tax.amount_type = 'percent'
                               AND COALESCE(tax.price_include_override, tax_company.account_price_include)
                                   = 'tax_excluded'
                        ), 0)) END AS unit
            """
        )

    @api.model
    def _sql_invoiced(self):
        """Of each line of ``line`` that posted invoices name: ``line_id, quantity`` (in its unit) and ``amount``."""
        return SQL(
            """
            SELECT sol.id AS line_id,
                   SUM(sign.value * aml.quantity * COALESCE(uom.factor, own.factor, 1)
                       / COALESCE(own.factor, 1)) AS quantity,
                   SUM(sign.value * aml.price_total) AS amount
              FROM line sol
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sol.id
              JOIN account_move_line aml ON aml.id = rel.invoice_line_id
              JOIN account_move am ON am.id = aml.move_id AND am.state = 'posted'
              JOIN LATERAL (SELECT CASE WHEN am.move_type = 'out_refund' THEN -1 ELSE 1 END AS value) sign ON TRUE
              LEFT JOIN uom_uom uom ON uom.id = aml.product_uom_id
              LEFT JOIN uom_uom own ON own.id = sol.product_uom_id
             GROUP BY sol.id
            """
        )

    @api.model
    def _sql_released(self, company):
        """Orders of ``company`` past credit approval: approved, or confirmed before the rule came into force."""
        since = company.sudo()._sdw_rule_since("credit")
        if not since:
            return SQL("so.company_id = %s", company.id)
        return SQL(
            """so.company_id = %(company)s AND (
                   COALESCE(so.sdw_confirmed_on, so.sdw_guarded_on, so.create_date) < %(since)s
                   OR EXISTS (SELECT 1 FROM sdw_approval approval WHERE approval.res_model = 'sale.order'
                              AND approval.res_id = so.id AND approval.code = 'credit'
                                    AND approval.state = 'approved'))""",
            company=company.id,
            since=since,
        )

    # ------------------------------------------------------------------ what else a check has to know
    @api.model
    def _get_deferred(self, partners, company):
        """{id of commercial partner: overdue amount covered by a signed repayment agreement}. The collection
        process extends it.
        """
        return dict.fromkeys(partners.ids, 0.0)

    @api.model
    def _get_bills_pending(self, partners, company):
        """{id of commercial partner: acceptance bills booked and not yet paid}. The bills process extends it, and
        ``_sql_parts``.
        """
        return dict.fromkeys(partners.ids, 0.0)

    @api.model
    def _lock(self, partners):
        """Let nobody else release credit of these customers until this transaction ends."""
        claim(partners)
