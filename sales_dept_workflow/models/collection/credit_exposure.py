from odoo import api, models
from odoo.tools import SQL

from .codes import BILL, BILL_METHOD

#: What the SQL below reads, to be flushed before it runs.
READ = {
    "account.payment": [
        "state", "payment_type", "payment_method_id", "amount_company_currency_signed", "partner_id", "company_id",
        "move_id",
    ],
    BILL: ["state", "payment_id"],
}  # fmt: skip


class SdwCreditExposure(models.AbstractModel):
    _inherit = "sdw.credit.exposure"

    @api.model
    def _get_deferred(self, partners, company):
        """What a signed agreement in force still covers is no reason to refuse the next order (C-02)."""
        deferred = super()._get_deferred(partners, company)
        domain = [("partner_id", "in", partners.ids), ("company_id", "=", company.id), ("state", "=", "signed")]
        domain += ["|", ("kind", "=", "instalments"), ("archived_on", "!=", False)]
        for agreement in self.env["sdw.repayment.agreement"].sudo().search(domain) if partners else ():
            left = agreement.amount_total - agreement.paid_amount
            deferred[agreement.partner_id.id] = deferred.get(agreement.partner_id.id, 0.0) + max(left, 0.0)
        return deferred

    # ------------------------------------------------------------------ acceptance bills
    @api.model
    def _flush(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)
        return super()._flush()

    @api.model
    def _sql_parts(self, company, of_partners):
        return [*super()._sql_parts(company, of_partners), self._sql_bills(company, of_partners)]

    @api.model
    def _sql_bills(self, company, of_partners):
        """Bills booked and not paid, at the value they were booked with (decision 21).

        Their payments have settled invoices or stand as credit, both taken off the receivables; here they come back.
        So does what was paid in bills without a verified one behind it, where the rule is not enforced: it frees no
        credit (C-10). Endorsed and discounted bills count until they are paid: whoever has them has recourse to us.
        """
        return SQL(
            """
            SELECT p.commercial_partner_id AS partner_id, pay.amount_company_currency_signed AS amount, 0 AS overdue
              FROM account_payment pay
              JOIN account_payment_method method ON method.id = pay.payment_method_id
              JOIN account_move entry ON entry.id = pay.move_id AND entry.state = 'posted'
              JOIN res_partner p ON p.id = pay.partner_id
              LEFT JOIN sdw_acceptance_bill bill ON bill.payment_id = pay.id
             WHERE pay.state IN ('in_process', 'paid') AND pay.payment_type = 'inbound' AND pay.company_id = %(company)s
               AND (bill.state IN ('handed_over', 'booked') OR bill.id IS NULL AND method.code = %(method)s)
               AND p.commercial_partner_id %(of_partners)s
            """,
            method=BILL_METHOD,
            company=company.id,
            of_partners=of_partners,
        )

    @api.model
    def _get_bills_pending(self, partners, company):
        """The same bills, as the accountant is shown them; no query where no bill was ever booked."""
        pending = super()._get_bills_pending(partners, company)
        if not partners or not company.sudo().sdw_bill_journal_id:
            return pending
        self._flush()
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, SUM(amount) FROM (%s) bill GROUP BY partner_id",
                self._sql_bills(company, SQL("IN %s", tuple(partners.ids))),
            )
        )
        return pending | {partner: company.currency_id.round(float(amount)) for partner, amount in rows}
