from datetime import datetime, time, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


class MeetingCase(CollectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sdw_meeting_amount = 500.0
        cls.cause = cls.env.ref("sales_dept_workflow.arrears_cause_cash")
        cls.big = cls.debtor("Big", 800.0, days=10)
        cls.late = cls.debtor("Late", 50.0, days=120)
        cls.small = cls.debtor("Small", 50.0, days=10)
        cls.sweep()

    @classmethod
    def debtor(cls, name, amount, days, user=None):
        user = user or cls.salesperson
        partner = cls.env["res.partner"].create({"name": name, "is_company": True, "user_id": user.id})
        cls.invoice(amount, days=days, partner=partner)
        return partner

    @classmethod
    def meeting(cls, user=None, agenda=True, **values):
        meeting = cls.env["sdw.sales.meeting"].with_user(user or cls.manager).create({"kind": "collection", **values})
        if agenda:
            meeting.action_refresh_agenda()
        return meeting

    def filed(self, meeting):
        """The sales admin hands the minutes in, the manager approves them."""
        meeting.minutes = meeting.minutes or "<p>As planned</p>"
        meeting.with_user(self.sales_admin).action_submit_minutes()
        meeting.with_user(self.manager).action_approve()
        self.assertEqual(meeting.state, "approved")

    def decided(self, meeting, partner=None, days=7, user=None):
        line = meeting.debtor_ids.filtered(lambda line: line.partner_id == (partner or self.big))
        line.write(
            {
                "cause_id": self.cause.id,
                "measure": "Visit him",
                "user_id": (user or self.salesperson).id,
                "due_date": self.ahead(days),
            }
        )
        return line


@tagged("post_install", "-at_install")
class TestCollectionMeeting(MeetingCase):
    """The head goes through the arrears: who owes, why, what is done, by whom, until when (C-12, R-26)."""

    @covers("C-12", "R-26")
    def test_the_agenda(self):
        meeting = self.meeting()
        self.assertRecordValues(
            meeting.debtor_ids,
            [
                {"partner_id": self.big.id, "overdue_amount_company": 800.0, "days_overdue": 10},
                {"partner_id": self.late.id, "overdue_amount_company": 50.0, "days_overdue": 120},
            ],
        )
        self.assertEqual((meeting.overdue_total, meeting.state), (850.0, "planned"))
        self.invoice(600.0, partner=self.small)
        self.invoice(100.0, partner=self.big)
        self.decided(meeting)
        meeting.action_refresh_agenda()
        self.assertEqual(len(meeting.debtor_ids), 3)
        line = meeting.debtor_ids.filtered(lambda line: line.partner_id == self.big)
        self.assertEqual((line.overdue_amount_company, line.measure), (900.0, "Visit him"))

    @covers("C-12")
    def test_measures_become_deadlines(self):
        meeting = self.meeting()
        line = self.decided(meeting)
        meeting.action_hold()
        self.assertEqual(line.deadline.date(), self.ahead(7))
        self.assertEqual(line.sudo().activity_ids.user_id, self.salesperson)
        case = line.case_id
        self.assertEqual((case.arrears_cause_id, case.arrears_measure), (self.cause, "Visit him"))
        line.with_user(self.salesperson).action_done("He paid half")
        self.assertRecordValues(line, [{"state": "done", "result": "He paid half", "deadline_state": "met"}])
        self.assertFalse(line.sudo().activity_ids)

    def test_a_missed_measure_escalates(self):
        meeting = self.meeting()
        line = self.decided(meeting, days=1)
        meeting.action_hold()
        system = line._sdw_system()
        system._sweep_deadlines(system._sdw_end_of_day(self.ahead(3)))
        self.assertEqual(line.escalated_to_id, self.manager)

    @covers("C-12")
    def test_open_measures_carry_over(self):
        first = self.meeting()
        line = self.decided(first)
        first.action_hold()
        self.filed(first)
        self.pay(self.env["account.move"].search([("partner_id", "=", self.late.id)]))
        second = self.meeting()
        carried = second.debtor_ids.filtered("carried_from_id")
        self.assertRecordValues(carried, [{"carried_from_id": line.id, "measure": "Visit him", "state": "open"}])
        self.assertNotIn(self.late, second.debtor_ids.partner_id)
        self.assertEqual((line.state, len(line.sudo().activity_ids)), ("open", 1))
        carried.due_date = self.ahead(14)
        second.action_hold()
        self.assertEqual(line.state, "carried")
        self.assertFalse(line.sudo().activity_ids)
        self.assertEqual(carried.sudo().activity_ids.date_deadline, self.ahead(14))

    def test_a_measure_has_a_name_and_a_day(self):
        meeting = self.meeting()
        meeting.debtor_ids[0].measure = "Somebody should"
        with self.assertRaises(UserError):
            meeting.action_hold()
        with self.assertRaises(UserError):
            self.meeting(agenda=False).action_hold()

    @covers("C-12")
    def test_the_minutes_are_kept(self):
        meeting = self.meeting(minutes="<p>All went well</p>")
        self.decided(meeting)
        with self.assertRaises(UserError):
            meeting.action_submit_minutes()
        meeting.action_hold()
        self.filed(meeting)
        [paper] = meeting.sdw_paper_ids
        for said in ("Big", "Visit him", "All went well", "Short of cash"):
            self.assertIn(said, paper.raw.decode())
        with self.assertRaises(AccessError):
            paper.unlink()
        for change in ({"minutes": "Other"}, {"date": self.ago(3)}):
            with self.assertRaises(UserError):
                meeting.write(change)
        with self.assertRaises(UserError):
            meeting.unlink()
        with self.assertRaises(UserError):
            meeting.debtor_ids[0].measure = "Other"

    @covers("R-26")
    def test_the_next_one_is_convened(self):
        """So many days after the last one, by the same chair; once."""
        first = self.meeting(attendee_ids=[Command.link(self.salesperson.id)])
        first.action_hold()
        self.filed(first)
        meetings = self.env["sdw.sales.meeting"]
        soon = datetime.combine(self.ahead(25), time(12))
        for _again in range(2):
            meetings._cron_meetings(soon)
        coming = meetings.search([("kind", "=", "collection"), ("state", "=", "planned")])
        self.assertEqual((coming.chair_id, coming.attendee_ids), (self.manager, self.salesperson))
        self.assertEqual(coming._sdw_local_date(coming.date), first._sdw_local_date(first.date) + timedelta(days=30))

    def test_figures_are_the_systems(self):
        meeting = self.meeting()
        line = meeting.debtor_ids[0]
        for values in ({"overdue_amount_company": 1.0}, {"state": "done"}, {"deadline": False}, {"result": "Done"}):
            with self.assertRaises(AccessError):
                line.write(values)
        for values in ({"state": "held"}, {"name": "Mine"}):
            with self.assertRaises(AccessError):
                meeting.write(values)
        added = self.case_of(partner=self.small)
        lines = self.env["sdw.collection.meeting.line"].with_user(self.manager)
        line = lines.create({"meeting_id": meeting.id, "case_id": added.id})
        self.assertEqual((line.overdue_amount_company, line.case_state), (50.0, "dunning"))
        with self.assertRaises(AccessError):
            lines.create({"meeting_id": meeting.id, "case_id": added.id, "overdue_amount_company": 9.0})

    @covers("C-12")
    def test_who_sees_what(self):
        stranger = self.debtor("Far", 900.0, days=10, user=self.second_salesperson)
        self.sweep()
        meeting = self.meeting()
        self.assertNotIn(stranger, meeting.debtor_ids.partner_id, "another team's debtor")
        everything = self.meeting(user=self.director)
        self.assertIn(stranger, everything.debtor_ids.partner_id)
        meetings = self.env["sdw.sales.meeting"]
        self.assertEqual(meetings.with_user(self.manager).search([]), meeting)
        for user in (self.director, self.sales_admin, self.accountant, self.legal):
            self.assertEqual(len(meetings.with_user(user).search([])), 2)
        self.assertFalse(meetings.with_user(self.salesperson).search([]))
        meeting.attendee_ids = [Command.link(self.salesperson.id)]
        self.assertEqual(meetings.with_user(self.salesperson).search([]), meeting)
        for user in (self.keeper, self.production):
            with self.assertRaises(AccessError):
                meetings.with_user(user).search([])
        for user in (self.salesperson, self.accountant, self.legal):
            for step in ("action_refresh_agenda", "action_hold"):
                with self.assertRaises(AccessError):
                    getattr(meeting.with_user(user), step)()

    def test_only_who_answers_for_it_reports(self):
        meeting = self.meeting()
        line = self.decided(meeting)
        with self.assertRaises(UserError):
            line.with_user(self.salesperson).action_done("Too early")
        meeting.attendee_ids = [Command.link(self.second_salesperson.id)]
        meeting.action_hold()
        with self.assertRaises(AccessError):
            line.with_user(self.second_salesperson).action_done("Not mine")
        with self.assertRaises(UserError):
            line.with_user(self.salesperson).action_done(" ")
        line.with_user(self.manager).action_done("Done by me")
        self.assertEqual(line.state, "done")

    def test_queries_do_not_grow(self):
        def cost(count):
            for number in range(count):
                self.debtor(f"Debtor {number}", 700.0, days=20)
            self.sweep()
            meeting = self.meeting(agenda=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            meeting._as_chair()._agenda_cases()
            return self.env.cr.sql_log_count - before

        few = cost(5)
        self.assertLessEqual(cost(50), few)
