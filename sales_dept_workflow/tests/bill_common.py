from dateutil.relativedelta import relativedelta

from odoo.fields import Command, Date

from ..models.collection.acceptance_bill import CHECKS
from .collection_common import CollectionCase


class BillCase(CollectionCase):
    """Bills of a customer on their way from the salesperson's hand to the bank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bills = cls.env["sdw.acceptance.bill"]
        cls.number = 0
        cls.supplier = cls.env["res.partner"].create({"name": "Foundry", "is_company": True})

    @classmethod
    def bill(cls, user=None, months=6, **values):
        """A bill issued a month ago, registered by ``user`` (the salesperson)."""
        cls.number += 1
        issue = Date.to_date(values.pop("issue_date", None)) or cls.today - relativedelta(months=1)
        return cls.bills.with_user(user or cls.salesperson).create(
            {
                "number": f"NO{cls.number:06d}",
                "kind": "bank",
                "drawer": "Customer Ltd.",
                "acceptor": "Bank of Wuxi",
                "partner_id": cls.customer.id,
                "amount": 1000.0,
                "issue_date": issue,
                "maturity_date": issue + relativedelta(months=months),
                **values,
            }
        )

    @classmethod
    def with_finance(cls, *bills, **values):
        """In finance's hands; without bills, a new one."""
        bills = cls.bills.union(*bills) if bills else cls.bill(**values)
        bills.with_user(cls.salesperson).action_hand_over()
        bills.with_user(cls.sales_admin).action_hand_over()
        return bills.with_user(cls.finance)

    @classmethod
    def verified(cls, *bills, **values):
        bills = cls.with_finance(*bills, **values)
        bills.write(dict.fromkeys(CHECKS, True))
        bills.action_verify()
        return bills

    @classmethod
    def booked(cls, *bills, **values):
        bills = cls.verified(*bills, **values)
        bills.action_book()
        return bills

    @classmethod
    def method_line(cls, company=None):
        return (company or cls.company).sudo()._sdw_bill_method_line()

    @classmethod
    def payment(cls, user=None, **values):
        """A draft payment by bill, made by hand."""
        line = cls.method_line()
        return (
            cls.env["account.payment"]
            .with_user(user or cls.accountant)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": cls.customer.id,
                    "amount": 1000.0,
                    "journal_id": line.journal_id.id,
                    "payment_method_line_id": line.id,
                    **values,
                }
            )
        )

    def exposure(self, partner=None, company=None):
        partner, company = partner or self.customer, company or self.company
        return self.env["sdw.credit.exposure"]._get(partner, company)[partner.id][0]

    def balance(self, account, partner=None):
        """What the general ledger says, posted entries only."""
        domain = [("account_id", "in", account.ids), ("parent_state", "=", "posted")]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        return self.env["account.move.line"]._read_group(domain, [], ["balance:sum"])[0][0]

    @classmethod
    def second_company(cls):
        company = cls.env["res.company"].create({"name": "Second", "currency_id": cls.company.currency_id.id})
        cls.env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        for user in (cls.salesperson, cls.sales_admin, cls.finance, cls.accountant):
            user.company_ids = [Command.link(company.id)]
        return company
