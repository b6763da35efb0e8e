from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestDunningPromises(CollectionCase):
    """A promise is kept or broken on the day after; a broken one is the next level, a call that day, a habit counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()
        cls.case = cls.case.with_user(cls.salesperson)

    def promise(self, days=2, amount=None):
        self.case.action_dun("phone", "He will pay", amount, self.ahead(days))
        return self.case.action_ids[:1]

    @covers("C-01")
    def test_broken_promise(self):
        self.case.invalidate_recordset()
        level = self.case.level_id
        promise = self.promise(2)
        self.assertEqual((promise.promise_state, promise.owed_amount), ("promised", 1000.0))
        self.sweep(days=2)
        self.assertEqual(promise.promise_state, "promised", "his day is not over")
        self.sweep(days=3)
        self.assertEqual((promise.promise_state, self.case.promises_broken), ("broken", 1))
        self.assertEqual(self.case.deadline.date(), self.ahead(3), "he is called at once")
        self.assertGreater(self.case.level_id.days_overdue, level.days_overdue)
        self.sweep(days=3)
        self.assertEqual(self.case.promises_broken, 1, "counted once")
        self.assertNotIn(self.manager, self.case.sudo().activity_ids.user_id)

    @covers("C-01", "C-13")
    def test_the_manager_hears_of_a_habit(self):
        for round_ in (1, 2):
            self.promise(round_ * 3)
            self.sweep(days=round_ * 3 + 1)
        self.assertEqual(self.case.promises_broken, 2)
        told = self.case.sudo().activity_ids.filtered(lambda activity: activity.user_id == self.manager)
        self.assertEqual(len(told), 1)
        self.assertIn("2 promises broken", told.summary)

    @covers("C-01")
    def test_kept_in_part_and_in_full(self):
        promise = self.promise(2, 400.0)
        self.pay(self.debt, amount=400.0)
        self.invoice(77.0, days=-1)
        self.sweep(days=3)
        self.assertEqual((promise.promise_state, self.case.promises_broken), ("kept", 0))
        again = self.promise(5, 400.0)
        self.pay(self.debt, amount=399.99)
        self.sweep(days=6)
        self.assertEqual((again.promise_state, self.case.promises_broken), ("broken", 1), "a cent short")

    def test_paid_before_the_day(self):
        promise = self.promise(5)
        self.pay(self.debt)
        self.assertEqual((promise.promise_state, self.case.state), ("kept", "closed"))

    def test_a_new_promise_replaces_and_a_call_does_not(self):
        first = self.promise(5)
        self.case.action_no_answer()
        self.assertEqual((first.promise_state, self.case.promised_date), ("promised", self.ahead(5)))
        second = self.promise(9)
        self.assertEqual((first.promise_state, second.promise_state), ("replaced", "promised"))

    @covers("C-01", "C-02")
    def test_no_pause_by_promises(self):
        """A word does not put us off for years, nor from week to week: for longer something is signed."""
        for days in (32, 4000):
            with self.assertRaisesRegex(UserError, "a month at most"):
                self.promise(days)
        self.promise(20)
        self.env.cr.execute("UPDATE sdw_collection_action SET done_on = done_on - interval '10 days'")
        self.case.action_ids.invalidate_recordset()
        self.promise(21)
        with self.assertRaises(UserError):
            self.promise(22)
        self.sweep(days=22)
        self.assertEqual(self.case.promises_broken, 1)
        self.promise(31)

    def test_nobody_judges_by_hand(self):
        promise = self.promise(5)
        for user in (self.salesperson, self.manager, self.gm):
            with self.assertRaises(UserError):
                promise.with_user(user).write({"promise_state": "kept"})
            with self.assertRaises(AccessError):
                self.case.with_user(user).write({"promises_broken": 0})

    @covers("C-01")
    def test_phone_list_of_the_day(self):
        action = self.case.env["sdw.collection.case"].action_phone_list()
        self.assertEqual(action["tag"], "display_notification", "no bank entry at all: whoever dials is warned")
        domain = action["params"]["next"]["domain"]
        today = self.cases.with_user(self.salesperson).search(domain)
        self.assertNotIn(self.case, today, "the first call is due tomorrow")
        self.case.sudo().deadline = self.case.sudo()._sdw_end_of_day(self.today)
        self.assertIn(self.case, self.cases.with_user(self.salesperson).search(domain))
        self.assertNotIn(self.case, self.cases.with_user(self.second_salesperson).search(domain))
        wizard = self.env["sdw.dunning.wizard"].with_user(self.salesperson).with_context(active_id=self.case.id)
        with self.assertRaises(UserError):
            wizard.create({}).action_confirm()
        wizard.create({"promised_date": self.ahead(4)}).action_confirm()
        self.assertNotIn(self.case, self.cases.with_user(self.salesperson).search(domain))
        self.case.invalidate_recordset()
        self.assertEqual(self.case.last_result, "Promises to pay")
        for user in (self.keeper, self.support):
            with self.assertRaises(AccessError):
                self.cases.with_user(user).action_phone_list()

    def test_the_menus_open_for_those_who_collect(self):
        for name in ("server_action_phone_list", "server_action_dunning_letters"):
            action = self.env.ref(f"sales_dept_workflow.{name}")
            for user in (self.salesperson, self.manager, self.accountant, self.legal, self.sales_admin):
                self.assertTrue(action.with_user(user).sudo(False).run())

    @covers("C-19")
    def test_interval_by_grade(self):
        self.case.action_dun("phone", "Will see")
        self.assertEqual(self.case.deadline.date(), self.ahead(10), "grade A every ten days")
        self.customer.credit_grade = "c"
        self.case.action_dun("phone", "Will see")
        self.assertEqual(self.case.deadline.date(), self.ahead(5))
        self.customer.credit_grade = False
        self.case.action_dun("phone", "Will see")
        self.assertEqual(self.case.deadline.date(), self.ahead(7), "no grade: as the level says")

    @covers("C-01")
    def test_a_pause_ends_by_itself(self):
        self.case.with_user(self.manager).action_set_pause(self.ahead(5), "Holiday")
        self.sweep(days=4)
        self.assertEqual(self.case.paused_until, self.ahead(5))
        self.sweep(days=5)
        self.assertFalse(self.case.paused_until)
        self.assertEqual(self.case.deadline.date(), self.ahead(5))
        self.assertEqual(self.case.sudo().activity_ids.user_id, self.salesperson)
