from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .learning_common import NOW, LearningCase


@tagged("post_install", "-at_install")
class TestSatisfactionCall(LearningCase):
    """Some days after a complaint is closed its customer is asked how satisfied he is."""

    def call(self, complaint):
        return self.env["sdw.satisfaction.call"].search([("complaint_id", "in", complaint.ids)])

    def score(self, call, score, comment=None, user=None):
        """Two clicks: the button of the list, the score in its window."""
        theirs = call.with_user(user or self.salesperson)
        action = theirs.action_open_score()
        wizard = self.env[action["res_model"]].with_user(theirs.env.user).with_context(**action["context"])
        return wizard.create({"comment": comment}).with_context(sdw_score=score).action_score()

    @covers("X-06")
    def test_asked_after_closing(self):
        with freeze_time(NOW):
            complaint = self.solved()
            self.assertFalse(self.call(complaint))
            complaint.with_user(self.manager).action_close()
        call = self.call(complaint)
        self.assertRecordValues(
            call, [{"state": "to_call", "user_id": self.salesperson.id, "company_id": self.company.id, "attempts": 0}]
        )
        self.assertEqual(call.deadline.date(), (NOW + timedelta(days=3)).date())
        self.assertEqual(self.activities(call, "deadline").user_id, self.salesperson)
        self.assertTrue(self.activities(call, "deadline").with_user(self.salesperson).summary)
        with self.assertRaises(UserError):
            self.activities(call, "deadline").with_user(self.salesperson).action_feedback()
        self.company.sdw_satisfaction_days = 0
        self.assertFalse(self.call(self.closed()))
        self.company.sdw_satisfaction_days = 3
        self.assertFalse(self.call(self.closed(kind="suggestion")))

    @covers("X-06")
    def test_scored(self):
        for score, word in (("5", "satisfied"), ("3", "fair"), ("2", "dissatisfied")):
            complaint = self.closed()
            call = self.call(complaint)
            self.score(call, score, "Quick <script>alert(1)</script>")
            self.assertRecordValues(call, [{"state": "done", "score": score, "called_by_id": self.salesperson.id}])
            self.assertRecordValues(complaint, [{"satisfaction": word, "satisfaction_score": score}])
            self.assertFalse(self.activities(call, "deadline"))
            low = self.activities(complaint, "satisfaction_low")
            self.assertEqual(low.user_id, self.manager if word == "dissatisfied" else low.user_id.browse())
            with self.assertRaises(UserError):
                self.score(call, "5")
        self.assertEqual(call.action_open_complaint()["res_id"], complaint.id)

    @covers("X-06")
    def test_only_by_the_call(self):
        complaint = self.closed()
        call = self.call(complaint)
        for user in (self.salesperson, self.manager, self.gm):
            for values in ({"satisfaction": "satisfied"}, {"satisfaction_score": "5"}):
                with self.assertRaises(AccessError):
                    complaint.with_user(user).write(values)
            for values in ({"score": "5"}, {"state": "done"}, {"deadline": "2099-01-01"}, {"user_id": user.id}):
                with self.assertRaises(AccessError):
                    call.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self.env["sdw.satisfaction.call"].with_user(user).with_context(default_score="5").create(
                    {"complaint_id": complaint.id}
                )
        for user in (self.second_salesperson, self.keeper, self.support):
            with self.assertRaises(AccessError):
                call.with_user(user).action_record("5")
        for score in ("0", "6", None, "x", 5.5, ["5"]):
            with self.assertRaises(UserError):
                call.with_user(self.salesperson).action_record(score)
        with self.assertRaises(UserError), self.cr.savepoint():
            call.sudo().unlink()
        call.with_user(self.sales_admin).action_record(4, comment={"x": 1})
        self.assertRecordValues(call, [{"score": "4", "comment": False}])

    @covers("X-06")
    def test_not_reached(self):
        call = self.call(self.closed())
        mine = call.with_user(self.salesperson)
        for day, attempts, state in ((0, 1, "to_call"), (0, 1, "to_call"), (1, 2, "to_call"), (2, 3, "unreached")):
            with freeze_time(NOW + timedelta(days=day)):
                mine.action_not_reached()
            self.assertRecordValues(call, [{"attempts": attempts, "state": state}])
        self.assertFalse(self.activities(call, "deadline"))
        mine.action_record("4")
        self.assertEqual(call.state, "done", "he called back")

    @covers("X-06")
    def test_open_again(self):
        complaint = self.closed()
        call = self.call(complaint)
        complaint._sdw_system().write({"state": "in_progress", "closed_on": False})
        self.assertEqual(call.state, "withdrawn")
        self.assertFalse(self.activities(call, "deadline"))
        with self.assertRaises(UserError):
            call.with_user(self.salesperson).action_record("5")
        complaint.with_user(self.manager).action_solve("Another seal")
        complaint.with_user(self.manager).action_close()
        self.score(self.call(complaint).filtered(lambda row: row.state == "to_call"), "1")
        complaint._sdw_system().write({"state": "in_progress"})
        self.assertRecordValues(complaint, [{"satisfaction": False, "satisfaction_score": False}])
        complaint._sdw_system().write({"state": "closed"})
        self.assertEqual(self.call(complaint).sorted("id").mapped("state"), ["withdrawn", "done", "to_call"])

    @covers("X-06")
    def test_late_calls_go_up(self):
        with freeze_time(NOW):
            call = self.call(self.closed())
        with freeze_time(NOW + timedelta(days=5)):
            self.env["sdw.deadline.mixin"]._cron_deadlines()
        self.assertEqual(call.escalated_to_id, self.manager)
        self.assertEqual(call.with_user(self.manager).state, "to_call")

    def test_who_sees(self):
        call = self.call(self.closed())
        calls = self.env["sdw.satisfaction.call"]
        for user in (self.salesperson, self.manager, self.director, self.sales_admin):
            self.assertEqual(calls.with_user(user).search([("id", "=", call.id)]), call, user.name)
            calls.with_user(user).get_views([(False, kind) for kind in ("list", "form", "kanban", "search")])
        self.assertFalse(calls.with_user(self.second_salesperson).search([("id", "=", call.id)]))

    def test_one_batch(self):
        costs = []
        for size in (20, 200):
            values = [{"partner_id": self.customer.id, "description": f"Leak {number}"} for number in range(size)]
            complaints = self.env["sdw.complaint"].create(values)
            complaints.with_user(self.manager).action_solve("New seal")
            complaints.with_user(self.manager).action_manager_noted()
            costs.append(self.queries(complaints.with_user(self.manager).action_close))
        self.assertLess(costs[1] - costs[0], 60, costs)
