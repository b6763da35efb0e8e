from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import covers
from .learning_common import NOW, LearningCase


@tagged("post_install", "-at_install")
class TestComplaintLearning(LearningCase):
    """Root cause and corrective action of a complaint."""

    @covers("X-06", "X-07")
    def test_major_ones_close_with_cause_and_action(self):
        complaint = self.solved(claim="return")
        mine = complaint.with_user(self.salesperson)
        for context in ({}, {"default_cause_id": self.cause.id, "default_improvement_waived": "x", "sdw_bypass": True}):
            with self.assertRaises(UserError), self.cr.savepoint():
                mine.with_context(**context).action_close()
        codes = {"complaint_cause", "complaint_improvement"}
        self.assertLessEqual(codes, {row["code"] for row in mine.get_blockers("close")})
        with self.assertRaises(AccessError):
            mine.write({"state": "closed"})
        with self.assertRaises(AccessError):
            mine.write({"improvement_waived": "Nothing"})
        mine.cause_id = self.cause
        self.assertFalse("complaint_cause" in {row["code"] for row in mine.get_blockers("close")})
        action = {"name": "Inspect every seal", "date_due": "2099-01-01", "user_id": self.production.id}
        mine.write({"improvement_ids": [Command.create(action)]})
        self.assertFalse(codes & {row["code"] for row in mine.get_blockers("close")})
        self.assertEqual(mine.improvement_ids.company_id, self.company)

    @covers("X-06")
    def test_nothing_to_change(self):
        complaint = self.solved(claim="compensation")
        complaint.cause_id = self.cause
        for user in (self.salesperson, self.supervisor, self.sales_admin):
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_waive_improvement("Not our doing")
        with self.assertRaises(UserError):
            complaint.with_user(self.manager).action_waive_improvement(" ")
        wizard = self.env["sdw.reason.wizard"].with_user(self.manager)
        values = {"res_model": "sdw.complaint", "res_ids": complaint.ids, "method": "action_waive_improvement"}
        wizard.create({**values, "reason": "The customer dropped it"}).action_confirm()
        self.assertEqual(complaint.improvement_waived_by_id, self.manager)
        self.assertNotIn("complaint_improvement", {row["code"] for row in complaint.get_blockers("close")})

    @covers("X-06")
    def test_minor_ones_need_neither(self):
        complaint = self.closed()
        self.assertEqual(complaint.state, "closed")
        with self.assertRaises(UserError):
            complaint.with_user(self.manager).cause_id = self.cause
        panel = self.solved().blocker_panel["items"]
        self.assertFalse({"complaint_cause", "complaint_improvement"} & {item["code"] for item in panel})

    @covers("X-07")
    def test_causes_stay(self):
        for user in (self.manager, self.sales_admin):
            made = self.env["sdw.complaint.cause"].with_user(user).create({"name": "Sand", "kind": "other"})
            made.active = False
            with self.assertRaises(AccessError), self.cr.savepoint():
                made.unlink()
        with self.assertRaises(UserError), self.cr.savepoint():
            made.sudo().unlink()
        with self.assertRaises(AccessError):
            self.env["sdw.complaint.cause"].with_user(self.salesperson).create({"name": "Sand"})
        other = self.other_company()
        theirs = self.env["sdw.complaint.cause"].create({"name": "Theirs", "company_id": other.id})
        seen = self.env["sdw.complaint.cause"].with_user(self.manager).search([("id", "in", (theirs + self.cause).ids)])
        self.assertEqual(seen, self.cause)

    @covers("X-14", "I-12")
    def test_passed_on_as_a_suggestion(self):
        complaint = self.complaint(
            kind="suggestion", product_id=self.product.id, description="Please paint them blue\nor green"
        )
        with self.assertRaises(AccessError):
            complaint.with_user(self.second_salesperson).action_to_suggestion()
        with self.assertRaises(AccessError):
            complaint.with_user(self.salesperson).write({"suggestion_id": 1})
        action = complaint.with_user(self.salesperson).with_context(default_user_id=self.gm.id).action_to_suggestion()
        suggestion = complaint.suggestion_id
        self.assertEqual(action["res_id"], suggestion.id)
        self.assertRecordValues(
            suggestion,
            [
                {
                    "name": "Please paint them blue",
                    "area": "product",
                    "product_id": self.product.product_tmpl_id.id,
                    "user_id": self.salesperson.id,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertNotIn(self.customer.name, suggestion.text)
        complaint.with_user(self.salesperson).action_to_suggestion()
        self.assertEqual(complaint.suggestion_id, suggestion, "once")

    def test_screen(self):
        complaint = self.solved(claim="return")
        for user in (self.salesperson, self.sales_admin, self.manager, self.support):
            for model in ("sdw.complaint", "sdw.improvement"):
                self.env[model].with_user(user).get_views([(False, kind) for kind in ("list", "form", "kanban")])
        with Form(complaint.with_user(self.salesperson)) as form:
            form.cause_id = self.cause
            with form.improvement_ids.new() as line:
                line.name = "Inspect every seal"
                line.date_due = "2099-01-01"
        self.assertEqual(complaint.improvement_ids.user_id, self.salesperson)
        self.assertEqual(complaint.improvement_ids.cause_id, self.cause)


@tagged("post_install", "-at_install")
class TestImprovement(LearningCase):
    """What is changed: done by its responsible, verified by a manager, escalated when late."""

    @covers("X-06", "X-11")
    def test_done_and_verified(self):
        self.production.sdw_superior_id = self.shipping
        improvement = self.improvement(user_id=self.production.id)
        self.assertEqual(improvement.deadline.date().isoformat(), "2026-03-20")
        self.assertEqual(self.activities(improvement, "deadline").user_id, self.production)
        theirs = improvement.with_user(self.production)
        self.assertEqual(theirs.name, "Inspect every seal")
        for user in (self.keeper, self.second_salesperson):
            with self.assertRaises(AccessError):
                improvement.with_user(user).action_done("x")
        with self.assertRaises(UserError):
            theirs.action_done(" ")
        with self.assertRaises(AccessError):
            theirs.action_verify()
        theirs.action_done("A gauge at the last bench")
        self.assertRecordValues(improvement, [{"state": "done", "done_by_id": self.production.id}])
        self.assertFalse(self.activities(improvement, "deadline"))
        verifier = self.activities(improvement, "improvement_verify").user_id
        self.assertTrue(verifier.has_group("sales_dept_workflow.group_sdw_sales_manager"), "who may verify it")
        with self.assertRaises(UserError):
            improvement.with_user(self.manager).name = "Something else"
        improvement.with_user(self.manager).action_return("The gauge is not used")
        self.assertRecordValues(improvement, [{"state": "open", "done_by_id": False, "met_on": False}])
        self.assertTrue(self.activities(improvement, "deadline"))
        theirs.action_done("Now it is")
        improvement.with_user(self.manager).action_verify()
        self.assertRecordValues(improvement, [{"state": "verified", "verified_by_id": self.manager.id}])

    @covers("X-06")
    def test_nobody_verifies_his_own(self):
        improvement = self.improvement(user_id=self.manager.id)
        improvement.with_user(self.manager).action_done("Done")
        with self.assertRaises(AccessError):
            improvement.with_user(self.manager).action_verify()
        improvement.with_user(self.director).action_verify()
        helped = self.improvement()
        helped.with_user(self.manager).action_done("I did it for him")
        with self.assertRaises(AccessError):
            helped.with_user(self.manager).action_verify()

    @covers("X-06", "X-11")
    def test_what_was_agreed_stays(self):
        improvement = self.improvement()
        with self.assertRaises(UserError):
            improvement.with_user(self.salesperson).write({"date_due": "2099-01-01"})
        forged = {
            "state": "verified",
            "deadline": "2099-01-01",
            "met_on": "2026-01-01",
            "done_by_id": self.gm.id,
            "verified_by_id": self.gm.id,
            "result": "Done",
        }
        for name, value in forged.items():
            with self.assertRaises(AccessError):
                improvement.with_user(self.manager).write({name: value})
            with self.assertRaises(AccessError):
                self.improvement(**{name: value})
        context = {f"default_{name}": value for name, value in forged.items()}
        made = self.env["sdw.improvement"].with_user(self.manager).with_context(**context)
        made = made.create({"name": "x", "date_due": "2026-03-20"})
        self.assertRecordValues(made, [{"state": "open", "result": False, "verified_by_id": False, "met_on": False}])
        with self.assertRaises(AccessError):
            improvement.with_user(self.salesperson).write({"user_id": self.second_salesperson.id})
        improvement.with_user(self.manager).write({"user_id": self.support.id})
        self.assertEqual(self.activities(improvement, "deadline").user_id, self.support)
        improvement.with_user(self.manager).action_move_deadline(datetime(2026, 4, 1, 10), "Parts come late")
        self.assertEqual(improvement.date_due.isoformat(), "2026-04-01")
        with self.assertRaises(UserError), self.cr.savepoint():
            improvement.sudo().unlink()

    @covers("X-06")
    def test_who_may_record(self):
        complaint = self.complaint()
        self.improvement(self.salesperson, complaint_id=complaint.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.improvement(self.second_salesperson, complaint_id=complaint.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.improvement(self.salesperson)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.improvement(self.production)
        other = self.other_company()
        made = self.improvement(self.salesperson, complaint_id=complaint.id, company_id=other.id)
        self.assertEqual(made.company_id, self.company, "that of the complaint")
        self.assertFalse(self.env["sdw.improvement"].with_user(self.second_salesperson).search([]))

    @covers("X-11")
    def test_late_ones_go_up(self):
        with freeze_time(NOW):
            improvement = self.improvement(date_due="2026-03-03")
        for days in (1, 3, 4):
            with freeze_time(NOW + timedelta(days=days)):
                self.env["sdw.deadline.mixin"]._cron_deadlines()
            self.assertEqual(bool(improvement.escalated_on), days > 1)
        self.assertEqual(improvement.escalated_to_id, self.manager)

    def test_one_batch(self):
        complaints = {size: self.complaint(claim="return") for size in (20, 200)}
        costs = [
            self.queries(
                lambda size=size, complaint=complaint: self.env["sdw.improvement"]
                .with_user(self.salesperson)
                .create(
                    [
                        {"name": f"Step {number}", "date_due": "2026-03-20", "complaint_id": complaint.id}
                        for number in range(size)
                    ]
                )
            )
            for size, complaint in complaints.items()
        ]
        self.assertLess(costs[1] - costs[0], 60, costs)
