from odoo.fields import Command

from .bill_common import BillCase


class ReceivableCase(BillCase):
    """Open items, receipts and what the views say of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.env["sdw.receivable.analysis"]
        cls.receipts = cls.env["sdw.collection.receipt.analysis"]
        cls.second_customer = cls.env["res.partner"].create(
            {"name": "Second Customer", "is_company": True, "user_id": cls.second_salesperson.id}
        )

    @classmethod
    def ledger(cls, company=None, day=None, partner=None):
        """The balance of the receivable accounts, as the general ledger has it."""
        domain = [
            ("account_id.account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("company_id", "=", (company or cls.company).id),
        ]
        if day:
            domain.append(("date", "<=", day))
        if partner:
            domain.append(("partner_id.commercial_partner_id", "=", partner.id))
        return cls.env["account.move.line"]._read_group(domain, [], ["balance:sum"])[0][0]

    @classmethod
    def open_total(cls, company=None, day=None, partner=None, model=None):
        """The same by the analysis."""
        cls.env.invalidate_all()
        domain = [("company_id", "=", (company or cls.company).id)]
        if partner:
            domain.append(("commercial_partner_id", "=", partner.id))
        items = (cls.items if model is None else model).with_context(sdw_as_of=day and day.isoformat())
        return items._read_group(domain, [], ["residual:sum"])[0][0]

    @classmethod
    def rows(cls, invoice, day=None, user=None):
        """The rows of an entry."""
        cls.env.invalidate_all()
        items = cls.items.with_user(user or cls.env.user).with_context(sdw_as_of=day and day.isoformat())
        return items.search([("move_id", "=", invoice.id)])

    @classmethod
    def rate(cls, name, *rates, company=None):
        """A currency with (day, rate) in a company."""
        currency = cls.env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
        currency.active = True
        company = company or cls.company
        domain = [("currency_id", "=", currency.id), ("company_id", "=", company.id)]
        cls.env["res.currency.rate"].search(domain).unlink()
        cls.env["res.currency.rate"].create(
            [{"currency_id": currency.id, "name": day, "rate": rate, "company_id": company.id} for day, rate in rates]
        )
        return currency

    @classmethod
    def money(cls, amount, days=0, partner=None, payment_type="inbound"):
        """A posted payment that is matched with nothing, ``days`` days ago."""
        payment = (
            cls.env["account.payment"]
            .with_user(cls.accountant)
            .create(
                {
                    "payment_type": payment_type,
                    "partner_type": "customer",
                    "partner_id": (partner or cls.customer).id,
                    "amount": amount,
                    "date": cls.ago(days),
                    "journal_id": cls.bank.id,
                }
            )
        )
        payment.action_post()
        return payment

    @classmethod
    def pay_on(cls, invoices, days, amount=None, **values):
        """Pay invoices ``days`` days ago."""
        wizard = (
            cls.env["account.payment.register"]
            .with_user(cls.accountant)
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create(
                {
                    "journal_id": cls.bank.id,
                    "payment_date": cls.ago(days),
                    **({"amount": amount} if amount else {}),
                    **values,
                }
            )
        )
        return wizard._create_payments()

    @classmethod
    def promise(cls, case, amount, days):
        """The customer promised ``amount`` for a day to come."""
        case.with_user(cls.salesperson).action_dun("phone", "He will pay", amount, cls.ahead(days))

    @classmethod
    def write_off(cls, invoice, amount):
        """An entry by hand that takes part of an invoice off: no money."""
        receivable = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        journal = cls.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", invoice.company_id.id)], limit=1
        )
        expense = cls.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        move = cls.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {"account_id": receivable.account_id.id, "partner_id": invoice.partner_id.id, "credit": amount}
                    ),
                    Command.create({"account_id": expense.id, "debit": amount}),
                ],
            }
        )
        move.action_post()
        (receivable | move.line_ids.filtered(lambda line: line.account_id == receivable.account_id)).reconcile()
        return move
