from odoo.fields import Command

from .collection_common import CollectionCase

#: Units of the company's currency: exact in binary, so that sums are compared to the cent.
RATES = {"EUR": 0.5, "GBP": 0.25}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF"
)


class DossierCase(CollectionCase):
    """A case at law, with money in three currencies, and what reads its ledger and its files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currencies = {code: cls.currency(code, rate) for code, rate in RATES.items()}
        cls.loss = cls.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.company.sdw_write_off_account_id = cls.loss

    @classmethod
    def currency(cls, code, rate):
        currency = cls.env["res.currency"].with_context(active_test=False).search([("name", "=", code)])
        currency.active = True
        currency.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2000-01-01", "rate": rate, "company_id": cls.company.id}
        )
        return currency

    @classmethod
    def second_company(cls):
        company = cls.env["res.company"].create({"name": "Second", "currency_id": cls.company.currency_id.id})
        cls.env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
        for user in (cls.legal, cls.finance, cls.manager, cls.accountant):
            user.company_ids = [Command.link(company.id)]
        return company

    @classmethod
    def at_law(cls, amount=1000.0):
        """(invoice, case) of a customer whose case is with the legal department."""
        invoice, case = cls.overdue_case(amount)
        cls.refuse(case)
        return invoice, case.with_user(cls.legal)

    @classmethod
    def ledger(cls, partner=None, company=None):
        """The balance of the customer's receivable accounts."""
        domain = [
            ("partner_id.commercial_partner_id", "=", (partner or cls.customer).id),
            ("company_id", "=", (company or cls.company).id),
            ("account_id.account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
        ]
        return cls.env["account.move.line"].sudo()._read_group(domain, [], ["balance:sum"])[0][0] or 0.0

    def sections(self, case):
        """{code: section} of the dossier of a case."""
        case = case._sdw_system()
        return {section.code: section for section in self.env["sdw.legal.dossier"]._sections(case)}

    def column(self, section, title):
        number = [column.title for column in section.columns].index(title)
        return [row[number] for row in section.rows]

    def files(self, case):
        """(PDF or page, workbook): the latest files of a case's dossier."""
        return tuple(case.sudo().dossier_ids.sorted("id")[-2:])
