from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import covers
from .visit_common import LINE, VisitCase


@tagged("post_install", "-at_install")
class TestVisitPlan(VisitCase):
    """Planned by the salesperson, submitted complete, final with the manager's guidance."""

    @covers("V-12")
    def test_each_visit_states_time_place_purpose_and_key_points(self):
        plan = self.plan()
        visit = plan.visit_ids[0]
        for name in LINE:
            visit[name] = False
            with self.assertRaisesRegex(UserError, visit._fields[name].string):
                plan.action_submit()
            visit[name] = LINE[name]
        visit.place = "  "
        with self.assertRaises(UserError):
            plan.action_submit()
        visit.place = "Here"
        plan.action_submit()
        self.assertEqual((plan.state, plan.deadline_state), ("submitted", "met"))
        with self.assertRaises(UserError):
            self.plan(count=0, date_from="2030-04-01").action_submit()

    @covers("V-01", "V-24")
    def test_a_period_begins_on_its_first_day(self):
        plan = self.plan(count=0, date_from="2030-03-07")
        self.assertEqual((plan.date_from, plan.date_to), (date(2030, 3, 4), date(2030, 3, 10)))
        plan.write({"period": "month"})
        self.assertEqual((plan.date_from, plan.date_to), (date(2030, 3, 1), date(2030, 3, 31)))
        self.assertEqual(plan.deadline.date(), date(2030, 2, 25), "four days before, in the evening")
        self.company.sdw_visits_month = 40
        plan.invalidate_recordset()
        self.assertEqual(plan.required_count, 40)

    @covers("V-02", "V-03", "V-08")
    def test_only_the_manager_makes_the_focus_final(self):
        plan = self.plan()
        with self.assertRaises(UserError):
            plan.with_user(self.manager).action_approve()
        with self.assertRaises(UserError):
            plan.action_request_approval("visit_plan", "please")
        with self.assertRaises(AccessError):
            plan.with_user(self.sales_admin).action_submit()
        plan.action_submit()
        self.assertEqual(self.requests(plan).assignee_id, self.manager)
        self.assertIn("Show the new pump", self.requests(plan).facts["focus"])
        for user in (self.salesperson, self.supervisor, self.sales_admin):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_approve("Mine")
            with self.assertRaises(AccessError):
                plan.with_user(user).guidance = "Mine"
        plan.with_user(self.manager).action_approve("Ask about the boiler house first")
        self.assertEqual((plan.state, plan.approved_by_id), ("approved", self.manager))
        self.assertEqual(plan.guidance, "Ask about the boiler house first")

    @covers("V-03")
    def test_no_way_around(self):
        plan = self.plan()
        for values in ({"state": "approved"}, {"approved_by_id": self.manager.id}, {"submitted_on": "2030-01-01"}):
            with self.assertRaises(AccessError):
                plan.write(values)
        forged = self.env["sdw.visit.plan"].with_user(self.salesperson)
        forged = forged.with_context(default_state="approved", default_approved_by_id=self.manager.id)
        other = forged.create({"date_from": "2030-05-06"})
        self.assertEqual((other.state, other.approved_by_id.id), ("draft", False))
        plan.action_submit()
        with self.assertRaises(UserError):
            plan.date_from = "2030-04-01"
        with self.assertRaises(UserError):
            plan.unlink()
        manager_plan = self.plan(self.manager)
        manager_plan.action_submit()
        with self.assertRaises(AccessError):
            manager_plan.action_approve("I agree with myself")
        with self.assertRaises(UserError):
            manager_plan.guidance = "I agree with myself"
        manager_plan.with_user(self.director).action_approve()
        self.assertEqual(manager_plan.state, "approved")
        self.assertEqual(plan.copy({"date_from": "2030-06-03"}).state, "draft")

    @covers("V-03")
    def test_a_changed_focus_goes_back_to_the_manager(self):
        other = self.customer.copy({"name": "Other"})
        changes = [{"is_key": False}, {"partner_id": other.id}, {"purpose": "Tea"}, {"date_planned": "2030-03-08"}]
        for number, change in enumerate(changes):
            plan = self.approved(user=self.planner(number))
            self.key(plan).with_context(tracking_disable=True, default_state="approved").write(change)
            self.assertEqual(plan.state, "submitted", change)
            self.assertFalse(plan.approved_by_id)
            self.assertEqual(self.requests(plan).requester_id, plan.user_id)
            self.assertEqual(len(self.requests(plan, "lapsed")), 1)
            plan.with_user(self.manager).action_approve()
            self.assertEqual(plan.state, "approved")

    @covers("V-03")
    def test_a_visit_more_or_less_goes_back_to_the_manager(self):
        for number, change in enumerate(("add", "remove", "move")):
            plan = self.approved(user=self.planner(number))
            if change == "add":
                self.visit(plan.user_id, plan_id=plan.id)
            elif change == "remove":
                plan.visit_ids[0].unlink()
            else:
                plan.visit_ids[0].plan_id = False
            self.assertEqual(plan.state, "submitted", change)

    def key(self, plan):
        return plan.visit_ids.filtered("is_key")

    def planner(self, number):
        """One more salesperson of the team."""
        group = "sales_dept_workflow.group_sdw_salesperson"
        user = new_test_user(self.env, f"sdw_planner_{number}", groups=group)
        self.team.member_ids |= user
        return user

    @covers("V-03", "V-10")
    def test_what_happens_on_the_way_is_no_change_of_focus(self):
        plan = self.approved()
        first = self.key(plan)
        second = plan.visit_ids - first
        first.write({"date_planned": "2030-03-05 06:00:00", "place": "Another gate"})
        first.action_appoint("phone")
        first.action_record(date_done="2020-01-01 03:00:00", **{"topics": "x", "need": "x", "competitor_note": "x",
                            "result": "x", "next_step": "x", "contact_names": "x"})  # fmt: skip
        second.action_cancel("He is ill")
        self.assertEqual(plan.state, "approved")
        plan.invalidate_recordset()
        self.assertEqual((plan.planned_count, plan.key_count), (1, 1))

    @covers("V-03")
    def test_changed_while_it_waits(self):
        plan = self.plan()
        plan.action_submit()
        plan.visit_ids[0].purpose = "Tea"
        answer = plan.with_user(self.manager).action_approve("Fine")
        self.assertEqual(answer["tag"], "display_notification", "he has not seen what stands there now")
        self.assertEqual(plan.state, "submitted")
        self.assertFalse(plan.guidance)
        (plan.visit_ids - self.key(plan)).with_user(self.manager).is_key = True
        plan.with_user(self.manager).action_approve("Fine")
        self.assertEqual((plan.state, plan.guidance), ("approved", "Fine"), "his own change he has seen")

    @covers("V-03")
    def test_returned_and_taken_back(self):
        plan = self.plan()
        plan.action_submit()
        with self.assertRaises(UserError):
            plan.with_user(self.manager).action_return(" ")
        plan.with_user(self.manager).action_return("Nobody new")
        self.assertEqual((plan.state, plan.return_reason), ("draft", "Nobody new"))
        self.assertFalse(plan.met_on)
        plan.action_submit()
        with self.assertRaises(AccessError):
            plan.with_user(self.manager).action_withdraw()
        plan.action_withdraw()
        self.assertEqual(plan.state, "draft")
        self.assertFalse(self.requests(plan))

    @covers("V-01", "V-03")
    def test_everybody_in_his_own_plan(self):
        plan, mine = self.approved(), self.visit(self.second_salesperson)
        with self.assertRaises(AccessError):
            mine.plan_id = plan.id
        with self.assertRaises(UserError):
            self.visit(self.second_salesperson, plan_id=plan.id)
        with self.assertRaises(ValidationError):
            self.visit(plan_id=plan.id, date_planned=datetime(2030, 4, 1, 2, 0))
        with self.assertRaises(ValidationError):
            self.visit(self.manager, plan_id=plan.id)
        self.assertEqual(plan.state, "approved")
        self.assertFalse(self.env["sdw.visit.plan"].with_user(self.second_salesperson).search([("id", "=", plan.id)]))
        for user in (self.manager, self.director, self.sales_admin):
            self.assertTrue(self.env["sdw.visit.plan"].with_user(user).search([("id", "=", plan.id)]), user.name)
