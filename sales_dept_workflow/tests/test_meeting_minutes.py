from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .meeting_common import SalesMeetingCase


@tagged("post_install", "-at_install")
class TestMeetingMinutes(SalesMeetingCase):
    """Minutes: one level for the weekly meeting, three in order for the review of month and quarter (R-18, R-19)."""

    @covers("R-18")
    def test_weekly_minutes_are_the_managers(self):
        meeting = self.meeting()
        self.point(meeting)
        approval = self.hand_in(meeting)
        self.assertEqual((approval.step_role_id, approval.assignee_id), (self.role("sales_manager"), self.manager))
        self.assertEqual((meeting.minutes_state, meeting.can_approve_minutes), ("pending", True))
        meeting.with_user(self.manager).action_approve()
        self.assertRecordValues(meeting, [{"state": "approved", "deadline_state": "met"}])
        [paper] = meeting.sdw_paper_ids
        for said in ("All targets were met", "Send the samples", "Salesperson"):
            self.assertIn(said, paper.raw.decode())
        with self.assertRaises(AccessError):
            paper.unlink()

    def role(self, name):
        return self.env.ref(f"sales_dept_workflow.group_sdw_{name}")

    @covers("R-19")
    def test_three_levels_in_order(self):
        for kind in ("monthly", "quarterly", "half_year"):
            meeting = self.meeting(kind=kind)
            self.hand_in(meeting)
            for user in (self.salesperson, self.supervisor, self.accountant):
                with self.assertRaises(AccessError):
                    meeting.with_user(user).action_approve()
            meeting.with_user(self.manager).action_approve()
            self.assertEqual(meeting.state, "held")
            with self.assertRaises(AccessError):
                meeting.with_user(self.manager).action_approve()
            meeting.with_user(self.director).action_approve()
            with self.assertRaises(AccessError):
                meeting.with_user(self.director).action_approve()
            self.assertEqual(meeting.state, "held")
            meeting.with_user(self.vp).action_approve("Agreed")
            self.assertEqual(meeting.state, "approved")
            self.assertIn("Agreed", meeting.sdw_paper_ids.raw.decode())

    @covers("R-18", "R-19")
    def test_filed_is_read_only(self):
        """By form, by RPC with a forged context, by a direct write of the stage."""
        meeting = self.meeting()
        point = self.point(meeting)
        forged = meeting.with_user(self.director).with_context(default_state="approved", sdw_system=True, su=True)
        for values in ({"state": "approved"}, {"approved_on": "2026-01-01"}, {"held_on": "2026-01-01"}):
            with self.assertRaises(AccessError):
                forged.write(values)
        self.hand_in(meeting)
        meeting.with_user(self.manager).action_approve()
        for user in (self.manager, self.sales_admin, self.director, self.gm):
            for values in ({"minutes": "<p>Other</p>"}, {"agenda": "Other"}, {"kind": "monthly"}):
                with self.assertRaises(UserError):
                    forged.with_user(user).write(values)
        with self.assertRaises(UserError):
            self.report(meeting).report = "Later"
        with self.assertRaises(UserError):
            point.name = "Another task"
        with self.assertRaises(UserError):
            self.point(meeting, "One more")
        with self.assertRaises(UserError):
            meeting.with_user(self.manager).unlink()
        point.with_user(self.salesperson).action_done("Still reported")

    def test_who_hands_in(self):
        meeting = self.meeting(user_id=self.supervisor.id)
        meeting.action_hold()
        scribe = meeting.with_user(self.supervisor)
        with self.assertRaises(UserError):
            scribe.action_submit_minutes()
        scribe.minutes = "<p>Written by her</p>"
        with self.assertRaises(UserError):
            scribe.place = "Elsewhere"
        self.env["sdw.sales.meeting.point"].with_user(self.supervisor).create(
            {"meeting_id": meeting.id, "name": "Call", "user_id": self.salesperson.id, "due_date": self.ahead(2)}
        )
        self.assertEqual(len(meeting.point_ids.sudo().activity_ids), 1, "noted after the meeting, due at once")
        with self.assertRaises(AccessError):
            meeting.with_user(self.salesperson).minutes = "<p>Not mine</p>"
        with self.assertRaises(AccessError):
            meeting.with_user(self.salesperson).action_submit_minutes()
        scribe.action_submit_minutes()
        self.assertEqual(meeting.minutes_state, "pending")

    @covers("R-19")
    def test_what_was_seen_is_what_counts(self):
        """Minutes that are changed after they were handed in have to be handed in again."""
        meeting = self.meeting(kind="monthly")
        approval = self.hand_in(meeting)
        meeting.with_user(self.manager).action_approve()
        meeting.with_user(self.sales_admin).minutes = "<p>Nobody met anything</p>"
        meeting.with_user(self.director).action_approve()
        self.assertEqual((approval.state, meeting.state, meeting.minutes_state), ("lapsed", "held", "lapsed"))
        self.assertEqual(meeting.deadline_state, "open")
        meeting.with_user(self.sales_admin).action_submit_minutes()
        self.approve(meeting._sdw_pending("minutes"), self.manager, self.director, self.vp)
        self.assertEqual(meeting.state, "approved")

    def test_sent_back(self):
        meeting = self.meeting()
        self.hand_in(meeting)
        with self.assertRaises(UserError):
            meeting.with_user(self.manager).action_reject(" ")
        meeting.with_user(self.manager).action_reject("Who sends the samples?")
        self.assertEqual((meeting.minutes_state, meeting.deadline_state), ("rejected", "open"))
        self.assertEqual(meeting.sudo().activity_ids.user_id, self.sales_admin)

    @covers("R-18")
    def test_missing_minutes_go_up(self):
        meeting = self.meeting(user_id=self.supervisor.id)
        self.assertEqual(meeting.deadline.date(), self.ahead(self.company.sdw_minutes_days))
        self.assertEqual(meeting.sudo().activity_ids.user_id, self.supervisor)
        meeting.action_hold()
        system = meeting._sdw_system()
        system._sweep_deadlines(system._sdw_end_of_day(self.ahead(5)))
        self.assertEqual(meeting.escalated_to_id, self.manager)

    def test_nobody_approves_his_own(self):
        meeting = self.meeting(user_id=self.manager.id)
        meeting.action_hold()
        meeting.minutes = "<p>Mine</p>"
        meeting.action_submit_minutes()
        with self.assertRaises(AccessError):
            meeting.action_approve()
        meeting.with_user(self.director).action_approve()
        self.assertEqual(meeting.state, "approved")
