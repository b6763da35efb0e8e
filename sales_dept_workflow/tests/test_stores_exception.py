from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import SdwCase, covers

WHAT = {"kind": "damage", "description": "Crate broken"}


@tagged("post_install", "-at_install")
class TestStoresException(SdwCase):
    """What is abnormal is reported at once, to one person, and dealt with in time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper.sdw_superior_id = cls.shipping

    def report(self, user=None, **values):
        return self.env["sdw.stock.exception"].with_user(user or self.keeper).create({**WHAT, **values})

    def activities(self, exception):
        return self.env["mail.activity"].search([("res_model", "=", exception._name), ("res_id", "in", exception.ids)])

    @covers("W-05")
    def test_the_supervisor_is_told_at_once(self):
        found = fields.Datetime.now() - timedelta(hours=3)
        exception = self.report(found_on=found, product_id=self.product.id, quantity=2)
        self.assertRegex(exception.name, r"^EXC/\d+")
        expected = {"state": "open", "user_id": self.shipping.id, "found_by_id": self.keeper.id}
        self.assertRecordValues(exception, [expected])
        self.assertAlmostEqual(exception.hours_to_report, 3, 1)
        self.assertEqual(self.activities(exception).user_id, self.shipping)
        self.assertGreater(exception.deadline, exception.told_on)

    @covers("W-05", "G-25")
    def test_who_the_supervisor_is(self):
        boss = new_test_user(self.env, "sdw_boss", groups="sales_dept_workflow.group_sdw_warehouse")
        self.company.sdw_warehouse_supervisor_id = boss
        self.assertEqual(self.report().user_id, boss)
        boss.active = False
        self.assertEqual(self.report().user_id, self.shipping, "whoever left is told nothing")
        self.keeper.sdw_superior_id = False
        self.assertEqual(self.report().user_id, self.keeper)

    @covers("W-05")
    def test_handled_and_solved(self):
        exception = self.report()
        with self.assertRaises(UserError):
            exception.action_handle("  ")
        exception.with_user(self.shipping).action_handle("Repacked and photographed")
        self.assertRecordValues(exception, [{"state": "handling", "deadline_state": "met"}])
        self.assertFalse(self.activities(exception))
        exception.action_solve("Carrier pays")
        self.assertRecordValues(exception, [{"state": "solved", "solved_by_id": self.keeper.id}])
        with self.assertRaises(UserError):
            exception.description = "Nothing happened"
        with self.assertRaises(UserError):
            exception.action_solve("Again")

    @covers("W-05")
    def test_late_ones_go_up(self):
        exception = self.report()
        self.shipping.sdw_superior_id = self.gm
        self.env["sdw.deadline.mixin"]._cron_deadlines(exception.deadline + timedelta(hours=1))
        self.assertRecordValues(exception, [{"escalated_to_id": self.gm.id, "deadline_state": "escalated"}])

    @covers("W-05")
    def test_what_nobody_sets(self):
        exception = self.report()
        for values in ({"told_on": "2001-01-01"}, {"state": "solved"}, {"user_id": self.keeper.id}, {"handling": "x"}):
            with self.assertRaises(AccessError):
                exception.write(values)
            with self.assertRaises(AccessError):
                self.report(**values)
        model = self.env["sdw.stock.exception"].with_user(self.keeper)
        forged = model.with_context(default_state="solved", default_found_by_id=self.gm.id).create(WHAT)
        self.assertRecordValues(forged, [{"state": "open", "found_by_id": self.keeper.id}])
        with self.assertRaises(ValidationError):
            self.report(found_on=fields.Datetime.now() + timedelta(days=1))
        for user in (self.salesperson, self.legal, self.accountant):
            with self.assertRaises(AccessError):
                self.report(user)
        with self.assertRaises(AccessError):
            exception.with_user(self.salesperson).action_solve("x")
        with self.assertRaises(AccessError):
            exception.unlink()
        with self.assertRaises(UserError):
            exception.sudo().unlink()

    @covers("W-05")
    def test_seen_on_the_order(self):
        order = self.order()
        order.sudo().action_confirm()
        exception = self.report(picking_id=order.picking_ids.id)
        self.assertEqual(exception.order_id, order)
        mine = order.with_user(self.salesperson)
        self.assertEqual(mine.sdw_stock_exception_count, 1)
        self.assertTrue(exception.with_user(self.salesperson).has_access("read"))
        self.assertFalse(exception.with_user(self.second_salesperson).has_access("read"))
        self.assertIn("exception", [step["link"] for step in mine.sdw_timeline["steps"]])
        exception.action_solve("Replaced")
        order.invalidate_recordset()
        self.assertEqual(mine.sdw_stock_exception_count, 0)

    def test_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["sdw.stock.exception"].sudo().create({**WHAT, "company_id": other.id})
        self.assertFalse(theirs.with_user(self.keeper).has_access("read"))
        with self.assertRaises(AccessError):
            self.report(company_id=other.id)

    def test_no_growth(self):
        costs = {}
        for size in (2, 5, 20):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["sdw.stock.exception"].with_user(self.keeper).create([WHAT] * size)
            self.env.flush_all()
            costs[size] = (self.env.cr.sql_log_count - before) / size
        self.assertLess(costs[20], costs[5], costs)
