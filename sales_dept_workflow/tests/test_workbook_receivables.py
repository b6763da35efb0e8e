import tempfile
from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .analysis_common import AnalysisCase
from .common import covers
from .receivable_common import ReceivableCase


class WorkbookCase(ReceivableCase):
    opened = staticmethod(AnalysisCase.opened)
    table = staticmethod(AnalysisCase.table)

    def workbook(self, code, user=None, lang=None, **params):
        user = user or self.finance
        user.lang = lang or user.lang
        workbook = self.env[f"sdw.workbook.{code}"].with_user(user).with_context(lang=user.lang)
        self.env.invalidate_all()
        choice = workbook._parse(params)
        with tempfile.TemporaryFile() as file:
            workbook._write_book(file, choice)
            file.seek(0)
            return self.opened(file.read())


@tagged("post_install", "-at_install")
class TestWorkbookReceivables(WorkbookCase):
    """The workbook against the general ledger."""

    def totals(self, workbook):
        """What its three sheets say is owed: every item, by customer, by age."""
        rows, _totals = self.table(workbook["Receivables"])
        customers, _totals = self.table(workbook["Ageing by Customer"])
        summary = list(workbook["Summary"].iter_rows(values_only=True))
        start = next(number for number, row in enumerate(summary) if row[0] == "Age")
        ages = []
        for row in summary[start + 1 :]:
            if row[0] == "Total":
                break
            ages.append(row[8])
        sums = (sum(row["Open Amount"] for row in rows), sum(row["Open Amount"] for row in customers), sum(ages))
        return [round(amount, 2) for amount in sums]

    @covers("C-13")
    def test_agrees_with_the_ledger_of_the_day(self):
        euro = self.rate("EUR", (self.ago(400), 0.1283), (self.ago(15), 0.1311))
        invoice = self.invoice(1000.0, days=20)
        foreign = self.invoice(333.33, days=20, currency=euro)
        self.pay_on(invoice, 30, amount=399.99)
        self.pay_on(foreign, 10)
        self.money(12.34, days=12, partner=self.second_customer)
        for days in (60, 40, 25, 11, 10, 0):
            day = self.ago(days)
            with self.subTest(days):
                workbook = self.workbook("receivables", as_of=day.isoformat())
                self.assertEqual(self.totals(workbook), [round(self.ledger(day=day), 2)] * 3)

    def test_rows(self):
        invoice = self.invoice(1000.0, days=40)
        workbook = self.workbook("receivables", partner_id=str(self.customer.id))
        [row], totals = self.table(workbook["Receivables"])
        shown = [
            row[name] for name in ("Customer Group", "Journal Entry", "Age", "31-60 Days", "Open Amount", "Salesperson")
        ]
        self.assertEqual(shown, ["Customer", invoice.name, "31-60 Days", 1000.0, 1000.0, self.salesperson.name])
        due = self.ago(40)
        self.assertEqual(row["Due Date"], datetime(due.year, due.month, due.day))
        self.assertTrue(totals["Open Amount"].startswith("=SUBTOTAL(109,"))
        self.assertIn(self.today.isoformat(), workbook["Receivables"]["A2"].value)
        self.assertEqual(len(workbook.chartsheets), 1)

    @covers("C-16")
    def test_as_the_reader_sees_it(self):
        self.invoice(1000.0)
        self.invoice(70.0, partner=self.second_customer)
        workbook = self.workbook("receivables", self.second_salesperson)
        rows, _totals = self.table(workbook["Receivables"])
        self.assertEqual([row["Open Amount"] for row in rows], [70.0])
        with self.assertRaises(AccessError):
            self.workbook("receivables", self.keeper)

    def test_hostile(self):
        for params in ({"as_of": "tomorrow"}, {"as_of": "2026-13-01"}, {"domain": "[]"}, {"date_from": "x"}):
            with self.subTest(params), self.assertRaises(UserError):
                self.workbook("receivables", **params)


@tagged("post_install", "-at_install")
class TestWorkbookCollection(WorkbookCase):
    """What collection did in a month: money, cases, promises, instalments, plan, bills."""

    @covers("C-15", "C-17", "C-18", "C-22")
    def test_sheets(self):
        invoice, case = self.overdue_case(1000.0)
        self.promise(case, 400.0, 0)
        self.booked(amount=100.0)
        self.pay(invoice, amount=250.0)
        plan = self.env["sdw.collection.plan"].create({"month": self.today, "team_id": self.team.id})
        plan.with_user(self.manager).action_propose()
        workbook = self.workbook("collection", partner_id=str(self.customer.id))
        receipts, _totals = self.table(workbook["Collection Workbook"])
        self.assertEqual(sorted(row["Collected Amount"] for row in receipts), [100.0, 250.0])
        [row], _totals = self.table(workbook["Collection Cases"])
        self.assertEqual(row["Overdue"], case.overdue_amount_company)
        [row], _totals = self.table(workbook["Promises of Payment"])
        self.assertEqual((row["Promised"], row["Outcome of the Promise"]), (400.0, "Promise Running"))
        planned, _totals = self.table(workbook["Plan against Actual"])
        self.assertEqual(sum(row["Collected Amount"] for row in planned), 350.0)
        self.assertEqual(sum(row["Planned Amount"] for row in planned), plan.planned_amount)
        [row], _totals = self.table(workbook["Bills by Maturity"])
        self.assertEqual(row["Amount"], 100.0)
        rows, _totals = self.table(workbook["Instalments"])
        self.assertEqual(rows, [])
        self.assertEqual(len(workbook.chartsheets), 1)

    def test_as_the_reader_sees_it(self):
        _invoice, case = self.overdue_case(1000.0)
        self.promise(case, 400.0, 0)
        self.money(10.0)
        workbook = self.workbook("collection", self.second_salesperson)
        for name in ("Collection Workbook", "Collection Cases", "Promises of Payment"):
            self.assertEqual(self.table(workbook[name])[0], [], name)
        with self.assertRaises(AccessError):
            self.workbook("collection", self.keeper)

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.overdue_case(1000.0)
        self.money(1.0)
        self.assertEqual(len(self.workbook("collection", lang="zh_CN").sheetnames), 8)
        self.assertEqual(len(self.workbook("receivables", lang="zh_CN").sheetnames), 4)


@tagged("post_install", "-at_install")
class TestWorkbookReceivablesRoute(HttpCase, WorkbookCase):
    def test_download(self):
        self.finance.password = "workbook-1"
        self.authenticate(self.finance.login, "workbook-1")
        for path in (f"receivables?as_of={self.today}", "collection"):
            answer = self.url_open(f"/sdw/xlsx/{path}", allow_redirects=False)
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(self.opened(answer.content).sheetnames)
        self.assertEqual(self.url_open("/sdw/xlsx/receivables?as_of=x").status_code, 400)
