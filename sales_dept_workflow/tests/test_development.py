from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .lead_common import LeadCase

DUE, LATE = "mail_activity_type_deadline", "mail_activity_type_escalation"


@tagged("post_install", "-at_install")
class TestDevelopmentPlan(LeadCase):
    """Goal, strategy, steps with dates, followed to the first order (L-14)."""

    def plan(self, user=None, **values):
        plans = self.env["sdw.development.plan"].with_user(user or self.salesperson)
        steps = [
            {"name": "Call the engineer", "date": self.today(3)},
            {"name": "Show the pump", "date": self.today(10)},
        ]
        return plans.create(
            {
                "partner_id": self.customer.id,
                "goal": "First order this quarter",
                "strategy": "Win the engineer with a trial",
                "step_ids": [Command.create(step) for step in steps],
                **values,
            }
        )

    def today(self, days=0):
        return self.company._sdw_today() + timedelta(days=days)

    @covers("L-14")
    def test_what_a_plan_needs(self):
        for missing in ({"goal": " "}, {"strategy": False}, {"step_ids": False}, {"partner_id": False}):
            with self.assertRaises(UserError, msg=missing), self.env.cr.savepoint():
                self.plan(**missing).action_start()
        undated = [Command.create({"name": "Some day"})]
        with self.assertRaisesRegex(UserError, "needs a date"), self.env.cr.savepoint():
            self.plan(step_ids=undated).action_start()

    @covers("L-14")
    def test_steps_are_reminded_of_and_escalated(self):
        plan = self.plan()
        self.assertRegex(plan.name, "^DEV/")
        plan.action_start()
        first, second = plan.step_ids
        self.assertEqual(self.activities(plan.step_ids, DUE).user_id, self.salesperson)
        with self.assertRaises(UserError):
            first.action_done("")
        first.action_done("He wants a trial")
        self.assertEqual((first.state, plan.progress), ("done", 50.0))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            first.write({"name": "Something else"})
        self.env["sdw.deadline.mixin"]._cron_deadlines(fields.Datetime.now() + timedelta(days=12))
        self.assertEqual(self.activities(second, LATE).user_id, self.manager)
        self.assertFalse(self.activities(first, LATE))

    @covers("L-14")
    def test_moved_steps(self):
        plan = self.plan()
        plan.action_start()
        step = plan.step_ids[0]
        step.date = self.today(20)
        self.assertEqual(self.activities(step, DUE).date_deadline, self.today(20))
        step.user_id = self.supervisor
        self.assertEqual(self.activities(step, DUE).user_id, self.supervisor)

    @covers("L-14")
    def test_late_steps_are_put_off_by_whoever_leads(self):
        plan = self.plan()
        plan.action_start()
        step = plan.step_ids[0].with_user(self.salesperson)
        step.sudo().write({"deadline": fields.Datetime.now() - timedelta(days=1)})
        for values in ({"date": self.today(20)}, {"date": str(self.today(30)), "name": "Other"}):
            with self.assertRaises(AccessError):
                step.write(values)
        step.write({"date": step.date, "name": "Call them"})
        step.with_user(self.manager).date = self.today(20)
        self.assertEqual(step.deadline_state, "open")

    @covers("L-14")
    def test_followed_to_the_first_order(self):
        plan, other = self.plan(), self.plan(partner_id=self.env["res.partner"].create({"name": "Nobody"}).id)
        (plan | other).action_start()
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        order = self.order(partner=contact)
        order.sudo().action_confirm()
        order.sudo().date_order = fields.Datetime.now() + timedelta(minutes=1)
        self.env["sdw.deadline.mixin"]._cron_deadlines()
        self.assertEqual((plan.state, plan.first_order_id, other.state), ("won", order, "running"))
        self.assertEqual(set(plan.step_ids.mapped("state")), {"dropped"})
        self.assertFalse(self.activities(plan.step_ids, DUE))

    @covers("L-14")
    def test_an_earlier_order_is_none_of_its_winning(self):
        before = self.order()
        before.sudo().action_confirm()
        before.sudo().date_order = fields.Datetime.now() - timedelta(hours=1)
        plan = self.plan()
        plan.action_start()
        self.env["sdw.deadline.mixin"]._cron_deadlines()
        self.assertEqual(plan.state, "running")

    @covers("L-14")
    def test_nothing_is_forged(self):
        plan = self.plan()
        for name, value in {"state": "won", "first_order_on": "2026-01-01", "name": "X"}.items():
            with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                plan.with_user(self.gm).write({name: value})
        with self.assertRaises(AccessError):
            plan.step_ids.with_user(self.salesperson).write({"state": "done"})
        context = {"default_state": "won"}
        plans = self.env["sdw.development.plan"].with_user(self.salesperson).with_context(**context)
        self.assertEqual(plans.create({"partner_id": self.customer.id}).state, "draft")
        for user in (self.accountant, self.support):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_start()
        with self.assertRaises(AccessError):
            plan.with_user(self.second_salesperson).read(["goal"])
        self.assertTrue(plan.with_user(self.manager).read(["goal"]))
        plan.action_drop("They closed")
        self.assertEqual(plan.state, "dropped")
        with self.assertRaises(UserError):
            plan.unlink()


