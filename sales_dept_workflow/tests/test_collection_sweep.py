from odoo.exceptions import AccessError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCollectionSweep(CollectionCase):
    @covers("C-01", "C-16")
    def test_one_case_per_customer(self):
        self.invoice(100.0)
        self.invoice(50.5, days=3, partner=self.address)
        self.sweep()
        case = self.case_of()
        self.assertEqual(len(case), 1)
        self.assertRecordValues(
            case,
            [
                {
                    "state": "dunning",
                    "user_id": self.salesperson.id,
                    "team_id": self.team.id,
                    "overdue_amount_company": 150.5,
                    "days_overdue": 10,
                    "oldest_due_date": self.ago(10),
                    "standing": "good",
                    "hold": False,
                }
            ],
        )
        self.sweep()
        self.sweep(days=1)
        self.assertEqual(self.case_of(), case)
        activities = self.env["mail.activity"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        self.assertEqual(activities.user_id, self.salesperson)
        self.assertEqual(len(activities), 1)
        self.assertTrue(case.name.startswith("COL/"))

    def test_not_overdue_no_case(self):
        self.invoice(days=0)
        draft = self.invoice(days=5)
        draft.button_draft()
        self.company.sdw_dunning_grace_days = 3
        self.invoice(days=3)
        self.sweep()
        self.assertFalse(self.case_of())
        self.sweep(days=1)
        self.assertTrue(self.case_of())

    def test_two_companies_one_case_each(self):
        other = self._second_company()
        self.invoice(100.0)
        self.invoice(70.0, company=other)
        self.sweep()
        self.sweep()
        self.assertEqual(self.case_of().overdue_amount_company, 100.0)
        self.assertEqual(self.case_of(company=other).overdue_amount_company, 70.0)
        self.refuse(self.case_of())
        self.assertTrue(self.customer.shipping_hold)
        self.assertFalse(self.customer.with_company(other).shipping_hold)
        self.pay(
            self.env["account.move"].search(
                [("partner_id", "=", self.customer.id), ("company_id", "=", self.company.id)]
            )
        )
        self.assertEqual(self.case_of().state, "closed")
        self.assertEqual(self.case_of(company=other).state, "dunning")

    def test_foreign_currency_to_the_cent(self):
        euro = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "EUR")])
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "name": self.ago(400), "rate": 0.1283, "company_id": self.company.id}
        )
        invoice = self.invoice(333.33, currency=euro)
        self.invoice(10.01)
        self.sweep()
        residual = invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).amount_residual
        self.assertEqual(residual, self.company.currency_id.round(333.33 / 0.1283))
        self.assertEqual(self.case_of().overdue_amount_company, self.company.currency_id.round(residual + 10.01))
        self.pay(invoice, amount=100.0)
        left = invoice.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).amount_residual
        self.assertEqual(self.case_of().overdue_amount_company, self.company.currency_id.round(left + 10.01))

    def test_credits_are_shown_apart_and_agree_with_the_ledger(self):
        self.invoice(100.0)
        self.invoice(30.0, move_type="out_refund")
        self.invoice(44.0, days=-20)
        self.sweep()
        case = self.case_of()
        self.assertRecordValues(
            case, [{"overdue_amount_company": 100.0, "credit_amount_company": 30.0, "open_amount_company": 144.0}]
        )
        balance = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        statement = case._get_statement()
        self.assertEqual(statement["total"], sum(balance.mapped("balance")))
        self.assertEqual(statement["total"], 114.0)
        html = self.env["ir.actions.report"]._render_qweb_html("sales_dept_workflow.report_debt_statement", case.ids)[0]
        self.assertIn("114.00", html.decode())

    @covers("C-01")
    def test_nobody_responsible_means_the_manager(self):
        self.customer.user_id = False
        invoice = self.invoice(user=self.env.ref("base.user_root"))
        invoice.invoice_user_id = False
        self.salesperson.active = False
        self.sweep()
        case = self.case_of()
        self.assertFalse(case.user_id)
        self.assertTrue(case.activity_ids.user_id.has_group("sales_dept_workflow.group_sdw_sales_manager"))

    def test_newest_invoice_names_the_salesperson(self):
        self.customer.user_id = False
        self.invoice(days=40)
        self.invoice(days=5, user=self.second_salesperson)
        self.sweep()
        self.assertEqual(self.case_of().user_id, self.second_salesperson)

    @covers("C-16")
    def test_who_sees_what(self):
        _invoice, case = self.overdue_case()
        for user in (
            self.salesperson,
            self.manager,
            self.director,
            self.gm,
            self.sales_admin,
            self.accountant,
            self.legal,
        ):
            self.assertEqual(self.cases.with_user(user).search([("id", "=", case.id)]), case, user.name)
            self.assertEqual(case.with_user(user).overdue_amount_company, 1000.0)
            case.with_user(user)._get_statement()
        self.assertFalse(self.cases.with_user(self.second_salesperson).search([("id", "=", case.id)]))
        for user in (self.keeper, self.production, self.support):
            with self.assertRaises(AccessError):
                self.cases.with_user(user).search([])

    def test_cron_serves_only_companies_with_rules(self):
        self.invoice()
        self.switch("off", "shipping_hold")
        self.cases._sweep_ruled()
        self.assertFalse(self.case_of())
        self.switch("block", "shipping_hold")
        self.env.ref("sales_dept_workflow.ir_cron_sdw_collection").ir_actions_server_id.sudo().run()
        self.assertTrue(self.case_of())

    def test_queries_do_not_grow(self):
        """20 or 200 overdue customers: the same queries, on the first run and on the next."""
        self._debtors(5)
        self.sweep()
        counts = []
        for size in (20, 200):
            partners = self._debtors(size)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.sweep()
            self.env.flush_all()
            first = self.env.cr.sql_log_count - before
            self.assertEqual(self.cases.search_count([("partner_id", "in", partners.ids)]), size)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.sweep()
            self.env.flush_all()
            counts.append((first, self.env.cr.sql_log_count - before))
        # The ORM itself inserts a hundred rows a statement: cases, activities, followers.
        self.assertLessEqual(counts[1][0], counts[0][0] + 2 * 3, counts)
        self.assertLessEqual(counts[1][1], counts[0][1] + 1, counts)

    def test_figures_of_many_cost_one_query(self):
        self._debtors(40)
        self.sweep()
        cases = self.cases.search([], limit=40)
        cases.mapped("company_id.partner_id.tz")
        with self.assertQueryCount(1):
            cases._get_figures()

    # ------------------------------------------------------------------ helpers
    def _debtors(self, count):
        partners = self.env["res.partner"].create(
            [
                {"name": f"Debtor {number}", "is_company": True, "user_id": self.salesperson.id}
                for number in range(count)
            ]
        )
        model = self.invoice(partner=partners[0])
        values = model.copy_data({"invoice_date": model.invoice_date, "invoice_date_due": model.invoice_date_due})[0]
        moves = self.env["account.move"].create([{**values, "partner_id": partner.id} for partner in partners[1:]])
        moves.action_post()
        return partners

    def _second_company(self):
        company = self.env["res.company"].create({"name": "Branch", "currency_id": self.company.currency_id.id})
        self.env["account.chart.template"].try_loading("cn", company=company, install_demo=False)
        self.env.user.company_ids |= company
        return company
