from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .analysis_common import AnalysisCase
from .common import covers
from .dossier_common import DossierCase


@tagged("post_install", "-at_install")
class TestDossierFigures(DossierCase):
    """Every amount of the dossier is the general ledger's."""

    def assertAgrees(self, case, company=None):
        balance = self.ledger(company=company)
        statement = self.sections(case)["statement"]
        self.assertAlmostEqual(self.column(statement, "Balance")[-1], balance, places=2)
        self.assertAlmostEqual(statement.totals()[-1], balance, places=2)
        self.assertAlmostEqual(case._get_statement()["total"], balance, places=2)
        self.assertEqual(len(statement.notes), 1, "nothing is matched with another customer's items")

    @covers("C-08")
    def test_the_statement_is_the_ledger(self):
        invoice, case = self.at_law()
        self.assertAgrees(case)
        self.pay(invoice, amount=250.25)
        self.invoice(30.0, move_type="out_refund")
        self.assertAgrees(case)
        self.assertEqual(self.ledger(), 719.75)

    @covers("C-08")
    def test_three_currencies(self):
        _invoice, case = self.at_law()
        euro = self.invoice(100.01, currency=self.currencies["EUR"])
        self.invoice(33.33, currency=self.currencies["GBP"])
        self.pay(euro, amount=50.0)
        self.assertAgrees(case)
        self.assertAlmostEqual(self.ledger(), 1000 + 100.02 + 133.32, places=2)
        sections = self.sections(case)
        rows = dict(zip(self.column(sections["statement"], "Document"), sections["statement"].rows, strict=True))
        self.assertEqual(rows[euro.name][3:6], ["EUR", 100.01, 50.01])
        self.assertAlmostEqual(sections["invoices"].totals()[-1], self.ledger(), places=2)

    @covers("C-08")
    def test_two_companies(self):
        other = self.second_company()
        _invoice, case = self.at_law()
        self.invoice(70.0, company=other)
        self.sweep()
        theirs = self.case_of(company=other)
        self.assertAgrees(case)
        self.assertAgrees(theirs, company=other)
        self.assertEqual((self.ledger(), self.ledger(company=other)), (1000.0, 70.0))
        self.assertEqual(self.column(self.sections(theirs)["invoices"], "Amount"), [70.0])
        self.assertEqual(self.column(self.sections(case)["invoices"], "Amount"), [1000.0])

    def test_what_was_settled_before_is_brought_forward(self):
        """An older credit that still counts is an open item; what is matched before it is only a balance."""
        old = self.invoice(500.0, days=300)
        self.pay(old)
        _invoice, case = self.at_law()
        statement = self.sections(case)["statement"]
        self.assertNotIn(old.name, self.column(statement, "Document"))
        self.assertAgrees(case)

    def test_payments_and_credits(self):
        invoice, case = self.at_law()
        payment = self.pay(invoice, amount=300.0)
        refund = self.invoice(40.0, move_type="out_refund")
        section = self.sections(case)["payments"]
        kinds = dict(zip(self.column(section, "Document"), self.column(section, "Kind"), strict=True))
        self.assertEqual(kinds, {payment.move_id.name: "Payment Received", refund.name: "Credit Note"})
        self.assertEqual(section.totals()[-2:], [340.0, 40.0])

    def test_said_when_matched_across_customers(self):
        invoice, case = self.at_law()
        self.invoice(10.0)
        stranger = self.env["res.partner"].create({"name": "Stranger", "is_company": True})
        credit = self.invoice(400.0, partner=stranger, move_type="out_refund")
        items = (invoice | credit).line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        items.reconcile()
        statement = self.sections(case)["statement"]
        self.assertEqual(self.column(statement, "Balance")[-1], 1010.0)
        self.assertEqual(statement.totals()[-1], 610.0)
        self.assertEqual(len(statement.notes), 2)

    def test_people_and_their_dates(self):
        _invoice, case = self.overdue_case()
        case.with_user(self.salesperson).action_dun("phone", "He will pay", 500.0, self.ahead(3))
        self.refuse(case)
        sections = self.sections(case)
        self.assertEqual(sections["dunning"].rows[0][1:4], ["Phone", "Salesperson", "He will pay"])
        events = " ".join(self.column(sections["timeline"], "Event"))
        for said in ("He will pay", "He will not sign", "collection case opened", "legal department"):
            self.assertIn(said, events)
        moments = [str(moment) for moment in self.column(sections["timeline"], "Date")]
        self.assertEqual(moments, sorted(moments))

    def test_queries_do_not_grow(self):
        _invoice, case = self.at_law()

        def cost(count):
            for number in range(count):
                self.invoice(100.0 + number)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.sections(case)
            return self.env.cr.sql_log_count - before

        few = cost(5)
        self.assertLessEqual(cost(45), few)