@tagged("post_install", "-at_install")
class TestSolutionAndSupport(LeadCase):
    """What was offered, and what technicians answered (L-09, L-20…L-22)."""

    def request(self, user=None, **values):
        requests = self.env["sdw.support.request"].with_user(user or self.salesperson)
        return requests.create({"question": "Does it pump acid?", "lead_id": self.lead().id, **values})

    @covers("L-09", "L-22")
    def test_solution(self):
        lead = self.lead()
        solutions = self.env["sdw.solution"].with_user(self.salesperson)
        values = {"name": "Acid pump", "lead_id": lead.id, "description": "With ceramic seal"}
        solution = solutions.create(
            {
                **values,
                "product_ids": [Command.set(self.product.ids)],
                "sample_product_id": self.product.id,
                "sample_quantity": 1,
                "sample_sent_on": "2026-03-01",
                "feedback": "Runs quietly",
            }
        )
        self.assertEqual((lead.sdw_solution_count, solution.company_id), (1, self.company))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            solutions.create({**values, "sample_sent_on": "2026-03-01"})
        self.assertFalse(self.env["sdw.solution"].with_user(self.second_salesperson).search([("id", "=", solution.id)]))
        self.assertEqual(lead.action_sdw_solutions()["views"][0][1], "list")

    @covers("L-20", "L-21")
    def test_asked_and_answered(self):
        request = self.request()
        self.assertEqual((request.user_id, request.state), (self.support, "asked"))
        self.assertTrue(request.deadline)
        self.assertEqual(self.activities(request, DUE).user_id, self.support)
        with self.assertRaises(AccessError):
            request.action_answer("I answer myself")
        theirs = request.with_user(self.support)
        with self.assertRaises(UserError):
            theirs.action_answer(" ")
        theirs.action_answer("Up to 30 %")
        self.assertEqual(
            (request.answer, request.answered_by_id, request.deadline_state), ("Up to 30 %", self.support, "met")
        )
        self.assertFalse(self.activities(request, DUE))
        for user in (self.salesperson, self.support):
            with self.assertRaises(UserError):
                request.with_user(user).write({"question": "Another"})

    @covers("L-20")
    def test_from_a_quotation(self):
        order = self.order()
        action = order.action_sdw_ask_support()
        requests = self.env["sdw.support.request"].with_user(self.salesperson).with_context(**action["context"])
        request = requests.create({"question": "Which seal?", "kind": "presentation"})
        self.assertEqual((request.order_id, request.partner_id), (order, order.partner_id))
        theirs = request.with_user(self.support)
        self.assertTrue(theirs.read(["question", "deadline", "support_user_ids"]))
        with self.assertRaises(AccessError):
            self.env["sale.order"].with_user(self.support).browse(order.id).read(["amount_total"])

    @covers("L-20")
    def test_late_answers_escalate(self):
        request = self.request()
        self.env["sdw.deadline.mixin"]._cron_deadlines(request.deadline + timedelta(hours=1))
        self.assertTrue(request.escalated_to_id)
        self.assertEqual(request.deadline_state, "escalated")

    @covers("L-20")
    def test_not_forged(self):
        request = self.request()
        for name, value in {"answer": "Yes", "state": "answered", "deadline": "2030-01-01", "requester_id": 1}.items():
            with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                request.with_user(self.salesperson).write({name: value})
        for user in (self.accountant, self.keeper):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env["sdw.support.request"].with_user(user).create({"question": "?"})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["sdw.support.request"].with_user(self.support).create({"question": "?"})
        request.action_withdraw()
        self.assertEqual(request.state, "withdrawn")
