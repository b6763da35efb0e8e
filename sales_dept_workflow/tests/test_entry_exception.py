from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import covers
from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestOrderException(EntryCase):
    """Exceptional orders are solved first, by everybody concerned, and held until then (E-03, E-09)."""

    def exceptions(self, order):
        return order.sudo().sdw_exception_ids

    def report(self, order, user=None, **values):
        values = {"order_id": order.id, "kind": "other", "note": "The label is wrong", **values}
        return self.env["sdw.order.exception"].with_user(user or self.keeper).create(values)

    def approved(self, **values):
        order = self.confirmed(**values)
        self.pending(order).with_user(self.accountant).action_approve()
        return order

    @covers("E-03", "E-09")
    def test_shortage_opens_one(self):
        order = self.short()
        exception = self.exceptions(order)
        self.assertRecordValues(exception, [{"kind": "shortage", "state": "open", "user_id": self.production.id}])
        self.assertAlmostEqual((exception.deadline - exception.found_on).total_seconds() / 3600, 4, 2)
        for helper in (self.keeper, self.shipping):
            self.assertIn(order.name, self.told(exception, helper))
        self.assertEqual(order.sudo().picking_ids.mapped("priority"), ["1"])
        self.assertEqual(self.inquiry(order).priority, "1")
        self.promise(order)
        self.assertEqual(exception.state, "solved")
        self.assertTrue(exception.solution)
        self.assertFalse(exception.activity_ids)
        self.assertNotIn("order_exception", self.codes(order.with_user(self.sales_admin)))

    @covers("E-03")
    def test_reported_by_hand_holds_the_order(self):
        order = self.approved()
        exception = self.report(order)
        self.assertRecordValues(
            exception, [{"found_by_id": self.keeper.id, "user_id": self.sales_admin.id, "state": "open"}]
        )
        picking = self.pick(self.transfer(order))
        self.assertEqual(picking.priority, "1")
        self.assertEqual(self.codes(picking.with_user(self.keeper)), ["order_exception"])
        self.assertHeld(picking.with_user(self.keeper).button_validate)
        self.assertHeld(picking.with_user(self.keeper).with_context(skip_backorder=True, sdw_skip=1)._action_done)
        self.assertHeld(picking.sudo().move_ids.write, {"state": "done"})
        exception.with_user(self.sales_admin).action_start()
        self.assertEqual((exception.state, exception.user_id), ("in_progress", self.sales_admin))
        self.assertHeld(picking.with_user(self.keeper)._action_done)
        exception.with_user(self.sales_admin).action_solve("New label printed")
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(picking.state, "done")

    @covers("E-03")
    def test_once_while_it_is_open(self):
        order = self.approved()
        first = self.report(order)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.report(order)
        first.with_user(self.sales_admin).action_solve("Done")
        self.assertEqual(self.report(order).state, "open")

    @covers("E-03")
    def test_customer_data_differ(self):
        order = self.approved()
        elsewhere = self.env["res.partner"].create({"name": "Elsewhere", "parent_id": self.customer.id})
        order.with_user(self.salesperson).partner_shipping_id = elsewhere
        exception = self.exceptions(order)
        self.assertRecordValues(exception, [{"kind": "data", "user_id": self.sales_admin.id}])
        self.assertIn("Elsewhere", exception.note)
        order.with_user(self.salesperson).partner_shipping_id = self.customer
        self.assertEqual(len(self.exceptions(order)), 1)
        quotation = self.order()
        quotation.partner_shipping_id = elsewhere
        self.assertFalse(self.exceptions(quotation))

    @covers("E-03")
    def test_roles(self):
        order = self.approved()
        exception = self.report(order, self.sales_admin)
        for login in ("salesperson", "accountant"):
            with self.assertRaises(AccessError):
                exception.with_user(self.users[login]).action_solve("I say so")
        for values in ({"state": "solved"}, {"solution": "x"}, {"deadline": "2040-01-01"}, {"found_by_id": 1}):
            with self.assertRaises(AccessError):
                exception.with_user(self.sales_admin).write(values)
        with self.assertRaises(AccessError):
            self.report(order, self.sales_admin, kind="data", state="solved")
        with self.assertRaises(AccessError):
            self.report(order, self.support)
        with self.assertRaises(AccessError):
            self.report(order, self.second_salesperson)
        for login in ("keeper", "sales_admin", "manager"):
            with self.assertRaises(AccessError):
                exception.with_user(self.users[login]).unlink()
        with self.assertRaises(UserError):
            exception.with_user(self.sales_admin).action_solve("")
        data = self.report(order, self.sales_admin, kind="data")
        with self.assertRaises(AccessError):
            data.with_user(self.keeper).action_solve("Not his")
        forged = self.env["sdw.order.exception"].with_user(self.keeper).with_context(default_state="solved")
        third = forged.create({"order_id": self.approved().id, "kind": "other", "note": "Forged"})
        self.assertEqual(third.state, "open")

    @covers("E-03")
    def test_the_next_one_up_hears_of_it(self):
        exception = self.report(self.approved())
        self.sales_admin.sdw_superior_id = self.manager
        self.env["sdw.deadline.mixin"]._cron_deadlines(now=exception.deadline + timedelta(minutes=1))
        self.assertEqual(exception.escalated_to_id, self.manager)

    def test_button_of_the_transfer(self):
        order = self.approved()
        action = self.transfer(order).with_user(self.keeper).action_sdw_report_exception()
        self.assertEqual(action["context"]["default_order_id"], order.id)

    def test_off_holds_nothing(self):
        self.switch("off", "credit")
        order = self.confirmed()
        self.report(order)
        self.assertFalse(self.codes(order.with_user(self.sales_admin)))

    def test_taken_back(self):
        order = self.approved()
        exception = self.report(order)
        order.with_user(self.sales_admin)._action_cancel()
        self.assertEqual(exception.state, "solved")