@tagged("post_install", "-at_install")
class TestDossier(DossierCase):
    """Who may have it, what is kept of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.at_law()

    @covers("C-08")
    def test_who_may_make_it(self):
        for user in (self.salesperson, self.sales_admin, self.accountant, self.keeper, self.second_salesperson):
            for forged in ({}, {"sdw_bypass": True, "lang": "en_US", "default_dossier_ids": [(6, 0, [1])]}):
                with self.assertRaises(AccessError):
                    self.case.with_user(user).with_context(**forged).action_make_dossier()
        self.assertFalse(self.case.dossier_ids)
        self.team.member_ids |= self.salesperson
        for number, user in enumerate((self.legal, self.finance, self.manager, self.director), 1):
            self.case.with_user(user).action_make_dossier()
            self.assertEqual(len(self.case.dossier_ids), 2 * number)

    @covers("C-08")
    def test_each_one_is_logged_and_kept(self):
        papers = len(self.case.sdw_paper_ids)
        self.case.action_make_dossier()
        page, workbook = self.files(self.case)
        self.assertEqual(len(self.case.sdw_paper_ids), papers + 2)
        self.assertTrue(workbook.name.endswith(".xlsx"))
        step = self.case.legal_step_ids[:1]
        self.assertEqual((step.kind, step.user_id), ("dossier", self.legal))
        for said in ("1,000.00", "SHA-256"):
            self.assertIn(said, step.note)
        for user in (self.legal, self.manager, self.finance):
            with self.assertRaises(AccessError):
                page.with_user(user).write({"raw": b"other"})
            with self.assertRaises(AccessError):
                page.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.case.dossier_ids = False
        self.case.action_make_dossier()
        self.assertEqual(len(self.case.sdw_paper_ids), papers + 4)

    def test_the_workbook_has_the_same_figures(self):
        self.case.action_make_dossier()
        _page, file = self.files(self.case)
        workbook = AnalysisCase.opened(file.raw)
        expected = [section.title for section in self.sections(self.case).values()]
        self.assertEqual([sheet.title for sheet in workbook.worksheets], [title[:31] for title in expected])
        rows, totals = AnalysisCase.table(workbook.worksheets[0])
        self.assertEqual(rows[-1]["Balance"], self.ledger())

    def test_the_page_says_it_all(self):
        self.case.action_make_dossier()
        page = self.files(self.case)[0].raw.decode()
        for said in (self.debt.name, "1,000.00", "He will not sign", "Statement of Account", "Creditor"):
            self.assertIn(said, page)

    def test_opened_by_itself_it_is_empty(self):
        reports = self.env["ir.actions.report"].with_user(self.legal)
        page = reports._render_qweb_html("sales_dept_workflow.report_legal_dossier", self.case.ids)[0].decode()
        self.assertNotIn(self.debt.name, page)

    def test_language(self):
        with self.assertRaises(UserError):
            self.case.action_make_dossier("xx_XX")
        wizard = self.env["sdw.dossier.wizard"].with_user(self.legal).with_context(active_id=self.case.id)
        wizard.create({"lang": "en_US"}).action_confirm()
        self.assertEqual(len(self.case.dossier_ids), 2)
