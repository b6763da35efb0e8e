from odoo import fields, models
from odoo.exceptions import UserError

from .codes import BILL_METHOD

#: Codes of the Chinese charts of accounts: bills receivable, financial expenses.
BILLS_CODE, INTEREST_CODE = "1121", "6603"


class ResCompany(models.Model):
    """Where a company books its bills: a journal of its own on bills receivable, made with the first bill."""

    _inherit = "res.company"

    sdw_bill_remind_days = fields.Integer("Remind before Bills Mature (days)", default=7)
    sdw_bill_journal_id = fields.Many2one(
        "account.journal",
        "Bills Receivable Journal",
        check_company=True,
        domain=[("type", "in", ("bank", "cash"))],
        help="Made with the first bill that is booked, unless one is chosen.",
    )
    sdw_bill_interest_account_id = fields.Many2one(
        "account.account",
        "Discount Interest",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_other"))],
        help="What the bank keeps when it discounts a bill.",
    )

    def _sdw_bill_method_line(self):
        """The payment method line bills come in by.

        :raise UserError: when the chosen journal has none, or none with an account that can be matched
        """
        self.ensure_one()
        company = self.sudo()
        if not company.sdw_bill_journal_id:
            company.sdw_bill_journal_id = company._sdw_make_bill_journal()
        lines = company.sdw_bill_journal_id.inbound_payment_method_line_ids
        line = lines.filtered(lambda line: line.payment_method_id.code == BILL_METHOD)[:1]
        if not line.payment_account_id.reconcile:
            raise UserError(
                self.env._(
                    "%(journal)s: the payment method Acceptance Bill needs an account that allows reconciliation.",
                    journal=company.sdw_bill_journal_id.display_name,
                )
            )
        return line

    def _sdw_bill_account(self):
        """The account of bills receivable; empty while no bill was ever booked."""
        lines = self.sudo().sdw_bill_journal_id.inbound_payment_method_line_ids
        return lines.filtered(lambda line: line.payment_method_id.code == BILL_METHOD).payment_account_id

    def _sdw_bill_accounts(self):
        """Every account on which bills may stand: that of the journal, else those the chart has for them."""
        account = self._sdw_bill_account()
        if account:
            return account
        accounts = self.env["account.account"].sudo().with_company(self)
        return accounts.search([*accounts._check_company_domain(self), ("code", "=like", f"{BILLS_CODE}%")])

    def _sdw_make_bill_journal(self):
        account = self._sdw_make_bill_account()
        journals = self.env["account.journal"].with_company(self)
        manual = self.env.ref("account.account_payment_method_manual_out")
        method = self.env.ref("sales_dept_workflow.payment_method_acceptance_bill")
        return journals.create(
            {
                "name": self.env._("Bills Receivable"),
                "code": self._sdw_free_journal_code(),
                "type": "cash",
                # Last of all: core offers the first journal by default.
                "sequence": 90,
                "company_id": self.id,
                "default_account_id": account.id,
                "inbound_payment_method_line_ids": [
                    fields.Command.create({"payment_method_id": method.id, "payment_account_id": account.id})
                ],
                "outbound_payment_method_line_ids": [
                    fields.Command.create({"payment_method_id": manual.id, "payment_account_id": account.id})
                ],
            }
        )

    def _sdw_free_journal_code(self):
        taken = self.env["account.journal"].with_context(active_test=False).search([("company_id", "=", self.id)])
        codes = set(taken.mapped("code"))
        return next(code for code in ("BILL", *(f"BR{number}" for number in range(1000))) if code not in codes)

    def _sdw_make_bill_account(self):
        accounts = self.env["account.account"].with_company(self)
        account = accounts.search(
            [
                *accounts._check_company_domain(self),
                ("code", "=like", f"{BILLS_CODE}%"),
                ("account_type", "=", "asset_current"),
            ],
            limit=1,
        )
        if account:
            account.reconcile = True
            return account
        return accounts.create(
            {
                "name": self.env._("Bills Receivable"),
                "code": accounts._search_new_account_code(f"{BILLS_CODE}00"),
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [fields.Command.set(self.ids)],
            }
        )

    def _sdw_bill_interest_account(self):
        """The account of discount interest: the one chosen, else that of financial expenses in a Chinese chart."""
        account = self.sudo().sdw_bill_interest_account_id
        if not account:
            accounts = self.env["account.account"].sudo().with_company(self)
            domain = [*accounts._check_company_domain(self), ("code", "=like", f"{INTEREST_CODE}%")]
            account = accounts.search([*domain, ("account_type", "in", ("expense", "expense_other"))], limit=1)
        if not account:
            raise UserError(
                self.env._("Please choose the account for discount interest in Settings › Sales Department first.")
            )
        return account
