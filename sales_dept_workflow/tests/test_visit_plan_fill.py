from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import covers
from .visit_common import LINE, MONDAY, VisitCase

PLAN = "sdw.visit.plan"


@tagged("post_install", "-at_install")
class TestVisitPlanFill(VisitCase):
    """What enters a plan by itself, and who is reminded that he has none."""

    @covers("V-01", "V-15")
    def test_filled_with_what_is_due_and_planned(self):
        planned, later = self.visit(), self.visit(date_planned=datetime(2030, 4, 1, 2, 0))
        others = self.visit(self.manager)
        due, due_later = (
            self.env["sdw.visit"]._open_due([(self.customer.id, self.salesperson.id, self.company.id, day, False)])
            for day in (date(2030, 3, 10), date(2030, 3, 11))
        )
        plan = self.plan(count=0)
        self.assertEqual(plan.due_count, 2)
        plan.action_fill()
        self.assertEqual(plan.visit_ids.sudo(), (planned | due).sudo())
        self.assertFalse((later | due_later.with_user(self.salesperson)).plan_id | others.plan_id)
        with self.assertRaisesRegex(UserError, "Planned for"):
            plan.action_submit()
        plan.visit_ids.write(LINE)
        plan.action_submit()
        with self.assertRaises(UserError):
            plan.action_fill()
        with self.assertRaises(AccessError):
            self.plan(count=0, date_from="2030-05-06").with_user(self.second_salesperson).action_fill()

    @covers("V-01", "V-24")
    def test_the_week_takes_from_the_month(self):
        month = self.plan(period="month", date_from="2030-03-01")
        month.visit_ids.write({"date_planned": LINE["date_planned"]})
        month.action_submit()
        month.with_user(self.manager).action_approve()
        week = self.plan(count=0)
        week.action_fill()
        self.assertEqual(len(week.visit_ids), 2)
        self.assertEqual(week.visit_ids, month.week_visit_ids)
        self.assertEqual(month.state, "approved", "the month stays as it was approved")
        month.invalidate_recordset()
        self.assertEqual((month.planned_count, week.planned_count), (2, 2))
        week.visit_ids[0].is_key = not week.visit_ids[0].is_key
        self.assertEqual(month.state, "submitted", "another focus is another month, too")

    @covers("V-01", "A-22")
    def test_a_day_on_a_route(self):
        stops = self.env["res.partner"].create([{"name": f"Stop {n}", "city": "Wuxi"} for n in range(3)])
        row = (stops[1].id, self.salesperson.id, self.company.id, date(2030, 3, 10), False)
        due = self.env["sdw.visit"]._open_due([row])
        plan = self.plan(count=0)
        wizard = self.env["sdw.visit.fill.wizard"].with_user(self.salesperson)
        values = {"plan_id": plan.id, "date": "2030-03-06", "purpose": "Tour"}
        with self.assertRaises(UserError):
            wizard.create(values).action_confirm()
        wizard.create({**values, "partner_ids": [Command.set(stops.ids)]}).action_confirm()
        visits = plan.visit_ids.sorted("date_planned")
        self.assertEqual(visits.partner_id, stops)
        self.assertEqual([visit.date_planned.hour for visit in visits], [9, 10, 11])
        self.assertEqual(visits[1].sudo(), due, "the visit that was due, not a second one")
        self.assertEqual(visits[0].place, "Wuxi")
        with self.assertRaises(UserError):
            wizard.create({**values, "date": "2030-03-20", "partner_ids": [Command.set(stops.ids)]}).action_confirm()

    @covers("V-01", "V-12")
    def test_on_the_screen(self):
        """What the forms send is what a salesperson may write."""
        with Form(self.env[PLAN].with_user(self.salesperson)) as plan:
            with plan.visit_ids.new() as line:
                line.partner_id = self.customer
                line.purpose = "Tea"
        self.assertEqual(plan.record.visit_ids.user_id, self.salesperson)
        with Form(self.env["sdw.visit"].with_user(self.salesperson)) as visit:
            visit.partner_id = self.customer
            visit.date_planned = "2030-03-05 02:00:00"
        self.assertTrue(visit.record.deadline)
        with Form(visit.record) as visit:
            visit.need = "Three"

    @covers("V-01", "V-24", "P-54")
    def test_planned_and_made(self):
        self.company.sdw_visits_week = 5
        plan = self.approved()
        first = plan.visit_ids[0]
        first.action_record(**{"topics": "x", "need": "x", "competitor_note": "x", "result": "x", "next_step": "x",
                            "contact_names": "x"})  # fmt: skip
        loose = self.recorded()
        (first | loose).sudo().write({"date_done": "2030-03-10 23:30:00"})
        plan.invalidate_recordset()
        self.assertEqual((plan.required_count, plan.planned_count, plan.done_count), (5, 2, 2))
        loose.sudo().date_done = "2030-03-11 00:30:00"
        plan.invalidate_recordset()
        self.assertEqual(plan.done_count, 1)

    @covers("V-01", "V-21")
    def test_who_has_no_plan_is_reminded_then_his_superior(self):
        plans = self.env[PLAN]
        self.plan(self.supervisor)
        friday = datetime(2030, 3, 1, 3, 0)
        plans._cron_prepare(friday)
        made = plans.search([("date_from", "=", MONDAY), ("user_id", "in", [user.id for user in self.users.values()])])
        self.assertEqual(made.user_id, self.salesperson | self.supervisor, "not heads, not the sales admin")
        mine = made.filtered(lambda plan: plan.user_id == self.salesperson)
        self.assertEqual(mine.activity_ids.user_id, self.salesperson)
        plans._cron_prepare(friday)
        self.assertEqual(plans.search_count([("date_from", "=", MONDAY), ("user_id", "=", self.salesperson.id)]), 1)
        mine.deadline = "2001-01-01"
        self.env["sdw.deadline.mixin"]._cron_deadlines()
        self.assertEqual(mine.escalated_to_id, self.manager)

    @covers("V-01")
    def test_reminded_three_days_before_it_is_due(self):
        """Due four days before the period: the empty plan is there a week before, and no earlier."""
        mine = [("user_id", "=", self.salesperson.id), ("date_from", "=", MONDAY), ("period", "=", "week")]
        for day, count in ((24, 0), (25, 1)):
            self.env[PLAN]._cron_prepare(datetime(2030, 2, day, 3, 0))
            self.assertEqual(self.env[PLAN].search_count(mine), count, day)

    @covers("V-01", "V-21", "Z-31")
    def test_the_company_says_which_plans(self):
        plans = self.env[PLAN]
        own = [("user_id", "in", (self.salesperson | self.manager).ids)]
        self.company.sdw_visit_plans = "none"
        plans._cron_prepare(datetime(2030, 3, 1, 3, 0))
        self.assertFalse(plans.search(own))
        self.company.write({"sdw_visit_plans": "month", "sdw_visits_head": 4})
        plans._cron_prepare(datetime(2030, 3, 29, 3, 0))
        found = plans.search(own)
        self.assertEqual(set(found.mapped("period")), {"month"})
        self.assertEqual(found.user_id, self.salesperson | self.manager)
        head = found.filtered(lambda plan: plan.user_id == self.manager)
        self.assertEqual(head.required_count, 4)
        plans._cron_prepare(datetime(2030, 4, 2, 3, 0))
        self.assertFalse(plans.search([*own, ("date_from", ">", "2030-04-01")]), "not four weeks ahead")
