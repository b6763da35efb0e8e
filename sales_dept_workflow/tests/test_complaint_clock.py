from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .test_complaint import DEADLINE, NOW, ComplaintCase

SOLVE = "sales_dept_workflow.mail_activity_type_complaint_solve"
LATE = "sales_dept_workflow.mail_activity_type_complaint_late"


@tagged("post_install", "-at_install")
class TestComplaintClock(ComplaintCase):
    """Two dates for each complaint: the answer within hours, the solution within days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "UTC"

    def sweep(self, moment):
        with freeze_time(moment):
            self.env["sdw.deadline.mixin"]._cron_deadlines()

    def recorded(self, **values):
        with freeze_time(NOW):
            return self.complaint(**values)

    def end(self, days):
        return (NOW + timedelta(days=days)).replace(hour=23, minute=59, second=59)

    @covers("X-08", "Z-17")
    def test_by_severity(self):
        minor, major = self.recorded(), self.recorded(claim="return")
        self.assertEqual((minor.solve_by, major.solve_by), (self.end(7), self.end(3)))
        self.assertEqual(self.activities(minor, SOLVE).user_id, self.salesperson)
        self.company.write({"sdw_complaint_minor_days": 5, "sdw_complaint_major_days": 1})
        self.assertEqual(self.recorded().solve_by, self.end(5))
        with freeze_time(NOW + timedelta(days=1)):
            minor.with_user(self.salesperson).claim = "return"
        self.assertEqual(minor.solve_by, self.end(2), "what becomes major is solved as fast as a major one")
        with freeze_time(NOW):
            minor.with_user(self.manager).claim = "none"
        self.assertEqual(minor.solve_by, self.end(2), "never later again by itself")
        with self.assertRaises(UserError), self.cr.savepoint():
            self.company.sdw_complaint_major_days = 30

    @covers("X-05", "X-08", "X-12")
    def test_warned_then_escalated_each_once(self):
        complaint = self.recorded()
        theirs = [("partner_ids", "in", self.salesperson.partner_id.ids), ("subject", "=", "Complaints due soon")]
        messages = self.env["mail.message"].sudo()
        for hours, warnings in ((1, 0), (21, 1), (22, 1), (23, 1)):
            self.sweep(NOW + timedelta(hours=hours))
            self.assertEqual(messages.search_count(theirs), warnings, hours)
            self.assertFalse(complaint.escalated_on)
        self.sweep(NOW + timedelta(hours=25))
        self.assertEqual(complaint.escalated_to_id, self.manager)
        with freeze_time(NOW + timedelta(hours=26)):
            complaint.with_user(self.salesperson).action_respond("We look into it")
        self.assertFalse(complaint.solve_escalated_on)
        self.sweep(self.end(7) - timedelta(hours=2))
        self.assertEqual(messages.search_count(theirs), 2)
        for days in (8, 9):
            self.sweep(NOW + timedelta(days=days))
            self.assertEqual(complaint.solve_escalated_to_id, self.manager)
            self.assertEqual(self.activities(complaint, LATE).user_id, self.manager)
        self.assertEqual(complaint.solve_escalated_on, NOW + timedelta(days=8))
        with freeze_time(NOW + timedelta(days=9)):
            complaint.with_user(self.salesperson).action_solve("New seal")
        self.assertFalse(self.activities(complaint, LATE) | self.activities(complaint, SOLVE))
        self.assertEqual((complaint.response_hours, complaint.solution_hours), (26, 9 * 24))

    @covers("X-08")
    def test_only_managers_move_a_date(self):
        complaint = self.recorded()
        later = NOW + timedelta(days=30)
        for user in (self.salesperson, self.supervisor, self.sales_admin):
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_move_solution(later, "Holidays")
            for name in ("solve_by", "solve_escalated_on", "solve_warned_on", "response_hours", "solution_hours"):
                with self.assertRaises(AccessError):
                    complaint.with_user(user).write({name: False})
        self.sweep(NOW + timedelta(days=8))
        with self.assertRaises(UserError):
            complaint.with_user(self.manager).action_move_solution(later, " ")
        wizard = (
            self.env["sdw.complaint.date.wizard"]
            .with_user(self.manager)
            .create({"complaint_id": complaint.id, "until": later, "reason": "Spare part from abroad"})
        )
        wizard.action_confirm()
        self.assertEqual((complaint.solve_by, complaint.solve_escalated_on), (later, False))
        self.assertFalse(self.activities(complaint, LATE))
        self.assertIn("Spare part", str(complaint.message_ids.mapped("body")))
        wizard.write({"which": "answer"})
        wizard.action_confirm()
        self.assertEqual(complaint.deadline, later)
        with self.assertRaises(AccessError):
            self.env["sdw.complaint.date.wizard"].with_user(self.salesperson).create({"complaint_id": complaint.id})

    @covers("X-12", "X-18")
    def test_the_queue(self):
        first, second = self.recorded(received_on=NOW - timedelta(hours=5)), self.recorded()
        late = self.recorded(received_on=NOW - timedelta(hours=20))
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_complaints_now")
        domain = [("state", "=", "new"), ("id", "in", (first | second | late).ids)]
        self.assertIn("'new'", action["domain"])
        queue = self.env["sdw.complaint"].with_user(self.salesperson).search(domain, order="deadline, id")
        self.assertEqual(list(queue), [late, first, second])
        arch = self.env["sdw.complaint"].get_view(view_type="list")["arch"]
        self.assertIn('default_order="deadline, id"', arch)

    def test_handed_over(self):
        complaint = self.recorded()
        complaint.with_user(self.sales_admin).write({"user_id": self.second_salesperson.id})
        for xmlid in (DEADLINE, SOLVE):
            self.assertEqual(self.activities(complaint, xmlid).user_id, self.second_salesperson)

    @covers("X-08")
    def test_sweep_costs_the_same_per_batch(self):
        costs = []
        for size in (20, 200):
            with freeze_time(NOW):
                values = [{"partner_id": self.customer.id, "description": f"Leak {n}"} for n in range(size)]
                made = self.env["sdw.complaint"].with_user(self.salesperson).create(values)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.sweep(self.end(7) - timedelta(hours=1))
            self.sweep(NOW + timedelta(days=8))
            self.env.flush_all()
            costs.append(self.cr.sql_log_count - before)
            self.assertTrue(all(complaint.solve_escalated_on for complaint in made))
        self.assertLess(costs[1] - costs[0], 60, costs)
