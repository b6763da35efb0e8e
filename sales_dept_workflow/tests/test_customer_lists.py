import json
from io import BytesIO

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import covers
from .many_common import ManyCase

NAMES = ["name", "partner_id", "amount_total"]


@tagged("post_install", "-at_install")
class TestCustomerLists(ManyCase):
    """A list of many customers by name, with what they bought, is the list of our customers (A-30, decision 31)."""

    def export(self, user, records, columns=tuple(NAMES), **context):
        return records.with_user(user).with_context(**context).export_data(list(columns))

    @covers("A-30", "Z-29")
    def test_who_takes_it_out(self):
        """Not the salesperson, though they are his own; whoever has reports does, on record."""
        lines = self.orders.order_line
        for records, columns in (
            (self.orders, NAMES),
            (self.orders, ["partner_id/id"]),
            (self.orders, ["partner_shipping_id/.id"]),
            (lines, ["order_id/partner_id", "price_total"]),
            (lines, ["order_partner_id"]),
        ):
            with self.assertRaisesRegex(AccessError, "12 customers"):
                self.export(self.salesperson, records, columns, sdw_skip=True, import_compat=False)
        self.export(self.salesperson, self.orders, ["name", "amount_total", "user_id"])
        self.assertFalse(self.logs())
        for user in (self.manager, self.gm, self.sales_admin):
            self.export(user, self.orders)
        self.assertEqual(self.logs().mapped("record_count"), [12] * 3)
        with self.assertRaises(AccessError):
            self.export(self.manager, self.orders, ["partner_id/phone"])

    @covers("A-30")
    def test_a_few_are_work(self):
        """A handful is everyday work; handful after handful is reading, and noticed."""
        self.export(self.salesperson, self.orders[:5])
        self.assertFalse(self.logs())
        self.company.sdw_read_alert = 10
        self.export(self.salesperson, self.orders[:1])
        for order in self.orders:
            self.export(self.salesperson, order)
        finding = self.env["sdw.audit.finding"].search([("code", "=", "mass_read")])
        self.assertEqual(finding.responsible_id, self.salesperson)

    @covers("A-30")
    def test_words_of_the_file(self):
        """A document that shows the customer's telephone number as its own does not show many of them."""
        calls = self.env["sdw.satisfaction.call"]
        log = self.env["sdw.export.log"].with_user(self.salesperson)
        self.assertEqual(log._way(calls._name, "phone"), "partner_id")
        self.assertEqual(log._way("res.users", "email"), "partner_id")
        self.assertFalse(log._named(self.env.user, ["email", "login"]), "colleagues are no customers")
        self.assertTrue(log._is_file("sdw.trial.request"))

    @covers("A-30")
    def test_suppliers_are_others(self):
        self.many.write({"customer_rank": 0, "supplier_rank": 1})
        self.export(self.salesperson, self.orders)
        self.assertFalse(self.logs())

    @covers("A-30")
    def test_modes(self):
        self.switch("warn", "customer_status")
        self.export(self.salesperson, self.orders)
        finding = self.env["sdw.audit.finding"].search([("code", "=", "customer_export")])
        self.assertEqual((finding.res_id, finding.responsible_id), (self.logs().id, self.salesperson))
        self.switch("off", "customer_status")
        self.export(self.salesperson, self.orders)
        self.assertEqual(len(self.logs()), 1)

    @covers("A-30", "B-03")
    def test_workbooks_and_papers(self):
        """Reports that name customers, and many papers at once, are on record; nobody is refused his work."""
        workbook = self.env["sdw.workbook"].with_user(self.manager)._codes()["collection"]
        workbook._write_book(BytesIO(), workbook._parse({}))
        self.assertEqual(self.logs().mapped("kind"), ["workbook"])
        report = self.env["ir.actions.report"].with_user(self.salesperson)
        report._render_qweb_html("sale.report_saleorder", self.orders[:2].ids)
        self.assertEqual(len(self.logs()), 1)
        report._render_qweb_html("sale.report_saleorder", self.orders.ids)
        self.assertEqual((self.logs()[0].kind, self.logs()[0].record_count), ("print", 12))

    @covers("A-30")
    def test_cost_does_not_grow(self):
        def cost(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sdw.export.log"].with_user(self.manager)._check_columns("export", orders, NAMES)
            return self.env.cr.sql_log_count - before

        cost(self.orders)
        self.assertLessEqual(cost(self.orders), cost(self.orders[:6]))


@tagged("post_install", "-at_install")
class TestCustomerListDoors(HttpCase, ManyCase):
    """The same by the doors of the web client: grouped files, pivots, cards for the telephone."""

    def post(self, url, data):
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            return self.url_open(url, data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)})

    def export(self, kind, **values):
        data = {"model": "sale.order", "ids": self.orders.ids, "domain": [], "import_compat": False}
        columns = [{"name": "amount_total", "label": "Total", "type": "monetary"}]
        return self.post(f"/web/export/{kind}", {**data, "fields": columns, **values}).status_code

    def pivot(self, titles, model="sale.report"):
        data = {
            "title": "Sales", "model": model, "measure_count": 1, "origin_count": 1,
            "col_group_headers": [], "measure_headers": [], "origin_measure_headers": [],
            "rows": [{"title": title, "indent": 0, "values": [{"value": 1}]} for title in titles],
        }  # fmt: skip
        return self.post("/web/pivot/export_xlsx", data).status_code

    @covers("A-30", "Z-29")
    def test_grouped_and_pivots(self):
        names = self.many.mapped("name")
        for login, refused in (("sdw_salesperson", True), ("sdw_manager", False)):
            self.authenticate(login, login)
            self.assertGreaterEqual(self.export("csv", groupby=["partner_id"]), 400, "core exports no groups so")
            self.assertEqual(self.export("xlsx", groupby=["partner_id"]) >= 400, refused, login)
            self.assertEqual(self.export("xlsx", groupby=["date_order:month", "partner_id"]) >= 400, refused)
            self.assertEqual(self.export("xlsx", groupby=["user_id"]), 200)
            self.assertEqual(self.pivot(names) >= 400, refused)
            self.assertEqual(self.pivot(["Total", *names[:5]]), 200)
            self.assertEqual(self.pivot(names, model="anything") >= 400, refused)
        self.assertEqual(set(self.logs().user_id), {self.manager})

    @covers("A-30")
    def test_a_word_of_the_file_as_heading(self):
        for login in ("sdw_salesperson", "sdw_manager"):
            self.authenticate(login, login)
            self.assertGreaterEqual(self.export("xlsx", groupby=["partner_id.phone"]), 400)
            self.assertEqual(self.export("xlsx", groupby=["partner_id.country_id"]), 200)
