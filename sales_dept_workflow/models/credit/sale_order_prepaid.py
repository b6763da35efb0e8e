from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .res_partner import SEEN_BY


class SaleOrder(models.Model):
    """Money received for an order before delivery: paid invoices, online payments, allocated credit (Y-01, Y-05,
    decision 21).
    """

    _inherit = "sale.order"

    sdw_company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency", groups="base.group_user"
    )
    sdw_credit_allocated = fields.Monetary(
        "Allocated Credit",
        currency_field="sdw_company_currency_id",
        copy=False,
        readonly=True,
        groups=SEEN_BY,
        help="Free credit of the customer that the accountant set aside for this order, in company currency.",
    )

    def _init_column(self, column_name):
        """An order without allocation keeps an empty column: no pass over a big table."""
        return None if column_name == "sdw_credit_allocated" else super()._init_column(column_name)

    def action_allocate_credit(self, amount):
        """Set aside free credit of the customer (money received and matched with nothing) for this order; 0
        releases it.

        :param float amount: company currency, at most what is free and what the order still asks for
        :raise AccessError: for whoever is no accountant
        """
        self.ensure_one()
        self._sdw_check_role("group_sdw_accountant")
        order = self._sdw_system()
        currency = order.company_id.currency_id
        amount = currency.round(float(amount or 0.0))
        if amount < 0 or order.state != "sale":
            raise UserError(self.env._("Credit is allocated to confirmed orders, and never less than nothing."))
        self.env["sdw.credit.exposure"].sudo()._lock(order.partner_id.commercial_partner_id)
        others = order._sdw_allocating_orders() - order
        free = order._sdw_free_credit().get(order.partner_id.commercial_partner_id.id, 0.0)
        left = currency.round(free - sum(others.mapped("sdw_credit_allocated")))
        if currency.compare_amounts(amount, max(left, 0.0)) > 0:
            raise UserError(
                self.env._(
                    "Only %(left)s of the customer's credit is free.", left=order._sdw_format_fact(left, "money")
                )
            )
        order.write({"sdw_credit_allocated": amount})
        order._message_log(
            body=self.env._("Credit allocated: %(amount)s", amount=order._sdw_format_fact(amount, "money"))
        )
        return True

    # ------------------------------------------------------------------ what has come in
    def _sdw_prepaid_received(self):
        """{order: money received for it, company currency}; a fixed number of queries."""
        received = dict.fromkeys(self, 0.0)
        if not self.ids:
            return received
        # Both are there already; where nothing is invoiced and nobody has paid online, nothing has come in.
        invoiced = any(line.qty_invoiced or line.untaxed_amount_invoiced for line in self.order_line)
        if invoiced or self.transaction_ids:
            paid = self._sdw_paid([self._sql_paid_on_invoices(), self._sql_paid_online()])
            for order in self:
                received[order] = order.company_id.currency_id.round(paid[order.id] / (order.currency_rate or 1.0))
        if any(order.sdw_credit_allocated for order in self):
            self._sdw_add_allocations(received)
        return received

    def _sdw_paid(self, parts):
        """{id of order: money of these parts (SELECTs of order, amount), in the order's currency}; one query."""
        self.env["sdw.credit.exposure"]._flush()
        self.env["account.move"].flush_model(["amount_total", "amount_residual"])
        self.env["payment.transaction"].flush_model()
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        paid = defaultdict(float)
        for order, amount in rows:
            paid[order] += float(amount or 0.0)
        return paid

    def _sql_paid_on_invoices(self):
        """The paid share of every posted invoice line of an order, VAT included, in the order's currency.

        Credit notes take off; a payment that went back to draft is no money, although core leaves the invoice settled.
        """
        return SQL(
            """
            SELECT sol.order_id, SUM(CASE
                     WHEN am.move_type = 'out_refund' THEN - aml.price_total
                     WHEN am.amount_total = 0 THEN aml.price_total
                     ELSE aml.price_total
                          * (1 - (am.amount_residual + COALESCE(draft.amount, 0)) / am.amount_total) END)
              FROM sale_order_line sol
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sol.id
              JOIN account_move_line aml ON aml.id = rel.invoice_line_id
              JOIN account_move am ON am.id = aml.move_id AND am.state = 'posted'
              LEFT JOIN LATERAL (
                   SELECT SUM(apr.debit_amount_currency) AS amount FROM account_move_line due
                     JOIN account_partial_reconcile apr ON apr.debit_move_id = due.id
                     JOIN account_move_line payment ON payment.id = apr.credit_move_id AND (%(no_money)s)
                    WHERE due.move_id = am.id) draft ON TRUE
             WHERE sol.order_id IN %(orders)s GROUP BY sol.order_id
            """,
            no_money=self._sql_no_money("payment"),
            orders=tuple(self.ids),
        )

    @api.model
    def _sql_no_money(self, item):
        """Condition on journal items of payments (by their alias) that bring no money. Extend through ``super()``."""
        return SQL("%s.parent_state <> 'posted'", SQL.identifier(item))

    def _sql_paid_online(self):
        """Done online payments, less refunds, until they show on a posted invoice; one payment for several orders
        is split.
        """
        return SQL(
            """
            SELECT rel.sale_order_id, SUM((tx.amount + COALESCE(refund.amount, 0)) / share.orders)
              FROM sale_order_transaction_rel rel
              JOIN payment_transaction tx
                ON tx.id = rel.transaction_id AND tx.state = 'done' AND tx.operation IS DISTINCT FROM 'refund'
              JOIN LATERAL (
                   SELECT COUNT(*) AS orders FROM sale_order_transaction_rel r WHERE r.transaction_id = tx.id
                   ) share ON TRUE
              LEFT JOIN LATERAL (
                   SELECT SUM(child.amount) AS amount FROM payment_transaction child
                    WHERE child.source_transaction_id = tx.id AND child.operation = 'refund'
                      AND child.state = 'done') refund ON TRUE
             WHERE rel.sale_order_id IN %s AND NOT EXISTS (
                   SELECT 1 FROM account_invoice_transaction_rel link
                     JOIN account_move am ON am.id = link.invoice_id
                    WHERE link.transaction_id = tx.id AND am.state = 'posted')
             GROUP BY rel.sale_order_id
            """,
            tuple(self.ids),
        )

    def _sdw_add_allocations(self, received):
        """Allocated credit counts as far as the customer's free credit still reaches, oldest order first."""
        sharing = self._sdw_allocating_orders()
        free, paid = self._sdw_free_credit(), sharing._sdw_paid([sharing._sql_paid_on_invoices()])
        for order in sharing:
            owner = order.partner_id.commercial_partner_id.id
            # What has meanwhile been matched with the order's own invoice is not needed a second time.
            unpaid = (order.amount_total - paid[order.id]) / (order.currency_rate or 1.0)
            counts = max(min(order.sdw_credit_allocated, free.get(owner, 0.0), unpaid), 0.0)
            free[owner] = free.get(owner, 0.0) - counts
            if order in received:
                received[order] = order.company_id.currency_id.round(received[order] + counts)

    def _sdw_allocating_orders(self):
        domain = [
            ("state", "=", "sale"),
            ("company_id", "in", self.company_id.ids),
            ("partner_id.commercial_partner_id", "in", self.partner_id.commercial_partner_id.ids),
            ("sdw_credit_allocated", ">", 0),
        ]
        return self.sudo().search(domain, order="id")

    def _sdw_free_credit(self):
        """{id of commercial partner: credits matched with nothing, company currency}."""
        self.env["sdw.credit.exposure"]._flush()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.commercial_partner_id, - SUM(aml.amount_residual)
                  FROM account_move_line aml
                  JOIN account_account account ON account.id = aml.account_id
                   AND account.account_type = 'asset_receivable'
                  JOIN res_partner p ON p.id = aml.partner_id
                 WHERE NOT (%(no_money)s) AND aml.amount_residual < 0 AND aml.company_id IN %(companies)s
                   AND p.commercial_partner_id IN %(partners)s GROUP BY p.commercial_partner_id
                """,
                no_money=self._sql_no_money("aml"),
                companies=tuple(self.company_id.ids),
                partners=tuple(self.partner_id.commercial_partner_id.ids),
            )
        )
        return {partner: float(amount) for partner, amount in rows}

    # ------------------------------------------------------------------ what is asked for
    def _sdw_prepaid_required(self):
        """What has to be in before delivery, in company currency: all, a share, or nothing."""
        self.ensure_one()
        share = {"prepaid": 100.0, "mixed": self.prepaid_percent}.get(self.payment_mode, 0.0)
        return self.company_id.currency_id.round(self.amount_total / (self.currency_rate or 1.0) * share / 100)

    def _sdw_prepaid_missing(self):
        """{order: (received, required)} of the orders whose prepayment is not in."""
        asking = self.filtered(lambda order: order.payment_mode in ("prepaid", "mixed"))
        received = asking._sdw_prepaid_received() if asking else {}
        required = {order: order._sdw_prepaid_required() for order in asking}
        return {
            order: (received[order], required[order])
            for order in asking
            if order.company_id.currency_id.compare_amounts(received[order], required[order]) < 0
        }
