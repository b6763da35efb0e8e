from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SdwCustomerBalance(models.Model):
    """Where each customer stands in the books (Y-07, Z-18): credit side, money received and goods not delivered, to
    deliver or to refund; debit side, delivered and invoiced, to collect.

    One row per commercial partner and company, company currency. ``to_collect - credit`` is his balance in the
    general ledger: the receivable accounts and the account for advances received together. A down payment that was
    asked for and not paid is on neither side.
    """

    _name = "sdw.customer.balance"
    _description = "Customer Balance"
    _inherit = ["sdw.guard.mixin"]
    _auto = False
    _order = "balance desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    to_collect = fields.Monetary(readonly=True, help="Invoiced and not paid.")
    credit = fields.Monetary("Received in Advance", readonly=True, help="Money received that no invoice has used.")
    to_deliver = fields.Monetary(readonly=True, help="Of it, covered by orders not yet delivered.")
    to_refund = fields.Monetary(readonly=True, help="Of it, covered by no order.")
    balance = fields.Monetary(readonly=True, help="To collect, less what was received in advance.")

    @property
    def _table_query(self):
        self._flush_read()
        return SQL(
            """
            SELECT side.*, side.credit - side.to_deliver AS to_refund, side.to_collect - side.credit AS balance
              FROM (
            SELECT MIN(part.id) AS id, p.id AS partner_id, part.company_id, company.currency_id, p.user_id,
                   SUM(part.debit) AS to_collect, SUM(part.credit) AS credit,
                   GREATEST(LEAST(SUM(part.credit), SUM(part.undelivered)), 0) AS to_deliver
              FROM (%s UNION ALL %s UNION ALL %s) part
              JOIN res_partner p ON p.id = part.partner_id
              JOIN res_company company ON company.id = part.company_id
          GROUP BY p.id, part.company_id, company.currency_id, p.user_id
            HAVING SUM(part.debit) <> 0 OR SUM(part.credit) <> 0
                   ) side
            """,
            self._sql_receivable(),
            self._sql_advances(),
            self._sql_undelivered(),
        )

    def _flush_read(self):
        self.env["sdw.credit.exposure"].sudo()._flush()
        self.env["account.move.line"].flush_model(["balance"])
        self.env["res.company"].flush_model(["downpayment_account_id"])

    def _sql_receivable(self):
        """Open items of the receivable accounts; the unpaid rest of a down payment is only asked for."""
        return SQL(
            """
            SELECT aml.id, p.commercial_partner_id AS partner_id, aml.company_id,
                   GREATEST(aml.amount_residual, 0) - asked.amount AS debit,
                   GREATEST(- aml.amount_residual, 0) - asked.amount AS credit, 0 AS undelivered
              FROM account_move_line aml
              JOIN account_account account ON account.id = aml.account_id AND account.account_type = 'asset_receivable'
              JOIN res_partner p ON p.id = aml.partner_id
              JOIN res_company company ON company.id = aml.company_id
              JOIN LATERAL (
                   SELECT LEAST(GREATEST(aml.amount_residual, 0),
                                GREATEST(COALESCE(- SUM(line.balance), 0), 0)) AS amount
                     FROM account_move_line line
                    WHERE line.move_id = aml.move_id AND line.account_id = company.downpayment_account_id) asked ON TRUE
             WHERE aml.parent_state = 'posted' AND aml.amount_residual <> 0
            """
        )

    def _sql_advances(self):
        return SQL(
            """
            SELECT aml.id, p.commercial_partner_id, aml.company_id, 0, - aml.balance, 0
              FROM account_move_line aml
              JOIN res_company company
                ON company.id = aml.company_id AND company.downpayment_account_id = aml.account_id
              JOIN res_partner p ON p.id = aml.partner_id
             WHERE aml.parent_state = 'posted'
            """
        )

    def _sql_undelivered(self):
        """Confirmed orders' goods not delivered yet, VAT included."""
        return SQL(
            """
            SELECT NULL::int, p.commercial_partner_id, so.company_id, 0, 0,
                   GREATEST(sol.product_uom_qty - COALESCE(sol.qty_delivered, 0), 0) * sol.price_total
                   / NULLIF(sol.product_uom_qty, 0) / COALESCE(NULLIF(so.currency_rate, 0), 1)
              FROM sale_order_line sol
              JOIN sale_order so ON so.id = sol.order_id AND so.state = 'sale'
              JOIN res_partner p ON p.id = so.partner_id
             WHERE sol.display_type IS NULL AND sol.is_downpayment IS NOT TRUE AND sol.product_uom_qty > 0
            """
        )

    # ------------------------------------------------------------------ drill-down
    def action_items(self):
        """The open items and advances behind the row."""
        self.ensure_one()
        accounts = self.company_id.sudo().downpayment_account_id.ids
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_account_moves_all")
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"),
            "|",
            "&",
            ("account_id.account_type", "=", "asset_receivable"),
            ("amount_residual", "!=", 0),
            ("account_id", "in", accounts),
        ]
        return {**action, "domain": domain, "context": {}}

    def action_orders(self):
        """The customer's orders still to be delivered."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_dept_workflow.action_orders_to_check")
        domain = [
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("state", "=", "sale"),
            ("delivery_status", "!=", "full"),
        ]
        return {**action, "domain": domain, "context": {"create": False}, "path": False}

    def action_ask_refund(self):
        """Tell finance to pay back what no order covers.

        :raise AccessError: for whoever is neither accountant nor sales admin
        """
        self.env["res.partner"]._sdw_check_role("group_sdw_accountant", "group_sdw_sales_admin")
        self.check_access("read")
        rows = self.filtered(lambda row: row.currency_id.compare_amounts(row.to_refund, 0.0) > 0)
        if not rows:
            raise UserError(self.env._("There is nothing to refund."))
        for row in rows:
            row.partner_id.sudo()._sdw_ask_refund(row.company_id.sudo(), row.to_refund)
        return True
