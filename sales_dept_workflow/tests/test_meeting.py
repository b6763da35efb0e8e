from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import covers
from .meeting_common import SalesMeetingCase


@tagged("post_install", "-at_install")
class TestMeeting(SalesMeetingCase):
    """Who convenes, who comes, what is decided and followed (R-18…R-25, R-27, R-30, V-04)."""

    @covers("R-25", "R-27")
    def test_who_convenes(self):
        for kind in ("weekly", "monthly", "quarterly", "half_year", "sharing", "annual_plan", "collection"):
            self.assertEqual(self.meeting(kind=kind).chair_id, self.manager)
        for kind, level in (("annual", False), ("review", "executive"), ("review", "middle")):
            with self.assertRaises(UserError):
                self.meeting(kind=kind, level=level)
            with self.assertRaises(AccessError):
                self.meeting(kind=kind, level=level, chair_id=self.vp.id)
            self.assertTrue(self.meeting(user=self.vp, kind=kind, level=level))
        with self.assertRaises(AccessError):
            self.meeting(chair_id=self.director.id)  # who sees more than the manager
        self.assertTrue(self.meeting(user=self.director, chair_id=self.manager.id))
        prepared = self.meeting(user=self.sales_admin, kind="annual", chair_id=self.vp.id)
        self.assertEqual(prepared.chair_id, self.vp)
        with self.assertRaises(UserError):
            self.meeting(kind="review")
        planned = self.meeting()
        with self.assertRaises(UserError):
            planned.kind = "annual"
        with self.assertRaises(UserError):
            planned.with_user(self.sales_admin).chair_id = self.supervisor

    @covers("R-25")
    def test_only_managers_and_the_sales_admin_convene(self):
        meetings = self.meetings.with_context(default_state="held", default_name="Mine")
        for user in (self.salesperson, self.supervisor, self.accountant, self.legal, self.support):
            with self.assertRaises(AccessError):
                meetings.with_user(user).create({"chair_id": self.manager.id})
        made = meetings.with_user(self.manager).create({})
        self.assertEqual((made.state, made.name[:3]), ("planned", "SM/"))

    @covers("R-27")
    def test_the_usual_agenda(self):
        front = self.meeting(kind="review", level="front")
        middle = self.meeting(user=self.director, kind="review", level="middle")
        self.assertIn("Daily work", front.agenda)
        self.assertIn("Tactics", middle.agenda)
        self.assertIn("finance", self.meeting(kind="annual_budget").agenda)
        template = self.env["sdw.meeting.template"].create(
            {"name": "Ours", "kind": "weekly", "agenda": "Only this", "company_id": self.company.id}
        )
        self.assertEqual(self.meeting().agenda, template.agenda)
        self.assertEqual(self.meeting(agenda="By hand").agenda, "By hand")

    @covers("R-18", "V-04", "R-21")
    def test_invitation_and_video(self):
        """Everybody has it in his calendar; who travels says so, and the meeting gets a link."""
        meeting = self.meeting(date=self.coming())
        event = meeting.event_id.sudo()
        everybody = self.salesperson | self.supervisor | self.manager | self.sales_admin
        self.assertEqual((event.partner_ids, event.start), (everybody.partner_id, meeting.date))
        self.assertFalse(meeting.video_link)
        self.report(meeting).action_by_phone()
        self.assertTrue(meeting.remote)
        self.assertIn("join_videocall", meeting.video_link)
        meeting.write({"date": self.coming(3), "attendee_ids": [Command.unlink(self.supervisor.id)]})
        self.assertEqual(event.start, meeting.date)
        self.assertNotIn(self.supervisor.partner_id, event.partner_ids)
        self.assertEqual(meeting.report_ids.user_id, self.salesperson)
        with self.assertRaises(UserError):
            event.with_user(self.manager).start = self.coming(5)
        event.with_user(self.manager).description = "Bring the samples"

    @covers("V-04", "R-21")
    def test_attendance(self):
        meeting = self.meeting()
        own, other = self.report(meeting), self.report(meeting, self.supervisor)
        own.write({"mode": "absent", "reason": "Travelling"})
        with self.assertRaises(AccessError):
            other.with_user(self.salesperson).mode = "absent"
        meeting.action_hold()
        self.assertEqual((own.unexcused, other.mode, other.unexcused), (False, "absent", True))
        self.assertIn(self.supervisor.name, meeting.message_ids[:1].body)

    @covers("R-21", "R-18")
    def test_nobody_was_there_afterwards(self):
        """Once the meeting was held, the chair or the minutes say who was there and who is excused."""
        meeting = self.meeting()
        own = self.report(meeting)
        meeting.action_hold()
        self.assertEqual(own.mode, "absent")
        for change in ({"mode": "in_person"}, {"mode": "phone", "report": "x"}, {"reason": "Ill"}):
            with self.assertRaises(AccessError):
                own.write(change)
        for step in (own.action_in_person, own.action_by_phone):
            with self.assertRaises(AccessError):
                step()
        own.report = "Sent in afterwards"
        own.with_user(self.sales_admin).write({"reason": "Ill, said his wife"})
        own.with_user(self.manager).mode = "phone"

    @covers("R-20", "V-08")
    def test_guidance_becomes_a_task(self):
        everybody = [Command.set((self.salesperson | self.manager).ids)]
        meeting = self.meeting(attendee_ids=everybody)
        own = self.report(meeting)
        for person in (self.salesperson, self.manager):
            with self.assertRaises(AccessError):
                self.report(meeting, person).guidance = "Do nothing"
        guided = own.with_user(self.manager)
        guided.write({"guidance": "Visit the shipyard", "guidance_due": self.ahead(5)})
        with self.assertRaises(AccessError):
            own.visit_count = 9
        meeting.action_hold()
        point = meeting.point_ids
        self.assertRecordValues(
            point, [{"name": "Visit the shipyard", "user_id": self.salesperson.id, "state": "open"}]
        )
        activity = point.sudo().activity_ids
        self.assertEqual((activity.user_id, activity.date_deadline), (self.salesperson, self.ahead(5)))

    @covers("R-30")
    def test_points_about_arrears_stay_among_themselves(self):
        arrears = self.meeting(kind="collection")
        point = self.point(arrears)
        arrears._sdw_system().state = "held"
        weekly, next_one = self.meeting(), self.meeting(kind="collection")
        (weekly | next_one).action_refresh_agenda()
        self.assertFalse(weekly.point_ids)
        self.assertEqual(next_one.point_ids.carried_from_id, point)

    @covers("R-30")
    def test_a_point_stays_with_its_meeting(self):
        first, second = self.meeting(), self.meeting(kind="monthly")
        point = self.point(first)
        with self.assertRaises(UserError):
            point.meeting_id = second

    @covers("R-20", "V-08")
    def test_guidance_is_the_chair_s(self):
        """Whoever leads the team reads and writes its reports, but guides nobody in another's meeting."""
        self.team.user_id = self.supervisor
        report = self.report(self.meeting()).with_user(self.supervisor)
        report.report = "He was at the shipyard"
        for values in ({"guidance": "Mine"}, {"guidance_due": self.ahead(2)}):
            with self.assertRaises(AccessError):
                report.write(values)

    @covers("R-30")
    def test_points_are_followed_until_closed(self):
        first = self.meeting()
        point = self.point(first)
        nameless = self.point(first, user=self.supervisor)
        nameless.user_id = False
        with self.assertRaises(UserError):
            first.action_hold()
        nameless.unlink()
        first.action_hold()
        second = self.meeting(kind="monthly")
        second.action_refresh_agenda()
        carried = second.point_ids
        self.assertEqual((carried.carried_from_id, carried.name, carried.first_date), (point, point.name, first.date))
        self.assertEqual((point.state, len(point.sudo().activity_ids)), ("open", 1))
        second.action_hold()
        self.assertEqual((point.state, carried.state), ("carried", "open"))
        self.assertEqual((len(point.sudo().activity_ids), len(carried.sudo().activity_ids)), (0, 1))
        carried.with_user(self.salesperson).action_done("Sent by courier")
        third = self.meeting()
        third.action_refresh_agenda()
        self.assertFalse(third.point_ids)

    @covers("R-30")
    def test_what_was_decided_is_not_put_off(self):
        """Whoever takes the minutes writes new points; those that came over are a manager's to change."""
        first = self.meeting()
        self.point(first)
        first.action_hold()
        second = self.meeting(user_id=self.supervisor.id)
        second.action_refresh_agenda()
        carried = second.point_ids.with_user(self.supervisor)
        for values in ({"due_date": self.ahead(90)}, {"name": "Nothing"}, {"user_id": self.salesperson.id}):
            with self.assertRaises(AccessError):
                carried.write(values)
        self.point(second, "New").with_user(self.supervisor).due_date = self.ahead(9)
        carried.with_user(self.manager).due_date = self.ahead(9)

    @covers("R-30")
    def test_two_meetings_planned_at_once_follow_a_point_once(self):
        first = self.meeting()
        point = self.point(first)
        first.action_hold()
        second, third = self.meeting(), self.meeting(kind="monthly")
        (second | third).action_refresh_agenda()
        second.action_hold()
        third.action_hold()
        points = self.env["sdw.sales.meeting.point"].search([("name", "=", point.name)])
        self.assertEqual(sorted(points.mapped("state")), ["carried", "carried", "open"])
        self.assertEqual(len(points.sudo().activity_ids), 1)

    @covers("R-30")
    def test_a_point_that_is_late_escalates(self):
        meeting = self.meeting()
        point = self.point(meeting, days=1)
        meeting.action_hold()
        system = point._sdw_system()
        system._sweep_deadlines(system._sdw_end_of_day(self.ahead(3)))
        self.assertEqual(point.escalated_to_id, self.manager)
        for values in ({"state": "done"}, {"result": "Done"}, {"deadline": False}, {"carried_from_id": False}):
            with self.assertRaises(AccessError):
                point.write(values)
        with self.assertRaises(AccessError):
            point.with_user(self.supervisor).action_done("Not mine")
        with self.assertRaises(UserError):
            point.with_user(self.salesperson).action_done(" ")

    def test_held_and_cancelled(self):
        meeting = self.meeting(date=self.coming())
        with self.assertRaises(UserError):
            meeting.action_hold()
        with self.assertRaises(UserError):
            meeting.action_cancel(" ")
        event = meeting.event_id
        meeting.action_cancel("National holiday")
        self.assertEqual((meeting.state, meeting.deadline, event.exists()), ("cancelled", False, event.browse()))
        held = self.meeting()
        held.action_hold()
        for change in ({"date": fields.Datetime.now() - timedelta(days=1)}, {"attendee_ids": [Command.clear()]}):
            with self.assertRaises(UserError):
                held.write(change)
        with self.assertRaises(UserError):
            held.unlink()

    @covers("R-22")
    def test_success_cases_are_kept(self):
        meeting = self.meeting(kind="sharing")
        case = {"name": "The steelworks", "text": "A trial run on their own line", "user_id": self.salesperson.id}
        meeting.case_ids = [Command.create(case)]
        kept = self.env["sdw.success.case"].with_user(self.second_salesperson).search([])
        self.assertEqual(kept.mapped("name"), ["The steelworks"])
        with self.assertRaises(AccessError):
            kept.text = "It was me"
        kept.with_user(self.salesperson).text = "Corrected"
        own = {"name": "Late", "text": "Told too late", "meeting_id": meeting.id}
        with self.assertRaises(AccessError):
            kept.create([own])
        self.hand_in(meeting)
        meeting.action_approve()
        with self.assertRaises(UserError):
            kept.with_user(self.salesperson).create([own])

    def test_strangers(self):
        other = self.env["res.company"].create({"name": "Other"})
        portal = new_test_user(self.env, "sdw_meeting_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.meeting(company_id=other.id)
        with self.assertRaises(UserError):
            self.meeting(attendee_ids=[Command.set(portal.ids)])
        meeting = self.meeting()
        self.assertEqual(self.meetings.with_user(self.salesperson).search([]), meeting)
        self.assertFalse(self.meetings.with_user(self.second_salesperson).search([]))
        self.assertFalse(self.meetings.with_user(self.accountant).search([]))
        for user in (self.salesperson, self.accountant):
            for step in ("action_refresh_agenda", "action_hold", "action_submit_minutes"):
                with self.assertRaises(AccessError):
                    getattr(meeting.with_user(user), step)()
