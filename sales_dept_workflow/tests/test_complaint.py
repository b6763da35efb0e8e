from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import SdwCase, covers

NOW = datetime(2026, 3, 2, 1, 0)
NOTE = "sales_dept_workflow.mail_activity_type_complaint_note"
DEADLINE = "sales_dept_workflow.mail_activity_type_deadline"
TECHNICIAN = "sales_dept_workflow.mail_activity_type_complaint_technician"


class ComplaintCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sdw_complaint_response_hours = 24
        cls.salesperson.sdw_superior_id = cls.manager

    def complaint(self, user=None, **values):
        values = {"partner_id": self.customer.id, "description": "The pump leaks", **values}
        return self.env["sdw.complaint"].with_user(user or self.salesperson).create(values)

    def activities(self, complaint, xmlid):
        domain = [("res_model", "=", "sdw.complaint"), ("res_id", "=", complaint.id)]
        return self.env["mail.activity"].search([*domain, ("activity_type_id", "=", self.env.ref(xmlid).id)])


@tagged("post_install", "-at_install")
class TestComplaint(ComplaintCase):
    @covers("X-01", "X-05")
    def test_recorded(self):
        with freeze_time(NOW):
            complaint = self.complaint(received_on=NOW - timedelta(hours=2))
        self.assertRecordValues(
            complaint,
            [
                {
                    "state": "new",
                    "severity": "minor",
                    "user_id": self.salesperson.id,
                    "recorded_by_id": self.salesperson.id,
                    "deadline": NOW + timedelta(hours=22),
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertTrue(complaint.name.startswith("CPL/"))
        self.assertEqual(self.activities(complaint, DEADLINE).user_id, self.salesperson)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.complaint(received_on=datetime(2099, 1, 1))
        with self.assertRaises(UserError), self.cr.savepoint():
            self.complaint(description="  ")

    @covers("X-01")
    def test_what_was_said_stays(self):
        complaint = self.complaint(line_ids=[Command.create({"product_id": self.product.id, "quantity": 2})])
        for user in (self.salesperson, self.sales_admin, self.manager, self.gm):
            for values in (
                {"description": "All well"},
                {"received_on": "2020-01-01"},
                {"partner_id": self.env.user.partner_id.id},
                {"line_ids": [Command.update(complaint.line_ids.id, {"quantity": 1})]},
                {"line_ids": [Command.delete(complaint.line_ids.id)]},
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    complaint.with_user(user).write(values)
            with self.assertRaises(UserError), self.cr.savepoint():
                complaint.with_user(user).unlink()
        complaint.with_user(self.salesperson).write({"line_ids": [Command.create({"product_id": self.product.id})]})
        complaint.with_user(self.salesperson).message_post(body="He called again")
        self.assertEqual(len(complaint.line_ids), 2)
        with self.assertRaises(UserError), self.cr.savepoint():
            complaint.sudo().description = "All well"

    @covers("X-01", "X-02", "X-05")
    def test_the_system_sets_the_rest(self):
        forged = {
            "state": "closed",
            "responded_on": "2026-01-01",
            "manager_read_on": "2026-01-01",
            "solution": "Solved",
            "deadline": "2099-01-01",
            "met_on": "2026-01-01",
            "severity": "minor",
            "name": "CPL/1",
        }
        complaint = self.complaint()
        for name, value in forged.items():
            with self.assertRaises(AccessError):
                complaint.with_user(self.manager).write({name: value})
            with self.assertRaises(AccessError):
                self.complaint(**{name: value})
        context = {f"default_{name}": value for name, value in forged.items()}
        made = self.complaint(self.salesperson)
        made = (
            self.env["sdw.complaint"]
            .with_user(self.salesperson)
            .with_context(**context)
            .create({"partner_id": self.customer.id, "description": "Leaks"})
        )
        self.assertEqual((made.state, bool(made.responded_on), bool(made.manager_read_on)), ("new", False, False))
        self.assertLess(made.deadline.year, 2099)

    @covers("X-02", "X-06")
    def test_solved_first_then_the_manager_hears(self):
        complaint = self.complaint()
        mine = complaint.with_user(self.salesperson)
        with self.assertRaises(UserError):
            mine.action_start()
        with self.assertRaises(UserError):
            mine.action_respond(" ")
        mine.action_respond("We send a fitter")
        self.assertEqual((complaint.state, complaint.deadline_state), ("responded", "met"))
        self.assertFalse(self.activities(complaint, DEADLINE))
        mine.action_start()
        self.assertFalse(complaint.manager_informed_on)
        mine.action_solve("New seal")
        self.assertTrue(complaint.manager_informed_on)
        activity = self.activities(complaint, NOTE)
        self.assertEqual(activity.user_id, self.manager)
        for context in ({}, {"sdw_bypass": True, "default_manager_read_on": "2026-01-01"}):
            with self.assertRaises(UserError):
                mine.with_context(**context).action_close()
        self.assertEqual([row["code"] for row in mine.get_blockers("close")], ["complaint_untold"])
        with self.assertRaises(UserError):
            activity.with_user(self.manager).action_feedback()
        with self.assertRaises(AccessError):
            mine.action_manager_noted()
        complaint.with_user(self.manager).action_manager_noted()
        self.assertEqual(complaint.manager_read_by_id, self.manager)
        self.assertFalse(self.activities(complaint, NOTE))
        mine.action_close()
        self.assertEqual(complaint.state, "closed")
        with self.assertRaises(UserError):
            mine.write({"cause": "Sand"})
        with self.assertRaises(UserError), self.cr.savepoint():
            mine.write({"line_ids": [Command.create({"product_id": self.product.id})]})

    @covers("X-03")
    def test_major_ones_at_once(self):
        for claim in ("return", "compensation"):
            complaint = self.complaint(claim=claim)
            self.assertEqual(complaint.severity, "major")
            self.assertTrue(complaint.manager_informed_on)
            self.assertEqual(self.activities(complaint, NOTE).user_id, self.manager)
        complaint = self.complaint(claim="repair")
        self.assertFalse(self.activities(complaint, NOTE))
        complaint.with_user(self.salesperson).with_context(mail_activity_automation_skip=True).claim = "return"
        self.assertEqual(len(self.activities(complaint, NOTE)), 1)
        with self.assertRaises(AccessError), self.cr.savepoint():
            complaint.with_user(self.salesperson).write({"claim": "none"})
        complaint.with_user(self.manager).claim = "replacement"
        self.assertEqual(complaint.severity, "minor")

    @covers("X-04")
    def test_technician(self):
        complaint = self.complaint()
        self.assertFalse(self.env["sdw.complaint"].with_user(self.support).search([]))
        complaint.with_user(self.salesperson).write({"technician_id": self.support.id, "technician_task": "Look at it"})
        self.assertEqual(self.activities(complaint, TECHNICIAN).user_id, self.support)
        theirs = complaint.with_user(self.support)
        self.assertEqual(theirs.description, "The pump leaks")
        with self.assertRaises(AccessError):
            theirs.write({"cause": "Sand"})
        with self.assertRaises(AccessError):
            theirs.action_respond("x")
        with self.assertRaises(AccessError):
            complaint.with_user(self.salesperson).action_technician_result("x")
        theirs.action_technician_result("Sand in the bearing")
        self.assertEqual(complaint.technician_result, "Sand in the bearing")
        self.assertFalse(self.activities(complaint, TECHNICIAN))

    @covers("X-05")
    def test_late_answers_go_up(self):
        with freeze_time(NOW):
            complaint = self.complaint()
        for hours in (23, 25, 26):
            with freeze_time(NOW + timedelta(hours=hours)):
                self.env["sdw.deadline.mixin"]._cron_deadlines()
            self.assertEqual(bool(complaint.escalated_on), hours > 24)
        self.assertEqual(complaint.escalated_to_id, self.manager)
        with freeze_time(NOW + timedelta(hours=30)):
            complaint.with_user(self.salesperson).action_solve("New seal")
        self.assertEqual(complaint.deadline_state, "missed")

    @covers("X-06")
    def test_who_sees_and_handles(self):
        complaint = self.complaint()
        Complaint = self.env["sdw.complaint"]
        for user in (self.salesperson, self.manager, self.director, self.gm, self.sales_admin):
            self.assertEqual(Complaint.with_user(user).search([("id", "=", complaint.id)]), complaint, user.name)
        self.assertFalse(Complaint.with_user(self.second_salesperson).search([]))
        with self.assertRaises(AccessError):
            complaint.with_user(self.second_salesperson).action_respond("x")
        for user in (self.accountant, self.keeper, self.legal):
            with self.assertRaises(AccessError):
                Complaint.with_user(user).search([])
        other = self.complaint(self.second_salesperson)
        self.assertEqual(other.user_id, self.salesperson, "the customer's salesperson handles it")
        with self.assertRaises(AccessError):
            other.with_user(self.second_salesperson).action_respond("x")
        with self.assertRaises(AccessError):
            complaint.with_user(self.salesperson).write({"user_id": self.second_salesperson.id})
        complaint.with_user(self.sales_admin).write({"user_id": self.second_salesperson.id})
        self.assertEqual(self.activities(complaint, DEADLINE).user_id, self.second_salesperson)

    def test_company_of_the_order(self):
        company = self.env["res.company"].create({"name": "Second"})
        self.salesperson.company_ids |= company
        order = self.order()
        complaint = (
            self.env["sdw.complaint"]
            .with_user(self.salesperson)
            .with_context(allowed_company_ids=[company.id, self.company.id])
            .create({"partner_id": self.customer.id, "description": "Leaks", "order_id": order.id})
        )
        self.assertEqual(complaint.company_id, self.company)
        self.assertEqual(order.sdw_complaint_count, 1)
        foreign = self.order(user=self.second_salesperson)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.complaint(order_id=foreign.id)

    def test_screen(self):
        for user in (self.salesperson, self.sales_admin, self.manager, self.support):
            self.env["sdw.complaint"].with_user(user).get_views([(False, kind) for kind in ("list", "form", "kanban")])
        with Form(self.env["sdw.complaint"].with_user(self.salesperson)) as form:
            form.partner_id = self.customer
            form.description = "Leaks"
            with form.line_ids.new() as line:
                line.product_id = self.product
        self.assertEqual(form.record.state, "new")

    def test_one_batch(self):
        """Recording 200 complaints takes hardly more queries than recording 20."""
        costs = []
        for size in (20, 200):
            values = [{"partner_id": self.customer.id, "description": f"Leak {n}"} for n in range(size)]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["sdw.complaint"].with_user(self.salesperson).create(values)
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLess(costs[1] - costs[0], 60, costs)
