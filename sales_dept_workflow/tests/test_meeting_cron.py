from datetime import date

from odoo.tests import tagged

from ..models.meeting import schedule
from .common import covers
from .meeting_common import SalesMeetingCase


@tagged("post_install", "-at_install")
class TestMeetingCron(SalesMeetingCase):
    """The regular meetings are convened ahead, once; everybody is reminded the day before (V-07, R-18, R-19, R-25)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Other teams of the database would hold meetings of their own.
        (cls.env["crm.team"].search([]) - cls.team).user_id = False
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.write({"sdw_meetings_planned": True, "sdw_talk_months": 0})

    def convene(self, moment):
        before = self.meetings.search([])
        self.meetings._cron_meetings(self.at(moment))
        return self.meetings.search([], order="date") - before

    @covers("V-07", "R-18", "R-20", "Z-01")
    def test_weekly_on_friday_at_nine(self):
        made = self.convene("2030-06-10 01:00")  # a Monday
        self.assertRecordValues(
            made, [{"kind": "weekly", "date": self.at("2030-06-14 01:00"), "chair_id": self.manager.id}]
        )
        self.assertEqual(made.attendee_ids, self.salesperson | self.supervisor)
        self.assertEqual(made.report_ids.user_id, made.attendee_ids)
        self.assertTrue(made.event_id)
        self.assertFalse(self.convene("2030-06-11 01:00"), "once a week")
        self.company.write({"sdw_meeting_weekday": "2", "sdw_meeting_hour": 14.5})
        self.assertEqual(self.convene("2030-06-14 02:00").date, self.at("2030-06-19 06:30"))

    @covers("R-19", "R-25")
    def test_the_year(self):
        """Month and quarter by the manager, half-year early in July, the year at the end of December by the VP."""
        july = self.convene("2030-07-01 01:00")
        kinds = {one.kind: one._sdw_local_date(one.date) for one in july}
        self.assertEqual(kinds["monthly"], date(2030, 7, 3))
        self.assertEqual(kinds["quarterly"], date(2030, 7, 8))
        self.assertEqual(kinds["half_year"], date(2030, 7, 8))
        self.assertEqual(len(set(july.mapped("date"))), len(july), "one after the other")
        december = self.convene("2030-12-18 01:00").filtered(lambda one: one.kind == "annual")
        self.assertEqual(december._sdw_local_date(december.date), date(2030, 12, 23))
        self.assertEqual((december.chair_id, self.manager in december.attendee_ids), (self.vp, True))
        self.assertFalse(self.convene("2030-12-18 02:00"))

    def test_switched_off_nothing_happens(self):
        self.company.sdw_meetings_planned = False
        self.assertFalse(self.convene("2030-06-10 01:00"))

    def test_a_meeting_by_hand_is_enough(self):
        own = self.meeting(date=self.at("2030-06-12 01:00"))
        self.assertFalse(self.convene("2030-06-10 01:00"))
        own.action_cancel("Trade fair")
        self.assertFalse(self.convene("2030-06-10 02:00"))

    @covers("V-07")
    def test_reminded_the_day_before(self):
        meeting = self.convene("2030-06-10 01:00")
        part = "sales_dept_workflow.mail_activity_type_meeting"
        self.meetings._cron_meetings(self.at("2030-06-12 01:00"))
        self.assertFalse(meeting._sdw_scheduled(part))
        for _again in range(2):
            self.meetings._cron_meetings(self.at("2030-06-13 02:00"))
        reminders = meeting._sdw_scheduled(part)
        self.assertEqual(reminders.user_id, meeting.attendee_ids)
        self.assertEqual((len(reminders), set(reminders.mapped("date_deadline"))), (2, {date(2030, 6, 14)}))
        self.assertTrue(meeting.brief)

    @covers("R-23")
    def test_experience_sharing_follows_the_last_one(self):
        self.company.write({"sdw_meetings_planned": False, "sdw_sharing_days": 30})
        self.assertFalse(self.convene("2030-06-10 01:00"))
        first = self.meeting(kind="sharing")
        first.action_hold()
        self.meetings._cron_meetings(self.coming(25))
        following = self.meetings.search([("kind", "=", "sharing"), ("state", "=", "planned")])
        self.assertEqual((following.chair_id, following.attendee_ids), (self.manager, first.attendee_ids))

    def test_days(self):
        self.assertEqual(schedule.workday(date(2026, 12, 5)), date(2026, 12, 7))
        self.assertTrue(schedule.is_due("monthly", 5, date(2026, 12, 7)))
        self.assertFalse(schedule.is_due("monthly", 0, date(2026, 12, 7)))
        self.assertFalse(schedule.is_due("half_year", 8, date(2026, 10, 8)))
        self.assertFalse(schedule.is_due("monthly", 29, date(2026, 12, 29)), "not every month has such a day")
        self.assertTrue(schedule.is_due("monthly", 28, date(2026, 12, 28)))
        days = schedule.due_days("weekly", 4, date(2026, 11, 27), date(2026, 12, 4))
        self.assertEqual(days, [date(2026, 11, 27), date(2026, 12, 4)], "both ends count")
        self.assertEqual(schedule.period("quarterly", date(2026, 11, 27)), date(2026, 10, 1))
