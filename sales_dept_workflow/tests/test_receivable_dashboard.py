from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import covers
from .receivable_common import ReceivableCase


@tagged("post_install", "-at_install")
class TestReceivableDashboard(ReceivableCase):
    """One page: who owes, who promised, who broke it; every figure opens its list."""

    def page(self, user=None):
        self.env.invalidate_all()
        return self.env["sdw.receivable.dashboard"].with_user(user or self.finance).get_data()

    def rows(self, page):
        """{label: row} of everything on the page."""
        sections = [row for section in page["sections"] for row in section["rows"]]
        return {row["label"]: row for row in [*page["tiles"], *page["buckets"], *sections]}

    def text(self, amount):
        return self.company.currency_id.format(amount)

    @covers("C-13", "C-17")
    def test_figures(self):
        before = self.open_total()
        invoice, case = self.overdue_case(1000.0)
        self.invoice(500.0, days=-5)
        self.money(25.0)
        rows = self.rows(self.page())
        self.assertEqual(rows["Receivables"]["amount"], self.text(before + 1475.0))
        self.assertEqual(rows["Receivables"]["amount"], self.text(self.ledger()))
        [debtor] = [row for row in self.page()["debtors"] if row["name"] == self.customer.name]
        self.assertEqual(
            (debtor["overdue"], debtor["total"], debtor["days"]), (self.text(1000.0), self.text(1475.0), 10)
        )
        self.promise(case, 400.0, 0)
        self.assertEqual(self.rows(self.page())["Promised for Today"]["amount"], self.text(400.0))
        self.assertEqual(self.rows(self.page())["Promised within 7 Days"]["count"], 1)
        case.sudo().promised_date = self.ago(1)
        rows = self.rows(self.page())
        self.assertEqual((rows["Promise Broken"]["count"], rows["Promise Broken"]["tone"]), (1, "danger"))
        self.assertEqual(rows["Promised for Today"]["count"], 0)
        self.refuse(case)
        rows = self.rows(self.page())
        self.assertEqual((rows["Shipping Hold"]["count"], rows["Shipping Hold"]["amount"]), (1, self.text(1000.0)))
        self.booked(maturity_date=self.ahead(10))
        self.assertEqual(self.rows(self.page())["Mature within 30 Days"]["amount"], self.text(1000.0))
        self.assertTrue(invoice)

    def test_every_figure_opens_its_list(self):
        _invoice, case = self.overdue_case(1000.0)
        self.promise(case, 400.0, 0)
        page = self.page()
        links = [*self.rows(page).values(), *page["debtors"]]
        for row in links:
            if not row["action"]:
                continue
            with self.subTest(row.get("label") or row["name"]):
                action = row["action"]
                records = self.env[action["res_model"]].with_user(self.finance).search(action["domain"])
                if action["res_model"] != "account.bank.statement.line" and "count" in row:
                    self.assertEqual(len(records), row["count"])
        for key in ("0", "1_30", "credit"):
            label = dict(self.items._fields["bucket"].selection)[key]
            self.assertEqual([row["label"] for row in page["buckets"]].count(label), 1)

    @covers("C-16")
    def test_as_the_reader_sees_it(self):
        self.overdue_case(1000.0)
        names = [row["name"] for row in self.page(self.second_salesperson)["debtors"]]
        self.assertNotIn(self.customer.name, names)
        self.assertIn(self.customer.name, [row["name"] for row in self.page(self.salesperson)["debtors"]])
        banks = self.page(self.salesperson)["sections"][-1]["rows"]
        self.assertTrue(banks)
        self.assertFalse(any(row["action"] for row in banks), "bank entries are the accountants'")
        for user in (self.keeper, self.support):
            with self.assertRaises(AccessError):
                self.page(user)

    def test_how_fresh_the_bank_is(self):
        def bank():
            return next(row for row in self.page()["sections"][-1]["rows"] if row["label"] == self.bank.name)

        self.env["account.bank.statement.line"].search([("journal_id", "=", self.bank.id)]).unlink()
        self.assertEqual((bank()["count"], bank()["tone"]), (0, "warning"))
        self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": self.ago(1), "payment_ref": "Money", "amount": 5.0}
        )
        self.assertEqual((bank()["count"], bank()["tone"]), (1, ""))
        self.assertIn(f"{self.ago(1):%Y}", bank()["note"])

    def test_queries_do_not_grow(self):
        costs = []
        for size in (5, 20):
            partners = self.env["res.partner"].create(
                [{"name": f"D{number}", "is_company": True, "user_id": self.salesperson.id} for number in range(size)]
            )
            for partner in partners:
                self.invoice(10.0, partner=partner)
            self.sweep()
            for _warm in range(2):
                before = self.env.cr.sql_log_count
                self.page()
                used = self.env.cr.sql_log_count - before
            costs.append(used)
        self.assertEqual(costs[0], costs[1])
        self.assertLess(costs[1], 60)

    def test_on_paper(self):
        self.overdue_case(1000.0)
        dashboard = self.env["sdw.receivable.dashboard"].with_user(self.finance)
        self.assertEqual(dashboard.action_print()["report_name"], "sales_dept_workflow.report_receivables")
        report = self.env["ir.actions.report"].with_user(self.finance)
        html, _kind = report._render_qweb_html("sales_dept_workflow.report_receivables", self.company.ids)
        self.assertIn(self.customer.name, html.decode())
        with self.assertRaises(AccessError):
            report.with_user(self.keeper)._render_qweb_html("sales_dept_workflow.report_receivables", self.company.ids)


@tagged("post_install", "-at_install")
class TestOrderPayment(ReceivableCase):
    """How far each order is paid, on the list of whoever tracks it (C-20)."""

    @covers("C-20")
    def test_states(self):
        order = self.order(lines=[(self.product, 2, {})])
        order.sudo().action_confirm()
        self.ship(order.sudo().picking_ids)
        self.assertFalse(order.with_user(self.sales_admin).sdw_payment_state)
        invoice = order.sudo()._create_invoices()
        invoice.invoice_date_due = self.ahead(10)
        invoice.action_post()

        def state():
            self.env.flush_all()
            self.env.invalidate_all()
            return order.with_user(self.sales_admin).sdw_payment_state

        self.assertEqual(state(), "open")
        self.pay(invoice, amount=500.0)
        self.assertEqual(state(), "partial")
        invoice.line_ids.filtered("date_maturity").date_maturity = self.ago(1)
        invoice.invoice_date_due = self.ago(1)
        self.assertEqual(state(), "overdue")
        self.pay(invoice)
        self.assertEqual(state(), "paid")

    def test_one_query_for_a_page(self):
        orders = self.env["sale.order"].union(*(self.order() for _number in range(20)))
        orders.sudo().action_confirm()
        costs = []
        for some in (orders[:2], orders):
            for _warm in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                some.mapped("name")
                before = self.env.cr.sql_log_count
                some.with_user(self.sales_admin).mapped("sdw_payment_state")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])
