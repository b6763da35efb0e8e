from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .acceptance_bill import BOOKS
from .codes import BILL

FINANCE = "group_sdw_finance"


class SdwAcceptanceBill(models.Model):
    """What becomes of a booked bill: endorsed to a supplier, discounted at the bank, collected at maturity.

    Whoever takes an endorsed or discounted bill has recourse to us, so until finance reports it paid the bill stays
    ``booked`` and in the customer's exposure, in whosever hands it is (decision 21).
    """

    _inherit = BILL

    disposition = fields.Selection(
        [("held", "In Our Hands"), ("endorsed", "Endorsed"), ("discounted", "Discounted")],
        "Use",
        required=True,
        readonly=True,
        default="held",
        copy=False,
        tracking=True,
    )
    endorsed_to_id = fields.Many2one("res.partner", "Endorsed to", readonly=True, copy=False, ondelete="restrict")
    endorsement_id = fields.Many2one(
        "account.payment",
        "Payment to Supplier",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups=BOOKS,
    )
    discounted_on = fields.Date(readonly=True, copy=False)
    discount_interest = fields.Monetary("Interest", readonly=True, copy=False)
    discount_move_id = fields.Many2one(
        "account.move", readonly=True, copy=False, ondelete="restrict", groups=BOOKS, index="btree_not_null"
    )
    paid_on = fields.Date(readonly=True, copy=False, tracking=True)

    def action_endorse(self, partner):
        """Pay a supplier with the bill, as a whole: a payment to him out of bills receivable.

        :param partner: ``res.partner`` or its id
        """
        self._check_usable()
        supplier = self.env["res.partner"].browse(int(partner)).exists()
        supplier.check_access("read")
        for bill in self._locked():
            if not supplier or supplier.commercial_partner_id == bill.partner_id.commercial_partner_id:
                raise UserError(self.env._("A bill is endorsed to a supplier, not to whom it came from."))
            bill._endorse(supplier)
        return True

    def action_discount(self, date, interest, journal=None):
        """The bank pays the bill before maturity, less its interest.

        :param date: day of the bank's credit, by today
        :param float interest: what the bank keeps, in the bill's currency
        :param journal: bank journal or its id; none: the company's first
        """
        self._check_usable()
        date = fields.Date.to_date(date)
        for bill in self._locked():
            if not 0 <= interest < bill.amount:
                raise UserError(self.env._("Interest is less than the amount of the bill."))
            entry = bill._bank_entry(journal, date, bill.amount, interest)
            bill._settle(entry)
            bill._hand_to("bank")
            bill.write(
                {
                    "disposition": "discounted",
                    "discounted_on": date,
                    "discount_interest": interest,
                    "discount_move_id": entry.id,
                }
            )
        return True

    def action_paid(self, journal=None, date=None):
        """The acceptor has paid: a bill still held brings the money into the bank, another one ends our liability.

        :param journal: bank journal or its id; none: the company's first
        :param date: day of the payment, by today
        """
        self._sdw_check_role(FINANCE)
        self._check_state("booked")
        bills = self._locked()
        for bill in bills:
            day = fields.Date.to_date(date) or bill.company_id._sdw_today()
            if bill.disposition == "held":
                # Matched with a bank statement already: no second entry.
                if not bill._items().reconciled:
                    bill._settle(bill._bank_entry(journal, day, bill.amount))
                bill._hand_to("bank")
            bill.write({"state": "paid", "paid_on": day})
        bills._deadline_met()
        return True

    # ------------------------------------------------------------------ checks
    def _check_usable(self):
        self._sdw_check_role(FINANCE)
        self._check_state("booked")
        used = self.filtered(lambda bill: bill.disposition != "held")
        if used:
            names = ", ".join(used.mapped("display_name"))
            raise UserError(self.env._("These bills have left our hands: %(bills)s.", bills=names))
        late = self.filtered(lambda bill: bill.maturity_date <= bill.company_id.sudo()._sdw_today())
        if late:
            names = ", ".join(late.mapped("display_name"))
            raise UserError(self.env._("These bills are due, and are presented for payment: %(bills)s.", bills=names))

    # ------------------------------------------------------------------ entries
    def _endorse(self, supplier):
        bill = self.with_company(self.company_id)
        journal = bill.payment_id.journal_id
        payment = bill.env["account.payment"].create(
            {
                "company_id": bill.company_id.id,
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": supplier.commercial_partner_id.id,
                "amount": bill.amount,
                "currency_id": bill.currency_id.id,
                "date": bill.company_id._sdw_today(),
                "journal_id": journal.id,
                "payment_method_line_id": journal.outbound_payment_method_line_ids[:1].id,
                "memo": bill.number,
            }
        )
        bill.endorsement_id = payment
        payment.action_post()
        bill._settle(payment.move_id)
        bill._match(payment, bill.env["account.move"])
        bill._hand_to("supplier", supplier.display_name)
        bill.write({"disposition": "endorsed", "endorsed_to_id": supplier.id})

    def _items(self):
        """The item of bills receivable this bill was booked on."""
        return self.payment_id._seek_for_lines()[0]

    def _settle(self, entry):
        """Match what the entry takes out of bills receivable with what the bill brought in."""
        item = self._items()
        (item | entry.line_ids.filtered(lambda line: line.account_id == item.account_id)).reconcile()
        self.entry_ids |= entry

    def _bank_entry(self, journal, date, amount, interest=0.0):
        """Post: bank and interest against bills receivable (a negative amount: the bank takes the money back)."""
        company = self.company_id
        if not date or date > company._sdw_today():
            raise UserError(self.env._("Money is booked on the day it came, not before."))
        journal = self._bank_journal(journal)
        bank = journal.inbound_payment_method_line_ids.payment_account_id[:1] or journal.default_account_id
        rows = [(bank, amount - interest), (self._items().account_id, -amount)]
        if interest:
            rows.insert(1, (company._sdw_bill_interest_account(), interest))
        moves = self.env["account.move"].with_company(company)
        lines = [(account, value, self._in_company(value, date)) for account, value in rows]
        # Rounding of the conversions stays on the bank's line: the entry balances to the cent.
        bank, value, balance = lines[0]
        lines[0] = (bank, value, balance - sum(line[2] for line in lines))
        entry = moves.create(
            {
                "move_type": "entry",
                "company_id": company.id,
                "journal_id": journal.id,
                "date": date,
                "ref": self.number,
                "line_ids": [Command.create(self._prepare_item(*line)) for line in lines],
            }
        )
        entry.action_post()
        return entry

    def _bank_journal(self, journal):
        """The bank journal that was named, or the company's first; of the bill's company and currency."""
        journals = self.env["account.journal"]
        if journal:
            journal = journals.browse(int(journal)).exists()
        else:
            journal = journals.search([("company_id", "=", self.company_id.id), ("type", "=", "bank")], limit=1)
        currency = journal.currency_id or self.currency_id
        if journal.type != "bank" or journal.company_id != self.company_id or currency != self.currency_id:
            raise UserError(self.env._("Please choose a bank journal of the bill's company and currency."))
        return journal

    def _in_company(self, value, date):
        return self.currency_id._convert(value, self.company_id.currency_id, self.company_id, date)

    def _prepare_item(self, account, value, balance):
        return {
            "name": self.number,
            "account_id": account.id,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": value,
            "balance": balance,
        }
