from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .codes import CASE


class SdwCollectionItem(models.Model):
    """The open items of a debtor with an open case, and what each is: an invoice, a credit note, a payment nobody has
    matched. From the general ledger; company currency and the item's own.
    """

    _name = "sdw.collection.item"
    _description = "Open Item of a Debtor"
    _inherit = ["sdw.guard.mixin"]
    _auto = False
    _order = "due_date, id"
    _rec_name = "name"

    case_id = fields.Many2one(CASE, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    move_id = fields.Many2one("account.move", "Journal Entry", readonly=True)
    name = fields.Char("Document", readonly=True)
    kind = fields.Selection(
        [
            ("invoice", "Invoice"),
            ("credit", "Credit Note"),
            ("payment", "Payment not Matched"),
            ("other", "Other Entry"),
        ],
        readonly=True,
    )
    date = fields.Date(readonly=True)
    due_date = fields.Date("Due", readonly=True)
    days_overdue = fields.Integer(readonly=True)
    left_out = fields.Boolean(readonly=True, help="Disputed, or settled by finance: not chased.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    residual = fields.Monetary("Open Amount", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    residual_company = fields.Monetary("Open, Company Currency", readonly=True, currency_field="company_currency_id")

    @property
    def _table_query(self):
        cases = self.env[CASE].sudo()
        cases._flush_ledger()
        self.env["account.move"].flush_model(["name", "move_type", "origin_payment_id"])
        # Today is each company's own day; grace days do not make an item less overdue.
        # pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([])
        return SQL(
            """
            SELECT item.id, c.id AS case_id, item.company_id, item.partner_id, item.move_id, m.name,
                   CASE WHEN m.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice'
                        WHEN m.move_type = 'out_refund' THEN 'credit'
                        WHEN item.residual < 0 THEN 'payment' ELSE 'other' END AS kind,
                   l.date, item.due AS due_date,
                   CASE WHEN item.residual > 0 THEN GREATEST(item.limit_date - item.due, 0) ELSE 0 END AS days_overdue,
                   item.excluded AS left_out, l.currency_id, l.amount_residual_currency AS residual,
                   l.company_currency_id, item.residual AS residual_company
              FROM (%s) item
              JOIN account_move_line l ON l.id = item.id
              JOIN account_move m ON m.id = item.move_id
              JOIN sdw_collection_case c
                ON c.partner_id = item.partner_id AND c.company_id = item.company_id AND c.state != 'closed'
            """,
            cases._receivable_sql({company: company._sdw_today() for company in companies}),
        )

    def action_open(self):
        """Open the invoice or entry."""
        self.ensure_one()
        self.check_access("read")
        self.move_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [[False, "form"]],
        }

    def action_match(self):
        """Match credit notes and payments with invoices: accounting's own reconciliation, with accounting's rights."""
        self.env[CASE]._sdw_check_role("group_sdw_accountant")
        self.check_access("read")
        items = self.env["account.move.line"].browse(self.ids)
        items.check_access("write")
        if len({(item.case_id, item.company_id) for item in self}) != 1:
            raise UserError(self.env._("Please choose items of one customer."))
        if not (items.filtered(lambda item: item.balance > 0) and items.filtered(lambda item: item.balance < 0)):
            raise UserError(self.env._("Please choose what is owed and what pays for it."))
        for account in items.account_id:
            items.filtered(lambda item, account=account: item.account_id == account).reconcile()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
