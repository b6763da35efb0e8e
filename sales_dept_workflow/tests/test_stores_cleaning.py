from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SdwCase, covers

DAY = fields.Date.to_date("2031-05-05")


@tagged("post_install", "-at_install")
class TestStoresCleaning(SdwCase):
    """Cleaning by the written procedure: listed, due, ticked, signed."""

    def plan(self, **values):
        items = [Command.create({"name": name}) for name in ("Sweep", "Dust the shelves")]
        return (
            self.env["sdw.cleaning.plan"]
            .with_user(self.keeper)
            .create(
                {"name": "Hall 2", "warehouse_id": self.warehouse.id, "next_date": DAY, "item_ids": items, **values}
            )
        )

    def log(self, plan):
        self.env["sdw.cleaning.plan"]._cron_log(DAY)
        return self.env["sdw.cleaning.log"].with_user(self.keeper).search([("plan_id", "=", plan.id)])

    @covers("W-04")
    def test_due_on_its_day(self):
        plan = self.plan()
        self.env["sdw.cleaning.plan"]._cron_log(DAY - timedelta(days=1))
        self.assertFalse(plan.log_ids)
        log = self.log(plan)
        self.assertRecordValues(log, [{"date": DAY, "user_id": self.keeper.id, "state": "to_do"}])
        self.assertEqual(log.tick_ids.mapped("name"), ["Sweep", "Dust the shelves"])
        self.assertEqual(plan.next_date, DAY + timedelta(days=7))
        self.env["sdw.cleaning.plan"]._cron_log(DAY)
        self.assertEqual(len(plan.log_ids), 1, "a rerun does nothing twice")
        self.env["sdw.cleaning.plan"]._cron_log(DAY + timedelta(days=30))
        self.assertEqual(len(plan.log_ids), 2, "missed weeks give one cleaning")
        self.assertEqual(plan.next_date, DAY + timedelta(days=35))

    @covers("W-04")
    def test_ticked_and_signed(self):
        log = self.log(self.plan())
        log.tick_ids[0].done = True
        with self.assertRaises(UserError) as refused:
            log.action_sign()
        self.assertIn("Dust the shelves", str(refused.exception))
        log.tick_ids[1].remark = "Scaffold stands there"
        log.action_sign()
        self.assertRecordValues(log, [{"state": "done", "signed_by_id": self.keeper.id}])
        self.assertTrue(log.met_on)
        for record, values in ((log, {"remark": "x"}), (log.tick_ids[0], {"done": False})):
            with self.assertRaises(UserError):
                record.write(values)
        with self.assertRaises(UserError):
            log.action_sign()

    @covers("W-04")
    def test_one_tap(self):
        log = self.log(self.plan())
        log.with_user(self.shipping).action_all_done()
        self.assertEqual(log.tick_ids.mapped("done"), [True, True])
        self.assertEqual(log.signed_by_id, self.shipping)

    @covers("W-04")
    def test_missed(self):
        self.keeper.sdw_superior_id = self.shipping
        log = self.log(self.plan())
        self.env["sdw.deadline.mixin"]._cron_deadlines(log.deadline + timedelta(hours=1))
        self.assertEqual(log.escalated_to_id, self.shipping)

    @covers("W-04")
    def test_roles(self):
        plan = self.plan()
        log = self.log(plan)
        for user in (self.salesperson, self.production):
            with self.assertRaises(AccessError):
                log.with_user(user).action_all_done()
        with self.assertRaises(AccessError):
            log.with_user(self.gm).action_all_done()
        with self.assertRaises(AccessError):
            log.write({"state": "done"})
        with self.assertRaises(AccessError):
            log.tick_ids[0].write({"name": "Nothing"})
        with self.assertRaises(AccessError):
            self.env["sdw.cleaning.log"].with_user(self.keeper).create({"plan_id": plan.id})
        with self.assertRaises(ValidationError):
            plan.item_ids = [Command.clear()]

    def test_no_growth(self):
        costs = {}
        for number, size in enumerate((2, 5, 20)):
            day = DAY + timedelta(days=100 * number)
            for _number in range(size):
                self.plan(next_date=day, interval_unit="months", interval_number=60)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["sdw.cleaning.plan"]._cron_log(day)
            self.env.flush_all()
            costs[size] = (self.env.cr.sql_log_count - before) / size
        self.assertLess(costs[20], costs[5], costs)


@tagged("post_install", "-at_install")
class TestSuggestion(SdwCase):
    def suggest(self, user=None, **values):
        return (
            self.env["sdw.suggestion"]
            .with_user(user or self.keeper)
            .create({"name": "Labels", "text": "Bigger lot labels", "area": "warehouse", **values})
        )

    @covers("W-06", "I-13")
    def test_everybody_suggests(self):
        for user in self.users.values():
            suggestion = self.suggest(user)
            self.assertRecordValues(suggestion, [{"state": "new", "user_id": user.id}])
            suggestion.text = "Even bigger"
        self.assertTrue(suggestion.with_user(self.legal).has_access("read"), "everybody reads them")
        with self.assertRaises(AccessError):
            suggestion.with_user(self.legal).text = "Smaller"

    @covers("W-06", "I-11", "K-21")
    def test_answered(self):
        self.keeper.sdw_superior_id = self.shipping
        suggestion = self.suggest()
        self.assertEqual(suggestion.manager_id, self.shipping)
        self.assertEqual(suggestion.sudo().activity_ids.user_id, self.shipping)
        with self.assertRaises(AccessError):
            suggestion.with_user(self.production).action_accept("No")
        with self.assertRaises(UserError):
            suggestion.with_user(self.shipping).action_reject(" ")
        suggestion.with_user(self.shipping).action_accept("Good idea")
        self.assertRecordValues(suggestion, [{"state": "accepted", "answer": "Good idea"}])
        self.assertFalse(suggestion.sudo().activity_ids)
        with self.assertRaises(UserError):
            suggestion.text = "And a raise"
        suggestion.with_user(self.manager).action_done("No mix-ups for a month")
        suggestion.with_user(self.manager).action_score("3")
        self.assertRecordValues(suggestion, [{"state": "done", "score": "3"}])

    @covers("W-06")
    def test_nobody_answers_himself(self):
        suggestion = self.suggest(self.manager, area="process")
        with self.assertRaises(UserError):
            suggestion.with_user(self.manager).action_accept()
        for values in ({"state": "accepted"}, {"answer": "Yes"}, {"user_id": self.gm.id}, {"score": "3"}):
            with self.assertRaises(AccessError):
                suggestion.with_user(self.manager).write(values)
