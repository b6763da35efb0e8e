import tempfile
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged

from ..models.analysis import workbook as workbook_module
from ..report.xlsx.book import Book
from ..report.xlsx.table import Column
from .analysis_common import AnalysisCase

MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


@tagged("post_install", "-at_install")
class TestBook(TransactionCase):
    """The plain part: rows in, a file out."""

    COLUMNS = [Column("Name"), Column("Amount", "amount", total=True), Column("Day", "date", band="When")]

    def written(self, rows, **options):
        with tempfile.TemporaryFile() as file:
            book = Book(file, {"total": "Total"})
            self.count = book.add_rows("Rows/of: [all]", ["Title", "Note"], self.COLUMNS, rows, **options)
            book.close()
            file.seek(0)
            return AnalysisCase.opened(file.read())

    def test_rows_and_totals(self):
        day = datetime(2026, 3, 1)
        workbook = self.written(
            [("=1+1", 10.5, day), ("+x" * 20_000, None, None), (None, 4.5, day), ("\x01\ud83d", 1, day)][:3]
        )
        [sheet] = workbook.worksheets
        rows, totals = AnalysisCase.table(sheet)
        self.assertEqual(sheet.title, "Rows of   all")
        self.assertEqual(rows[0], {"Name": "=1+1", "Amount": 10.5, "Day": day})
        self.assertEqual(sheet.cell(6, 1).data_type, "s", "no formula out of a customer's name")
        self.assertEqual(len(rows[1]["Name"]), 32_767)
        self.assertEqual(totals["Name"], "Total")
        self.assertEqual(totals["Amount"], "=SUBTOTAL(109,B6:B8)")
        self.assertEqual(sheet.freeze_panes, "B6")
        self.assertEqual(sheet.auto_filter.ref, "A5:C8")

    def test_no_rows(self):
        rows, totals = AnalysisCase.table(self.written([]).worksheets[0])
        self.assertEqual((rows, totals["Name"], self.count), ([], "Total", 0))

    def test_full_sheets(self):
        rows = ((f"Row {number}", 1, None) for number in range(25))
        workbook = self.written(rows, sheet_rows=16)
        tables = [AnalysisCase.table(sheet) for sheet in workbook.worksheets]
        self.assertEqual([len(rows) for rows, _totals in tables], [10, 10, 5])
        names = [row["Name"] for rows, _totals in tables for row in rows]
        self.assertEqual(names, [f"Row {number}" for number in range(25)])
        self.assertEqual(len({sheet.title.lower() for sheet in workbook.worksheets}), 3)


