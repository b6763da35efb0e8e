from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import covers
from .meeting_common import SalesMeetingCase


@tagged("post_install", "-at_install")
class TestMeetingVisits(SalesMeetingCase):
    """Visits since the last meeting, the focus of the next ones and the manager's guidance (V-02, V-03, V-07, R-20)."""

    def setUp(self):
        super().setUp()
        if "sdw.visit" not in self.env:
            self.skipTest("visits are not kept")
        self.now = fields.Datetime.now()

    def visit(self, days, state="planned", **values):
        known = {
            "partner_id": self.customer.id,
            "user_id": self.salesperson.id,
            "company_id": self.company.id,
            "date_planned": self.now + timedelta(days=days),
            "place": "Their works",
            "purpose": "Show the new pump",
            "key_points": "Price and delivery",
        }
        visit = self.env["sdw.visit"].with_user(self.salesperson).create({**known, **values})
        if state != "planned":
            visit._sdw_system().write({"state": state, "date_done": visit.date_planned, "result": "Wants a quotation"})
        return visit

    @covers("V-02", "V-07", "R-20")
    def test_visits_are_on_the_agenda(self):
        made = self.visit(-2, "filed") | self.visit(-3, "done")
        missed, focus = self.visit(-1), self.visit(2, is_key=True)
        self.visit(3)
        meeting = self.meeting(date=self.now + timedelta(minutes=5))
        meeting.action_refresh_agenda()
        own = self.report(meeting)
        self.assertRecordValues(own, [{"visit_count": 2, "unrecorded_count": 2, "planned_count": 2}])
        self.assertIn("Show the new pump", own.focus)
        for said in ("Wants a quotation", "Focus of the Next Visits"):
            self.assertIn(said, meeting.brief)
        self.assertLessEqual(made | focus, meeting.visit_ids)
        self.assertNotIn(missed, meeting.visit_ids)

    @covers("V-07")
    def test_from_meeting_to_meeting(self):
        """What was made before the last meeting was told there; what is planned after the next one comes later."""
        self.visit(-9, "filed"), self.visit(-2, "filed")
        self.visit(2), self.visit(9, is_key=True)
        self.visit(-8), self.visit(3, "filed")
        last = self.meeting(date=self.now - timedelta(days=7))
        last.action_hold()
        meeting = self.meeting(date=self.now + timedelta(minutes=5))
        meeting.action_refresh_agenda()
        own = self.report(meeting)
        self.assertRecordValues(own, [{"visit_count": 1, "unrecorded_count": 0, "planned_count": 1, "focus": False}])

    @covers("V-03")
    def test_guidance_approves_the_plan(self):
        plans = self.env["sdw.visit.plan"].with_user(self.salesperson)
        plan = plans.create({"user_id": self.salesperson.id, "period": "week"})
        start = fields.Datetime.to_datetime(plan.date_from) + timedelta(hours=2)
        self.visit(0, plan_id=plan.id, date_planned=start, is_key=True)
        plan.action_submit()
        meeting = self.meeting()
        meeting.action_refresh_agenda()
        guided = self.report(meeting).with_user(self.manager)
        guided.guidance = "The shipyard first"
        guided.action_confirm_plan()
        self.assertEqual((plan.state, plan.guidance), ("approved", "The shipyard first"))
        self.assertIn(plan, meeting.plan_ids)

    @covers("R-18", "R-19", "V-01")
    def test_targets_are_on_the_agenda(self):
        """Of those whom the chair leads; of the month most of the time since the last meeting is about."""
        self.team.invoiced_target = 5000
        people = self.salesperson | self.supervisor | self.second_salesperson
        meeting = self.meeting(attendee_ids=[(6, 0, people.ids)], date=self.now + timedelta(minutes=5))
        self.order().action_confirm()
        meeting.action_refresh_agenda()
        section = meeting._as_chair()._agenda_sections(*meeting._sdw_system()._agenda_span())[0]
        month = (self.now - timedelta(days=4)).strftime("%Y-%m")
        self.assertIn(month, section["title"])
        rows = {row[0]: row[1:] for row in section["rows"]}
        self.assertEqual(set(rows), {self.salesperson.name, self.supervisor.name})
        self.assertIn("5,000", rows[self.salesperson.name][0])
        self.assertIn("1,000", rows[self.salesperson.name][2])
        self.assertIn("Targets and results", meeting.brief)
        quarter = self.meeting(kind="quarterly", date=self.at("2030-07-08 01:00"))
        months = quarter._sdw_system()._months_about(self.at("2030-04-07 01:00"))
        self.assertEqual([month.month for month in months], [4, 5, 6], "the quarter that is over")
        monthly = quarter._sdw_system()._months_about(self.at("2030-06-05 01:00"))
        self.assertEqual([month.month for month in monthly], [6])
