from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .meeting_common import SalesMeetingCase


@tagged("post_install", "-at_install")
class TestMeetingYear(SalesMeetingCase):
    """The annual plan and budget meetings, and the record that later steps need (R-24, Z-41, R-25)."""

    def annual(self, kind="annual_plan", user=None, people=None, **values):
        people = people or self.salesperson | self.finance
        return self.meeting(user, **{"kind": kind, "attendee_ids": [Command.set(people.ids)], **values})

    def hold(self, meeting, minutes="<p>Adopted</p>"):
        meeting.report_ids.mode = "in_person"
        meeting.action_hold()
        if minutes:
            meeting.with_user(self.sales_admin).minutes = minutes
        return meeting

    @covers("R-24")
    def test_about_which_year(self):
        for kind, day, year in (
            ("annual_plan", "2030-11-20 01:00", 2031),
            ("annual_budget", "2031-01-20 01:00", 2031),
            ("annual", "2030-12-22 01:00", 2030),
            ("weekly", "2030-12-22 01:00", 0),
        ):
            user = self.vp if kind == "annual" else self.manager
            self.assertEqual(self.annual(kind, user, date=self.at(day)).year, year, kind)
        typed = self.annual(date=self.at("2030-11-20 01:00"), year=2032)
        typed.date = self.at("2030-11-21 01:00")
        self.assertEqual(typed.year, 2032, "whoever convenes it knows better")

    @covers("R-24", "Z-41")
    def test_the_record_of_the_meeting(self):
        """Planned is not held, held without minutes is no record, another year or company is another meeting."""
        held = self.meetings._sdw_meeting_held
        year = fields.Date.today().year
        meeting = self.annual("annual_budget", year=year)
        self.assertFalse(held("annual_budget", year))
        self.hold(meeting, minutes=False)
        self.assertFalse(held("annual_budget", year))
        meeting.with_user(self.sales_admin).minutes = "<p><br></p>"
        self.assertFalse(held("annual_budget", year))
        meeting.with_user(self.sales_admin).minutes = "<p>Reviewed by finance</p>"
        self.assertEqual(held("annual_budget", year), meeting)
        asking = self.meetings.with_user(self.legal)
        self.assertEqual(
            asking._sdw_meeting_held("annual_budget", year), meeting, "whoever asks need not have been there"
        )
        other = self.env["res.company"].create({"name": "Other"})
        for kind, when, company in (
            ("annual_plan", year, None),
            ("annual_budget", year + 1, None),
            ("annual_budget", year, other),
            ("weekly", 0, None),
        ):
            self.assertFalse(held(kind, when, company))

    @covers("R-24")
    def test_no_record_by_writing_it(self):
        meeting = self.annual("annual_budget", year=2031)
        forged = meeting.with_context(default_state="held", default_held_on="2030-01-01")
        with self.assertRaises(AccessError):
            forged.write({"state": "held"})
        with self.assertRaises(AccessError):
            forged.with_user(self.salesperson).write({"year": 2031})
        self.hold(meeting)
        with self.assertRaises(UserError):
            forged.write({"year": 2032})
        self.assertFalse(self.meetings._sdw_meeting_held("annual_budget", 2032))

    @covers("R-24", "Z-41")
    def test_finance_is_at_the_budget_meeting(self):
        without = self.annual("annual_budget", people=self.salesperson)
        without.report_ids.mode = "in_person"
        with self.assertRaises(UserError):
            without.action_hold()
        absent = self.annual("annual_budget")
        absent.report_ids.filtered(lambda report: report.user_id == self.salesperson).mode = "in_person"
        with self.assertRaises(UserError):
            absent.action_hold()
        self.assertEqual(self.hold(self.annual("annual_budget")).state, "held")
        self.assertEqual(self.hold(self.annual("annual_plan", people=self.salesperson)).state, "held")

    @covers("R-24")
    def test_who_convenes_and_who_approves(self):
        for user in (self.salesperson, self.supervisor, self.finance):
            with self.assertRaises(AccessError):
                self.annual(user=user)
        meeting = self.hold(self.annual())
        self.assertIn("Targets of teams", meeting.agenda)
        meeting.with_user(self.sales_admin).action_submit_minutes()
        for user in (self.manager, self.director, self.vp):
            self.assertEqual(meeting.state, "held")
            meeting.with_user(user).action_approve()
        self.assertEqual(meeting.state, "approved")
        self.assertEqual(self.meetings._sdw_meeting_held("annual_plan", meeting.year), meeting)