@tagged("post_install", "-at_install")
class TestWorkbookDeliveries(AnalysisCase):
    """The workbook of deliveries against the shipments that were made."""

    def workbook(self, user=None, lang=None, **params):
        user = user or self.gm
        user.write({"tz": "Asia/Shanghai", **({"lang": lang} if lang else {})})
        workbook = self.env["sdw.workbook.deliveries"].with_user(user).with_context(lang=user.lang)
        choice = workbook._parse({**MARCH, **params})
        with tempfile.TemporaryFile() as file:
            self.count = workbook._write_book(file, choice)
            file.seek(0)
            return self.opened(file.read())

    def listed(self, *args, **params):
        rows, totals = self.table(self.workbook(*args, **params)["Deliveries"])
        return [row["Transfer"] for row in rows], totals

    def test_figures(self):
        first = self.shipment(datetime(2026, 3, 10, 8), quantity=2)
        second = self.shipment(datetime(2026, 3, 20, 8), partner=self.southern, user=self.second_salesperson)
        workbook = self.workbook(partner_id=str(self.northern.id))
        rows, totals = self.table(workbook["Deliveries"])
        [row] = rows
        shown = {name: row[name] for name in ("Transfer", "Customer", "Territory", "Salesperson", "Value Shipped")}
        self.assertEqual(
            shown,
            {
                "Transfer": first.name,
                "Customer": "=Northern Pumps",
                "Territory": "North",
                "Salesperson": self.salesperson.name,
                "Value Shipped": 2000,
            },
        )
        self.assertEqual(row["Shipped"], datetime(2026, 3, 10, 16), "in the reader's time zone")
        self.assertTrue(totals["Value Shipped"].startswith("=SUBTOTAL(109,"))
        names, _totals = self.listed(territory_id=str(self.south.id))
        self.assertEqual(names, [second.name])

    def test_summary(self):
        self.shipment(datetime(2026, 3, 10, 8), quantity=2)
        self.shipment(datetime(2026, 3, 20, 8), quantity=3)
        workbook = self.workbook(partner_id=str(self.northern.id))
        summary = list(workbook["Summary"].iter_rows(values_only=True))
        titles = [row[0] for row in summary]
        self.assertEqual(titles[0], "Deliveries")
        self.assertIn("Customer: =Northern Pumps", titles)
        month = summary[titles.index("2026-03")]
        self.assertEqual((month[1], month[-1]), (2, 5000))
        territory = summary[titles.index("North")]
        self.assertEqual((territory[1], territory[-1]), (2, 5000))
        self.assertEqual(len(workbook["Summary"]._charts), 3)
        self.assertEqual(len(workbook.chartsheets), 1)
        query = "SELECT COUNT(*) FROM stock_picking p JOIN sale_order o ON o.id = p.sale_id WHERE o.partner_id = %s"
        self.env.cr.execute(query, (self.northern.id,))
        self.assertEqual(self.count, self.env.cr.fetchone()[0])

    def test_days_in_the_readers_zone(self):
        inside = self.shipment(datetime(2026, 2, 28, 17))  # 1 March, 01:00 in Shanghai
        self.shipment(datetime(2026, 2, 28, 15))
        self.shipment(datetime(2026, 3, 31, 17))
        self.assertEqual(self.listed(partner_id=str(self.northern.id))[0], [inside.name])

    def test_record_rules(self):
        mine = self.shipment(datetime(2026, 3, 10, 8))
        theirs = self.shipment(datetime(2026, 3, 11, 8), user=self.second_salesperson)
        for user, names in ((self.salesperson, [mine.name]), (self.director, [mine.name, theirs.name])):
            self.assertEqual(self.listed(user, partner_id=str(self.northern.id))[0], names)
        for user in (self.keeper, self.support):
            with self.assertRaises(AccessError):
                self.workbook(user)

    def test_hostile_parameters(self):
        for params in (
            {"date_from": "yesterday"},
            {"date_from": "2026-04-01"},
            {"date_to": "2026-13-01"},
            {"territory_id": "1 OR 1=1"},
            {"territory_id": "٣"},
            {"territory_id": "999999999999999999"},
            {"territory_id": "0"},
            {"user_id": "-1"},
            {"partner_id": f"{self.northern.id},{self.southern.id}"},
            {"company_id": "x"},
            {"domain": "[]"},
        ):
            with self.subTest(params), self.assertRaises(UserError):
                self.workbook(**params)

    def test_companies(self):
        self.shipment(datetime(2026, 3, 10, 8))
        other = self.other_company(currency_id=self.company.currency_id.id)
        self.assertEqual(self.listed(company_id=str(other.id))[0], [])
        self.assertEqual(
            len(self.listed(company_id=f"{other.id},{self.company.id}", partner_id=str(self.northern.id))[0]), 1
        )
        for user in (self.director, self.salesperson):
            with self.assertRaises(AccessError):
                self.workbook(user, company_id=str(other.id))
        other.currency_id = self.env["res.currency"].create({"name": "XTY", "symbol": "y"})
        with self.assertRaises(UserError):
            self.workbook(company_id=f"{other.id},{self.company.id}")

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        picking = self.shipment(datetime(2026, 3, 10, 8))
        self.north.with_context(lang="zh_CN").name = "北方"
        workbook = self.workbook(lang="zh_CN", partner_id=str(self.northern.id))
        rows, _totals = self.table(workbook.worksheets[1])
        self.assertIn(picking.name, rows[0].values())
        self.assertIn("北方", rows[0].values())

    def test_queries_and_chunks(self):
        """Nothing of it is asked per row, in however many chunks the rows come."""
        costs = []
        for size in (3, 20):
            for _number in range(size):
                self.shipment(datetime(2026, 3, 10, 8))
            for _warm in range(2):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.workbook(partner_id=str(self.northern.id))
                used = self.env.cr.sql_log_count - before
            costs.append(used)
        self.assertEqual(costs[0], costs[1])
        with patch.object(workbook_module, "CHUNK", 7):
            names, _totals = self.listed(partner_id=str(self.northern.id))
        self.assertEqual(len(set(names)), 23)


