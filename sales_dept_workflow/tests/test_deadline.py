from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SdwCase, covers

ACTIVITY = "sales_dept_workflow.mail_activity_type_deadline"
ESCALATION = "sales_dept_workflow.mail_activity_type_escalation"
NOW = datetime(2026, 3, 10, 8, 0)


@tagged("post_install", "-at_install")
class TestDeadline(SdwCase):
    """The deadline alone, on arrival follow-ups because they carry one."""

    def followup(self, deadline, **values):
        order = self.order()
        order.action_confirm()
        record = self.env["sdw.arrival.followup"].create(
            {
                "name": "ARR/TEST",
                "picking_id": order.sudo().picking_ids.id,
                "user_id": self.salesperson.id,
                "company_id": self.company.id,
                "shipped_on": NOW - timedelta(days=7),
                "deadline": deadline,
                **values,
            }
        )
        record._deadline_start()
        return record

    def sweep(self, now=NOW):
        self.env["sdw.deadline.mixin"]._cron_deadlines(now)

    def activities(self, records, xmlid):
        domain = [("res_model", "=", "sdw.arrival.followup"), ("res_id", "in", records.ids)]
        return self.env["mail.activity"].search([*domain, ("activity_type_id", "=", self.env.ref(xmlid).id)])

    def test_states_are_found_as_they_are_shown(self):
        now = datetime.now().replace(microsecond=0)
        past, future = now - timedelta(days=1), now + timedelta(days=1)
        records = {
            "none": self.followup(False),
            "open": self.followup(future),
            "overdue": self.followup(past),
            "escalated": self.followup(past, escalated_on=now),
            "met": self.followup(future, met_on=now),
            "missed": self.followup(past, met_on=now),
        }
        everything = self.env["sdw.arrival.followup"].union(*records.values())
        for state, record in records.items():
            self.assertEqual(record.deadline_state, state)
            domain = [("id", "in", everything.ids)]
            self.assertEqual(everything.search([*domain, ("deadline_state", "=", state)]), record, state)
            others = everything.search([*domain, ("deadline_state", "!=", state)])
            self.assertEqual(set(others), set(everything - record), state)
        both = everything.search([*domain, ("deadline_state", "in", ["open", "overdue"])])
        self.assertEqual(set(both), {records["open"], records["overdue"]})

    @covers("D-02")
    def test_no_result_no_tick(self):
        followup = self.followup(NOW)
        self.sweep(NOW + timedelta(days=1))
        for xmlid, user in ((ACTIVITY, self.salesperson), (ESCALATION, self.manager)):
            activity = self.activities(followup, xmlid).with_user(user)
            self.assertEqual(activity.user_id, user)
            for deed in (
                lambda activity=activity: activity.action_done(),
                lambda activity=activity: activity.action_feedback(feedback="Done, honestly."),
                lambda activity=activity: activity.unlink(),
                lambda activity=activity: activity.write({"date_deadline": "2099-01-01"}),
                lambda activity=activity: activity.write({"active": False}),
                lambda activity=activity: activity.write({"automated": False}),
                lambda activity=activity: activity.with_context(mail_activity_quick_update=True).action_done(),
            ):
                with self.assertRaises(UserError):
                    deed()
            self.assertTrue(activity.exists())
        followup._deadline_met()
        self.assertFalse(self.activities(followup, ACTIVITY) | self.activities(followup, ESCALATION))

    def test_ones_own_reminders_are_ones_own(self):
        followup = self.followup(NOW)
        todo = (
            self.env["mail.activity"]
            .with_user(self.salesperson)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(followup._name),
                    "res_id": followup.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "user_id": self.salesperson.id,
                }
            )
        )
        todo.action_done()

    def test_escalates_once(self):
        followup = self.followup(NOW)
        self.sweep(NOW)
        self.assertFalse(followup.escalated_on, "on time is on time")
        for hours in (1, 2, 30):
            self.sweep(NOW + timedelta(hours=hours))
        self.assertEqual(followup.escalated_on, NOW + timedelta(hours=1))
        self.assertEqual(followup.escalated_to_id, self.manager)
        self.assertEqual(len(self.activities(followup, ESCALATION)), 1)

    def test_whom_it_reaches(self):
        self.salesperson.sdw_superior_id = self.supervisor
        followup = self.followup(NOW)
        self.assertEqual(followup._get_escalation_user(), self.supervisor)
        self.supervisor.active = False
        self.assertEqual(followup._get_escalation_user(), self.manager, "the leader of the team stands in")
        left = self.followup(NOW, user_id=self.second_salesperson.id)
        self.second_salesperson.active = False
        left.invalidate_recordset()
        self.sweep(NOW + timedelta(days=1))
        self.assertTrue(left.escalated_to_id, "somebody hears of what a leaver left behind")
        self.assertNotEqual(left.escalated_to_id, self.second_salesperson)

    def test_a_manager_does_not_hear_of_his_own_omission_first(self):
        followup = self.followup(NOW, user_id=self.manager.id)
        self.assertNotEqual(followup._get_escalation_user(), self.manager)

    def test_moving(self):
        followup = self.followup(NOW)
        later = NOW + timedelta(days=5)
        with self.assertRaises(AccessError):
            followup.with_user(self.salesperson).action_move_deadline(later, "Not yet")
        for reason in ("", "  "):
            with self.assertRaises(UserError):
                followup.with_user(self.manager).action_move_deadline(later, reason)
        self.sweep(NOW + timedelta(hours=1))
        followup.with_user(self.manager).action_move_deadline(later, "The ship is late.")
        self.assertEqual((followup.deadline, followup.escalated_on), (later, False))
        self.assertFalse(self.activities(followup, ESCALATION))
        self.assertEqual(len(self.activities(followup, ACTIVITY)), 1)
        self.assertIn("The ship is late.", followup.message_ids[:1].body)
        self.sweep(later + timedelta(hours=1))
        self.assertTrue(followup.escalated_on, "the new deadline binds as the old one did")

    def test_nobody_sets_the_facts(self):
        followup = self.followup(NOW)
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin):
            for name in ("deadline", "met_on", "escalated_on"):
                with self.assertRaises(AccessError, msg=f"{user.login} {name}"):
                    followup.with_user(user).write({name: NOW})

    def test_sweep_costs_the_same_per_batch(self):
        def cost(count):
            records = self.env["sdw.arrival.followup"].union(*(self.followup(NOW) for _ in range(count)))
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.sweep(NOW + timedelta(days=1))
            self.env.flush_all()
            self.assertTrue(all(record.escalated_on for record in records))
            return self.env.cr.sql_log_count - before

        cost(2)
        few, many = cost(4), cost(16)
        self.assertLessEqual(many, few + 3, "one sweep, whatever is overdue")
