import json
from io import BytesIO

from openpyxl import load_workbook

from odoo import http
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .card_common import CardCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCustomerExportDoors(HttpCase, CardCase):
    """The same answer over HTTP: exports, pivots, papers, workbooks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"customer_rank": 1, "sdw_owner": "Mr Zhou"})
        cls.env.ref("base.group_allow_export").user_ids = [Command.link(cls.salesperson.id)]
        cls.switch("block", "customer_status")

    def kinds(self):
        self.env.invalidate_all()
        return self.env["sdw.export.log"].search([]).mapped("kind")

    def post(self, url, data):
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            return self.url_open(url, data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)})

    def export(self, kind):
        columns = [{"name": "name", "label": "Name"}, {"name": "phone", "label": "Phone"}]
        data = {
            "model": "res.partner",
            "fields": columns,
            "ids": self.customer.ids,
            "domain": [],
            "import_compat": False,
        }
        return self.post(f"/web/export/{kind}", data)

    def pivot(self, model="res.partner"):
        data = {
            "title": "Customers", "model": model, "measure_count": 1, "origin_count": 1,
            "col_group_headers": [], "measure_headers": [], "origin_measure_headers": [],
            "rows": [{"title": "Customer", "indent": 0, "values": [{"value": 1}]}],
        }  # fmt: skip
        return self.post("/web/pivot/export_xlsx", data)

    def sheet(self):
        with mute_logger("odoo.http"):
            return self.url_open("/sdw/xlsx/customers")

    @covers("A-30", "Z-29")
    def test_refused(self):
        """The salesperson, and his manager, get nothing by any door; other pivots stay theirs."""
        for login in ("sdw_salesperson", "sdw_manager"):
            self.authenticate(login, login)
            for answer in (self.export("xlsx"), self.export("csv"), self.pivot(), self.pivot("crm.lead"), self.sheet()):
                self.assertGreaterEqual(answer.status_code, 400)
                self.assertNotIn("spreadsheetml", answer.headers.get("Content-Type", ""))
            with mute_logger("odoo.http"):
                card = self.url_open(f"/report/html/sales_dept_workflow.report_customer_card/{self.customer.id}")
            self.assertGreaterEqual(card.status_code, 400)
            self.assertEqual(self.pivot("sale.report").status_code, 200)
        self.assertFalse(self.kinds())

    @covers("A-30", "A-31", "G-31", "B-03")
    def test_the_archivist(self):
        self.authenticate("sdw_archivist", "sdw_archivist")
        self.assertEqual(self.export("csv").status_code, 200)
        self.assertEqual(self.pivot().status_code, 200)
        self.assertIn(
            "Mr Zhou", self.url_open(f"/report/html/sales_dept_workflow.report_customer_card/{self.customer.id}").text
        )
        book = load_workbook(BytesIO(self.sheet().content))
        cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
        self.assertIn("Mr Zhou", cells)
        self.assertIn("Basic Information", cells)
        self.assertEqual(sorted(self.kinds()), ["export", "pivot", "print", "workbook"])

    @covers("A-30")
    def test_workbook_in_no_mode(self):
        """The workbook of all files is the archivist's even while the rule is off, also by the wizard and the job."""
        self.switch("off", "customer_status")
        for user in (self.salesperson, self.manager, self.sales_admin, self.gm):
            workbook = self.env["sdw.workbook"].with_user(user)
            self.assertNotIn("customers", workbook._codes_allowed())
            with self.assertRaises(AccessError):
                workbook._codes()["customers"]._write_book(BytesIO(), workbook._codes()["customers"]._parse({}))
        self.assertIn("customers", self.env["sdw.workbook"].with_user(self.archivist)._codes_allowed())