@tagged("post_install", "-at_install")
class TestWorkbookOrders(AnalysisCase):
    """The wizard, and what is too large to wait for."""

    def wizard(self, user=None, **values):
        dates = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        return self.env["sdw.workbook.wizard"].with_user(user or self.manager).create({**dates, **values})

    def test_download(self):
        form = Form(self.env["sdw.workbook.wizard"].with_user(self.manager))
        form.territory_id = self.north
        action = form.save().action_download()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(f"territory_id={self.north.id}", action["url"])
        self.assertTrue(action["url"].startswith("/sdw/xlsx/deliveries?date_from="))
        with self.assertRaises(AccessError):
            self.wizard(self.keeper)

    def test_made_in_the_background(self):
        picking = self.shipment(datetime(2026, 3, 10, 8))
        with patch.object(workbook_module, "LARGE", 0):
            for _twice in range(2):
                action = self.wizard(partner_id=self.northern.id).action_download()
        self.assertEqual(action["tag"], "display_notification")
        job = self.env["sdw.workbook.job"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(job.mapped("state"), ["waiting"])
        self.env["sdw.workbook.job"]._cron_make()
        self.assertEqual((job.state, job.rows), ("done", 1))
        rows, _totals = self.table(self.opened(job.attachment_id.with_user(self.manager).raw)["Deliveries"])
        self.assertEqual([row["Transfer"] for row in rows], [picking.name])
        message = self.env["mail.message"].search([("partner_ids", "in", self.manager.partner_id.ids)], limit=1)
        self.assertIn(f"/web/content/{job.attachment_id.id}", message.body)
        for user in (self.director, self.salesperson):
            with self.assertRaises(AccessError):
                job.attachment_id.with_user(user).raw  # noqa: B018
        self.env["sdw.workbook.job"]._cron_make()

    def test_with_the_rights_of_that_moment(self):
        """Who lost his role in the meantime gets a message, no file, and nobody else's order waits for it."""
        with patch.object(workbook_module, "LARGE", -1):
            self.wizard(self.salesperson).action_download()
            self.wizard(self.manager).action_download()
        self.salesperson.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.env["sdw.workbook.job"]._cron_make()
        states = {job.user_id: job.state for job in self.env["sdw.workbook.job"].search([])}
        self.assertEqual((states[self.salesperson], states[self.manager]), ("failed", "done"))

    def test_nobody_makes_an_order_himself(self):
        jobs = self.env["sdw.workbook.job"].with_user(self.manager)
        values = {"code": "deliveries", "user_id": self.gm.id}
        with self.assertRaises(AccessError):
            jobs.create(values)
        with self.assertRaises(AccessError):
            jobs.with_context(default_code="deliveries", default_user_id=self.gm.id).create({})

    def test_old_ones_go(self):
        with patch.object(workbook_module, "LARGE", -1):
            self.wizard().action_download()
        jobs = self.env["sdw.workbook.job"]
        jobs._cron_make()
        job = jobs.search([], limit=1)
        file = job.attachment_id
        self.env.cr.execute("UPDATE sdw_workbook_job SET create_date = '2020-01-01' WHERE id = %s", (job.id,))
        self.env.invalidate_all()
        jobs._gc_jobs()
        self.assertFalse(job.exists() or file.exists())
