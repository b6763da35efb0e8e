from datetime import date, datetime, timedelta

from lxml import etree
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import covers
from .visit_common import VisitCase


@tagged("post_install", "-at_install")
class TestVisitTargets(VisitCase):
    """A plan is made beside what the period asks for: visits, the team's target, orders, leads (V-01, V-24)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.salesperson | cls.supervisor).sale_team_id = cls.team
        cls.today = cls.company._sdw_today()
        cls.team.invoiced_target = 10000

    def month(self, user=None, **values):
        return self.plan(user, count=0, period="month", date_from=fields.Date.to_string(self.today), **values)

    def rows(self, plan, user=None):
        plan = plan.with_user(user or plan.user_id)
        plan.invalidate_recordset()
        return {row["key"]: row for row in plan._sdw_targets()[plan]}

    def paid(self, amount, user=None, **values):
        """An invoice of this amount without tax, paid today."""
        user = user or self.salesperson
        line = {"product_id": self.product.id, "price_unit": amount, "tax_ids": [Command.clear()]}
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.today,
                "invoice_user_id": user.id,
                "team_id": self.team.id,
                "invoice_line_ids": [Command.create(line)],
                **values,
            }
        )
        invoice.action_post()
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {}
        )._create_payments()
        return invoice

    @covers("V-01", "V-24")
    def test_beside_the_targets_of_the_period(self):
        self.paid(2500.0)
        self.paid(1500.0, self.supervisor)
        self.order().action_confirm()
        lead = self.env["crm.lead"].create(
            {"name": "Pumps", "type": "opportunity", "user_id": self.salesperson.id, "partner_id": self.customer.id}
        )
        lead.action_set_won()
        plan = self.month()
        rows = self.rows(plan)
        self.assertEqual((rows["team"]["target"], rows["team"]["actual"]), (10000, 4000))
        self.assertEqual(self.team.invoiced, 4000, "as core counts it on its own dashboard")
        self.assertEqual((rows["invoiced"]["target"], rows["invoiced"]["actual"]), (0, 2500))
        self.assertEqual((rows["orders"]["actual"], rows["orders"]["unit"]), (1000, "money"))
        self.assertEqual((rows["leads"]["actual"], rows["won"]["actual"]), (1, 1))
        self.assertEqual(plan.target_percent, 40)
        shown = {row["key"]: row for row in plan.targets["rows"]}
        self.assertEqual((shown["team"]["percent"], shown["orders"]["target"]), (40, ""))
        self.assertIn("10,000", shown["team"]["target"])

    @covers("V-01")
    def test_only_what_lies_in_the_period(self):
        order = self.order()
        order.action_confirm()
        order.sudo().date_order = datetime.combine(self.today, datetime.min.time()) - timedelta(days=60)
        self.order(self.supervisor).action_confirm()
        rows = self.rows(self.month())
        self.assertEqual((rows["orders"]["actual"], rows["team"]["actual"]), (0, 0))

    @covers("V-01")
    def test_another_company_is_another_plan(self):
        """What a person sold elsewhere is not reached here; a team of another company asks for nothing here."""
        other = self.env["res.company"].create({"name": "Other"})
        self.salesperson.company_ids |= other
        self.order().action_confirm()
        plan = (
            self.env["sdw.visit.plan"]
            .sudo()
            .create(
                {"user_id": self.salesperson.id, "company_id": other.id, "period": "month", "date_from": self.today}
            )
        )
        self.team.company_id = self.company
        rows = plan._sdw_targets()[plan]
        self.assertFalse([row for row in rows if row["actual"] or row["target"]])
        with self.assertRaises(AccessError):
            plan.with_user(self.second_salesperson).read(["targets"])

    @covers("V-01")
    def test_other_processes_add_their_targets(self):
        service = self.env.registry["sdw.target"]

        def more(model, frames):
            rows = before(model, frames)
            return [[*row, model._row("contract", "Contracts", 50, 10, "count")] for row in rows]

        before = service._sdw_rows
        self.patch(service, "_sdw_rows", more)
        self.team.invoiced_target = 0
        plan = self.month()
        self.assertEqual(plan.target_percent, 20, "the first one that is asked for")
        self.assertEqual(plan.targets["rows"][-1]["target"], "50")

    @covers("V-01")
    def test_queries_do_not_grow(self):
        start = date(2030, 3, 4)
        people = self.env["res.users"].union(
            *(
                new_test_user(self.env, f"aim_{number}", groups="sales_dept_workflow.group_sdw_salesperson")
                for number in range(20)
            )
        )
        self.team.member_ids |= people
        known = [{"user_id": user.id, "date_from": start + timedelta(weeks=week)} for user in people for week in (0, 1)]
        plans = self.env["sdw.visit.plan"].create(known).with_user(self.manager)
        names = ["targets", "target_percent", "required_count", "planned_count"]

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.read(names)
            return self.env.cr.sql_log_count - before

        cost(plans)  # fills the caches that a server has
        self.assertLessEqual(cost(plans), cost(plans[:4]) + 1)
        arch = etree.fromstring(plans.get_view(view_type="list")["arch"])
        self.assertTrue(arch.xpath("//field[@name='target_percent']"))


@tagged("post_install", "-at_install")
class TestVisitsAsked(VisitCase):
    """How many visits are asked: of the person, of his position, of everybody in the company (V-01, V-21)."""

    def asked(self, user=None, period="week"):
        plan = self.env["sdw.visit.plan"].new(
            {"user_id": (user or self.salesperson).id, "company_id": self.company.id, "period": period}
        )
        return plan._required()

    @covers("V-01", "Z-20")
    def test_the_nearest_number_counts(self):
        self.company.write({"sdw_visits_week": 8, "sdw_visits_month": 30})
        self.assertEqual((self.asked(), self.asked(period="month")), (8, 30))
        position = self.env.ref("sales_dept_workflow.position_telesales", raise_if_not_found=False)
        position = position or self.env["sdw.position"].create({"name": "Telesales", "code": "tele_test"})
        position.sdw_visits_week = 3
        self.salesperson.sdw_position_id = position
        self.assertEqual((self.asked(), self.asked(period="month")), (3, 30))
        self.salesperson.sdw_visits_week = 5
        self.assertEqual(self.asked(), 5)
        plan = self.plan()
        plan.action_submit()
        self.assertEqual(self.requests(plan).facts["required"], "5", "the manager decides with it before him")

    @covers("V-01")
    def test_nobody_asks_less_of_himself(self):
        for user in (self.salesperson, self.manager):
            with self.assertRaises(AccessError):
                user.with_user(user).sdw_visits_week = 1
            with self.assertRaises(AccessError):
                self.env["sdw.position"].with_user(user).create({"name": "Free", "code": "free"})
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.salesperson.sdw_visits_week = -1
            self.env.flush_all()

    @covers("V-21")
    def test_heads_with_a_number_of_their_own_plan_their_visits(self):
        """A head visits, too: by the number of the company, or of his position (V-21)."""
        plans = self.env["sdw.visit.plan"].sudo()
        self.assertNotIn(self.manager, plans._planners(self.company, "month"))
        self.manager.sdw_visits_month = 2
        self.assertIn(self.manager, plans._planners(self.company, "month"))
        self.assertNotIn(self.director, plans._planners(self.company, "month"))
        self.assertEqual(self.asked(self.manager, "month"), 2)
