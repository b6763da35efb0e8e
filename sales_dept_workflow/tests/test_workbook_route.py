from datetime import datetime
from unittest.mock import patch

from odoo.tests import HttpCase, new_test_user, tagged

from ..models.analysis import workbook as workbook_module
from .analysis_common import AnalysisCase
from .common import covers


@tagged("post_install", "-at_install")
class TestWorkbookRoute(HttpCase, AnalysisCase):
    """``GET /sdw/xlsx/<code>``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.manager, cls.keeper):
            user.password = "workbook-1"
        cls.portal = new_test_user(cls.env, "sdw_portal", "base.group_portal", password="workbook-1")

    def get(self, path, user=None):
        self.authenticate((user or self.manager).login, "workbook-1")
        return self.url_open(f"/sdw/xlsx/{path}", allow_redirects=False)

    @covers("I-04")
    def test_download(self):
        picking = self.shipment(datetime(2026, 3, 10, 8))
        answer = self.get("deliveries?date_from=2026-03-01&date_to=2026-03-31")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertIn("Deliveries", answer.headers["Content-Disposition"])
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        rows, _totals = self.table(self.opened(answer.content)["Deliveries"])
        self.assertIn(picking.name, [row["Transfer"] for row in rows])
        self.assertEqual(self.get("deliveries").status_code, 200, "this month so far")

    def test_refused(self):
        for path, status in (
            ("nothing", 404),
            ("sdw.workbook", 404),
            ("deliveries?date_from=x", 400),
            ("deliveries?date_from=2026-03-02&date_to=2026-03-01", 400),
            ("deliveries?domain=[]", 400),
            ("deliveries?territory_id=0", 400),
            (f"deliveries?company_id={self.other_company().id}", 403),
        ):
            with self.subTest(path):
                answer = self.get(path)
                self.assertEqual(answer.status_code, status)
                self.assertNotIn("Traceback", answer.text)
        for user in (self.keeper, self.portal):
            self.assertEqual(self.get("deliveries", user).status_code, 403)
        self.logout()
        self.assertEqual(self.url_open("/sdw/xlsx/deliveries", allow_redirects=False).status_code, 303)

    def test_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.manager.lang = "zh_CN"
        answer = self.get("deliveries?date_from=<script>")
        self.assertEqual(answer.status_code, 400)
        self.assertNotIn("<script>", answer.text)

    def test_too_large_to_wait_for(self):
        self.shipment(datetime(2026, 3, 10, 8))
        with patch.object(workbook_module, "LARGE", 0):
            self.assertEqual(self.get("deliveries?date_from=2026-03-01&date_to=2026-03-31").status_code, 400)
