from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import covers
from .test_complaint import NOTE, NOW, TECHNICIAN, ComplaintCase
from .test_complaint_clock import SOLVE

SERVICES = ("guidance", "troubleshooting", "repair", "service")


@tagged("post_install", "-at_install")
class TestComplaintTeam(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.sale_team_id = cls.team

    @covers("X-09")
    def test_the_line_above_follows_and_helps(self):
        self.salesperson.sdw_superior_id = self.supervisor
        complaint = self.complaint()
        self.assertEqual(complaint.with_user(self.supervisor).description, "The pump leaks")
        self.assertIn(self.supervisor.partner_id, complaint.message_partner_ids)
        self.assertNotIn(self.customer, complaint.message_partner_ids, "customers follow no internal document")
        for user in (self.salesperson, self.sales_admin, self.support):
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_assist()
        theirs = complaint.with_user(self.supervisor)
        theirs.action_assist()
        self.assertEqual(complaint.assistant_id, self.supervisor)
        theirs.action_respond("We are on it")
        with self.assertRaises(AccessError):
            complaint.with_user(self.salesperson).write({"assistant_id": self.salesperson.id})
        complaint.with_user(self.sales_admin).write({"user_id": self.second_salesperson.id})

    @covers("X-04", "X-13", "X-16")
    def test_services_beside_complaints(self):
        for kind in SERVICES:
            service = self.complaint(kind=kind)
            mine = service.with_user(self.salesperson)
            mine.write({"technician_id": self.support.id, "technician_task": "Explain the valve"})
            self.assertEqual(self.activities(service, TECHNICIAN).user_id, self.support)
            service.with_user(self.support).action_technician_result("Explained")
            mine.action_solve("Explained on the phone")
            self.assertFalse(self.activities(service, NOTE), "nobody is blamed")
            mine.action_close()
            self.assertEqual((service.state, service.technician_result), ("closed", "Explained"))

    @covers("X-02", "X-16")
    def test_a_complaint_is_no_service_by_another_name(self):
        service = self.complaint(kind="guidance", claim="return")
        self.assertTrue(service.manager_informed_on)
        mine = service.with_user(self.salesperson)
        mine.action_solve("x")
        with self.assertRaises(UserError):
            mine.action_close()
        with self.assertRaises(UserError):
            self.complaint().with_user(self.salesperson).write({"kind": "guidance"})

    @covers("X-06")
    def test_reopened(self):
        complaint = self.complaint()
        mine = complaint.with_user(self.salesperson)
        with freeze_time(NOW):
            mine.action_solve("New seal")
        complaint.with_user(self.manager).action_manager_noted()
        mine.action_close()
        for user in (self.salesperson, self.support):
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_reopen("Leaks again")
        with self.assertRaises(UserError):
            complaint.with_user(self.sales_admin).action_reopen("  ")
        complaint.with_user(self.sales_admin).action_reopen("Leaks again")
        self.assertRecordValues(
            complaint,
            [
                {
                    "state": "in_progress",
                    "closed_on": False,
                    "solved_on": False,
                    "manager_read_on": False,
                    "reopened_count": 1,
                    "solution": "New seal",
                }
            ],
        )
        self.assertEqual(self.activities(complaint, SOLVE).user_id, self.salesperson)
        self.assertIn("Leaks again", str(complaint.message_ids.mapped("body")))
        with self.assertRaises(UserError):
            complaint.with_user(self.manager).action_reopen("It is open")
        mine.action_solve("New pump")
        with self.assertRaises(UserError):
            mine.action_close()

    @covers("X-02")
    def test_a_forged_close(self):
        complaint = self.complaint()
        complaint.with_user(self.salesperson).action_solve("Done")
        for user in (self.salesperson, self.sales_admin, self.supervisor):
            for context in ({}, {"sdw_bypass": 1, "default_manager_read_on": "2020-01-01", "mail_notrack": 1}):
                mine = complaint.with_user(user).with_context(**context)
                with self.assertRaises(UserError), self.cr.savepoint():
                    mine.action_close()
                for values in ({"state": "closed"}, {"manager_read_on": "2020-01-01"}, {"closed_on": "2020-01-01"}):
                    with self.assertRaises(AccessError):
                        mine.write(values)
                with self.assertRaises(AccessError):
                    mine.action_manager_noted()
        self.assertEqual(complaint.state, "solved")

    def test_screens_of_each_role(self):
        self.salesperson.sdw_superior_id = self.supervisor
        complaint = self.complaint(claim="return")
        for user in (self.salesperson, self.supervisor, self.manager, self.sales_admin, self.gm):
            Form(complaint.with_user(user), "sales_dept_workflow.complaint_view_form")
        complaint.with_user(self.salesperson).write({"technician_id": self.support.id})
        Form(complaint.with_user(self.support), "sales_dept_workflow.complaint_view_form")
