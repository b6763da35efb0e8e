from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .test_customer_needs import NeedCase


@tagged("post_install", "-at_install")
class TestNeedAnalysis(NeedCase):
    """Which customers need what, what becomes of it, and what of ours answers it (A-39, S-12)."""

    def rows(self, user=None, **context):
        report = self.env["sdw.need.analysis"].with_user(user or self.sales_admin).with_context(**context)
        report.invalidate_model()  # a request of its own, as in life
        return report.search([("partner_id", "=", self.customer.id)])

    def states(self, user=None):
        return {(row.kind_id, row.state) for row in self.rows(user)}

    @covers("A-39", "S-12")
    def test_what_becomes_of_a_need(self):
        self.customer.sdw_need_kind_ids = self.new | self.parts
        self.assertEqual(self.states(), {(self.new, "card"), (self.parts, "card")})
        lead = self.lead(expected_revenue=5000, sdw_need="Ten pumps", sdw_wanted_by="2031-05-01")
        self.assertEqual(self.states(), {(self.new, "open"), (self.parts, "card")})
        row = self.rows().filtered("lead_id")
        self.assertRecordValues(
            row,
            [
                {
                    "lead_id": lead.id,
                    "need": "Ten pumps",
                    "expected_revenue": 5000,
                    "open_leads": 1,
                    "products": 1,
                    "user_id": self.salesperson.id,
                    "team_id": self.team.id,
                    "status": "lead",
                }
            ],
        )
        lead.sudo().action_set_lost()
        self.assertEqual(self.states(), {(self.new, "lost"), (self.new, "card"), (self.parts, "card")})
        self.assertEqual(sum(self.rows().mapped("expected_revenue")), 0)
        again = self.lead(kinds=self.parts)
        again.sudo().action_set_won()
        self.assertIn((self.parts, "won"), self.states())

    @covers("A-39")
    def test_figures(self):
        """Number of customers, open leads and expected revenue by kind, in the reader's pivot."""
        self.lead(expected_revenue=5000)
        self.lead(expected_revenue=3000, kinds=self.new | self.parts)
        groups = (
            self.env["sdw.need.analysis"]
            .with_user(self.manager)
            ._read_group(
                [("partner_id", "=", self.customer.id)],
                ["kind_id"],
                ["customers:count_distinct", "open_leads:sum", "expected_revenue:sum", "products:max"],
            )
        )
        self.assertEqual({row[0]: row[1:] for row in groups}, {self.new: (1, 2, 8000, 1), self.parts: (1, 1, 3000, 0)})

    @covers("A-39", "S-12")
    def test_who_reads_what(self):
        self.lead()
        for user, seen in (
            (self.salesperson, True), (self.second_salesperson, False), (self.supervisor, False), (self.manager, True),
            (self.director, True), (self.sales_admin, True),
        ):  # fmt: skip
            self.assertEqual(bool(self.rows(user)), seen, user.name)
        for user in (self.accountant, self.support, self.portal):
            with self.assertRaises(AccessError):
                self.rows(user)
        other = self.env["res.company"].create({"name": "Other"})
        self.sales_admin.company_ids = [Command.link(other.id)]
        self.assertFalse(self.rows(allowed_company_ids=[other.id]))

    @covers("S-12", "A-40")
    def test_the_assistant_s_lists(self):
        """Needs not met yet, and files to complete: both are in the sales assistant's menu, and open."""
        assistant = self.env.ref("sales_dept_workflow.position_sales_assistant")
        self.assertEqual(assistant.group_id, self.env.ref("sales_dept_workflow.group_sdw_sales_admin"))
        visible = self.env["ir.ui.menu"].with_user(self.sales_admin)._visible_menu_ids()
        for name in ("menu_open_needs", "menu_files_to_complete", "menu_need_kinds"):
            self.assertIn(self.env.ref(f"sales_dept_workflow.{name}").id, visible)
        self.lead()
        self.customer.with_user(self.sales_admin).write({"sdw_owner": "Mr Zhou", "sdw_needs": "Pumps, twice a year"})
        order = self.order(user=self.salesperson)
        order.with_user(self.sales_admin).client_order_ref = "As agreed by phone"
        with self.assertRaises(AccessError):
            self.customer.with_user(self.production).sdw_owner = "Somebody else"
        action = self.rows().filtered("lead_id").action_open()
        self.assertEqual(action["res_model"], "crm.lead")

    @covers("A-39")
    def test_flat(self):
        """One query for the list, whatever its length; the menu's own windows ask for no more per row."""
        partners = self.env["res.partner"].create(
            [{"name": f"C{number}", "is_company": True, "sdw_need_kind_ids": [Command.set(self.new.ids)]}
             for number in range(40)]
        )  # fmt: skip
        report = self.env["sdw.need.analysis"].with_user(self.sales_admin)
        spec = {name: {} for name in ("need", "state", "products", "expected_revenue")}
        spec["partner_id"] = spec["kind_id"] = {"fields": {"display_name": {}}}

        def cost(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report.web_search_read([("partner_id", "in", partners[:count].ids)], spec)
            return self.env.cr.sql_log_count - before

        cost(4)
        self.assertLessEqual(cost(40), cost(4) + 1)
