from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .common_negotiation import PLAN, NegotiationCase


@tagged("post_install", "-at_install")
class TestNegotiationSteps(NegotiationCase):
    """Reported, planned, held, agreed or failed: who does what, and what is refused in whatever mode."""

    @covers("N-02")
    def test_the_manager_hears_of_it_at_once(self):
        self.company.resource_calendar_id = self.env["resource.calendar"].create({"name": "40 h", "tz": "UTC"})
        negotiation = self.reported()
        self.assertEqual(negotiation.state, "requested")
        self.assertTrue(negotiation.name.startswith("NEG/"))
        self.assertEqual(negotiation.manager_id, self.manager, "past the supervisor, who does not plan")
        activity = negotiation.sudo().activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(negotiation.deadline_state, "open")
        self.assertTrue(negotiation.action_request(), "asking again changes nothing")
        self.assertEqual(len(negotiation.sudo().activity_ids), 1)

    @covers("N-02")
    def test_four_working_hours(self):
        calendar = self.env["resource.calendar"].create({"name": "40 h", "tz": "UTC"})
        self.company.resource_calendar_id = calendar
        friday = datetime(2030, 3, 1, 15, 0)
        deadline = self.env["sdw.negotiation"]._sdw_prompt_deadline(friday)
        self.assertEqual(deadline, datetime(2030, 3, 4, 10, 0), "two hours on Friday, two on Monday")
        self.company.sdw_prompt_hours = 1
        self.assertEqual(self.env["sdw.negotiation"]._sdw_prompt_deadline(friday), datetime(2030, 3, 1, 16, 0))

    @covers("N-02")
    def test_not_planned_in_time_goes_up(self):
        late, planned = self.reported(), self.planned()
        self.assertEqual(planned.deadline_state, "met")
        late.sudo().deadline = planned.sudo().deadline = "2001-01-01"
        self.env["sdw.deadline.mixin"]._cron_deadlines()
        self.assertEqual(late.escalated_to_id, self.director)
        self.assertFalse(planned.escalated_to_id)

    @covers("N-03", "N-04")
    def test_only_the_manager_plans(self):
        negotiation = self.reported()
        for user in (self.salesperson, self.supervisor, self.sales_admin, self.support, self.legal):
            theirs = negotiation.with_user(user)
            for name, value in {**PLAN, "duration": 9.0}.items():
                with self.assertRaises(AccessError):
                    theirs.write({name: value})
            with self.assertRaises(AccessError):
                theirs.write({"participant_ids": [Command.create({"user_id": user.id, "duty": "x"})]})
            with self.assertRaises(AccessError):
                theirs.env["sdw.negotiation.participant"].create(
                    {"negotiation_id": negotiation.id, "user_id": user.id, "duty": "x"}
                )
            with self.assertRaises(AccessError):
                theirs.action_plan()
        with self.assertRaises(AccessError):
            self.reported(topic="Mine")
        forged = self.env["sdw.negotiation"].with_user(self.salesperson)
        forged = forged.with_context(default_topic="Mine", default_state="agreed", default_place="Here")
        forged = forged.create({"partner_id": self.customer.id})
        self.assertEqual((forged.topic, forged.state, forged.place), (False, "requested", False))

    @covers("N-03", "N-04")
    def test_everything_is_fixed_before_it_is_planned(self):
        negotiation = self.reported().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Topic, Time, Place, a participant of ours"):
            negotiation.action_plan()
        negotiation.write(PLAN)
        guest = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        negotiation.participant_ids = [Command.create({"partner_id": guest.id, "duty": "buys"})]
        with self.assertRaisesRegex(UserError, "a participant of ours"):
            negotiation.action_plan()
        with self.assertRaises(ValidationError):
            negotiation.participant_ids = [Command.create({"user_id": self.support.id, "duty": " "})]
        negotiation.participant_ids = [Command.create({"user_id": self.support.id, "duty": "explains"})]
        negotiation.action_plan()
        self.assertEqual(negotiation.state, "planned")
        self.assertEqual(negotiation.participant_ids.mapped("kind"), ["customer", "technician"])
        with self.assertRaises(UserError):
            negotiation.topic = False
        with self.assertRaises(UserError):
            negotiation.participant_ids = [Command.clear()]

    @covers("N-03", "N-06")
    def test_the_calendar_follows(self):
        negotiation = self.planned()
        event = negotiation.meeting_id
        self.assertRecordValues(event, [{"name": PLAN["topic"], "location": PLAN["place"]}])
        self.assertEqual(event.partner_ids, (self.salesperson | self.support).partner_id)
        told = negotiation.sudo().activity_ids
        self.assertEqual({a.user_id: a.summary for a in told}[self.support], "the technical solution")
        by_manager = negotiation.with_user(self.manager)
        by_manager.write({"date": "2030-04-01 03:00:00", "place": "Here"})
        self.assertEqual(str(event.start), "2030-04-01 03:00:00")
        self.assertEqual(str(event.stop), "2030-04-01 05:00:00")
        self.assertEqual(event.location, "Here")
        by_manager.participant_ids = [Command.create({"user_id": self.legal.id, "duty": "terms"})]
        self.assertIn(self.legal.partner_id, event.partner_ids)
        self.assertEqual(len(negotiation.sudo().activity_ids), 3)
        for user in (self.salesperson, self.manager):
            with self.assertRaises(UserError):
                event.with_user(user).write({"start": "2030-04-02 03:00:00", "stop": "2030-04-02 05:00:00"})
            with self.assertRaises(UserError):
                event.with_user(user).unlink()
        by_manager.action_fail("The customer withdrew.")
        self.assertFalse(event.exists())
        self.assertFalse(negotiation.sudo().activity_ids)

    @covers("N-06")
    def test_a_technician_reads_and_no_more(self):
        negotiation = self.planned().with_user(self.support)
        issue = self.issue(negotiation)
        self.assertEqual(negotiation.read(["topic"])[0]["topic"], PLAN["topic"])
        self.assertEqual(issue.with_user(self.support).name, "Price")
        for call in (
            lambda: negotiation.write({"consensus": True}),
            lambda: negotiation.action_hold(),
            lambda: issue.with_user(self.support).write({"state": "resolved", "resolution": "x"}),
        ):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaises(AccessError):
            self.reported().with_user(self.support).read(["topic"])

    def test_states_are_moved_by_the_steps_alone(self):
        negotiation = self.planned()
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin):
            theirs = negotiation.with_user(user).with_context(
                sdw_bypass=True, default_state="agreed", tracking_disable=True
            )
            for values in (
                {"state": "agreed"},
                {"agreed_on": "2030-01-01"},
                {"meeting_id": False},
                {"deadline": False},
            ):
                with self.assertRaises(AccessError):
                    theirs.write(values)
            with self.assertRaises(AccessError):
                theirs.create({"partner_id": self.customer.id, "state": "agreed"})
            with self.assertRaises(UserError):
                theirs.action_agree()
        copied = self.agree(self.held()).with_user(self.manager).copy()
        self.assertEqual((copied.state, copied.consensus, copied.topic), ("requested", False, False))
        message = negotiation.load(["partner_id/.id", "state"], [[str(self.customer.id), "agreed"]])["messages"]
        self.assertTrue(message, "an import does not agree either")
        with self.assertRaises(AccessError):
            negotiation.unlink()
        with self.assertRaises(UserError):
            negotiation.sudo().unlink()

    def test_each_step_in_its_turn(self):
        negotiation = self.reported().with_user(self.manager)
        for step in (negotiation.action_hold, negotiation.action_agree, lambda: negotiation.action_reopen("x")):
            with self.assertRaises(UserError):
                step()
        negotiation = self.agree(self.held())
        for values in ({"consensus": False}, {"demand": "more"}, {"order_ids": [Command.clear()]}, {"partner_id": 1}):
            with self.assertRaises(UserError):
                negotiation.with_user(self.manager).write(values)
        for user in (self.salesperson, self.supervisor):
            with self.assertRaises(AccessError):
                negotiation.with_user(user).action_reopen("x")
        with self.assertRaises(UserError):
            negotiation.with_user(self.manager).action_reopen(" ")
        negotiation.with_user(self.manager).action_reopen("The customer asks for more.")
        self.assertEqual((negotiation.state, negotiation.consensus), ("held", False))
        with self.assertRaises(UserError):
            negotiation.with_user(self.manager).action_fail("")
        negotiation.with_user(self.manager).action_fail("Too dear.")
        negotiation.action_request()
        self.assertEqual((negotiation.state, negotiation.deadline_state), ("requested", "open"))

    @covers("N-05")
    def test_no_agreement_while_an_issue_is_open(self):
        negotiation = self.held().with_user(self.manager)
        issue = self.issue(negotiation, position_ours="1000", position_theirs="900")
        with self.assertRaisesRegex(UserError, "open issues: Price"):
            negotiation.action_agree()
        with self.assertRaises(ValidationError):
            issue.state = "resolved"
        issue.write({"state": "resolved", "resolution": "950"})
        self.assertEqual(issue.settled_by_id, self.salesperson)
        with self.assertRaisesRegex(UserError, "do not agree yet"):
            negotiation.action_agree()
        negotiation.with_user(self.salesperson).consensus = True
        for user in (self.salesperson, self.supervisor, self.sales_admin):
            with self.assertRaises(AccessError):
                negotiation.with_user(user).action_agree()
        negotiation.action_agree()
        self.assertRecordValues(negotiation, [{"state": "agreed", "agreed_by_id": self.manager.id}])
        for call in (
            lambda: issue.write({"state": "open"}),
            lambda: self.issue(negotiation, "Afterthought"),
            lambda: negotiation.write({"issue_ids": [Command.create({"name": "Afterthought"})]}),
        ):
            with self.assertRaises(UserError):
                call()

    @covers("N-05")
    def test_issues_do_not_vanish(self):
        negotiation, other = self.held(), self.reported()
        issue = self.issue(negotiation)
        with self.assertRaises(AccessError):
            issue.unlink()
        with self.assertRaises(UserError):
            issue.sudo().unlink()
        with self.assertRaises(UserError):
            issue.negotiation_id = other
        for user in (self.salesperson, self.supervisor):
            with self.assertRaises(AccessError):
                issue.with_user(user).write({"state": "dropped", "resolution": "Not important."})
            with self.assertRaises(AccessError):
                self.issue(negotiation, "Side issue", user, state="dropped", resolution="x")
        with self.assertRaises(AccessError):
            issue.settled_by_id = self.manager
        with self.assertRaises(ValidationError):
            issue.with_user(self.manager).state = "dropped"
        issue.with_user(self.manager).write({"state": "dropped", "resolution": "The customer does not insist."})
        self.assertEqual(negotiation.open_issue_count, 0)
        with self.assertRaises(AccessError):
            issue.write({"state": "open"})

    def test_who_sees_it(self):
        negotiation = self.reported()
        for user in (self.salesperson, self.supervisor, self.manager, self.director, self.gm, self.sales_admin):
            if user != self.supervisor:
                self.assertTrue(negotiation.with_user(user).has_access("read"), user.name)
        for user in (self.second_salesperson, self.support, self.accountant, self.keeper, self.finance):
            self.assertFalse(negotiation.with_user(user).has_access("read"), user.name)
        self.assertTrue(negotiation.with_user(self.legal).has_access("read"))
        self.assertFalse(negotiation.with_user(self.legal).has_access("write"))
        with self.assertRaises(AccessError):
            self.reported(user_id=self.second_salesperson.id)
        with self.assertRaises(AccessError):
            negotiation.user_id = self.second_salesperson

    def test_another_company(self):
        """Its negotiations are not seen, and its quotations are not put on ours."""
        other = self.env["res.company"].create({"name": "Sister"})
        theirs = self.env["sdw.negotiation"].create({"partner_id": self.customer.id, "company_id": other.id})
        for user in (self.manager, self.gm):
            self.assertFalse(theirs.with_user(user).has_access("read"))
        order = self.env["sale.order"].create({"partner_id": self.customer.id, "company_id": other.id})
        with self.assertRaises(UserError):
            self.reported().sudo().order_ids = [Command.link(order.id)]
