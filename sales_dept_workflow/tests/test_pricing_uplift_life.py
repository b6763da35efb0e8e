from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .uplift_common import UpliftCase


@tagged("post_install", "-at_install")
class TestPricingUpliftLife(UpliftCase):
    """The uplift over time: rule switched, dates typed, order confirmed or unlocked."""

    def test_off_is_silent(self):
        self.switch("off", "territory", "price")
        order = self.order()
        order.order_line.price_unit = 1
        self.assertFalse(order.territory_id or order.distributor_id)
        self.assertEqual((order.concession_amount, order.order_line.policy_price_unit), (0, 0))
        self.assertFalse(order.get_blockers("confirm"))
        order.action_confirm()
        self.assertFalse(self.env["sdw.audit.finding"].search([("res_id", "=", order.id)]))

    def test_switching_reevaluates_open_quotations(self):
        self.switch("off", "territory")
        order = self.order()
        self.assertFalse(order.distributor_id)
        self.switch("block", "territory")
        self.assertEqual(order.distributor_id, self.agreement)
        self.assertEqual(order.order_line.price_unit, 1000, "never the price")
        self.assertFalse(order.get_blockers("confirm"), "an old draft is exempt until it is changed")
        order.write({"order_line": [Command.create({"product_id": self.product.id})]})
        self.assertEqual(order.order_line[1].price_unit, 1100)
        self.assertIn("territory_uplift", self.codes(order))

    @covers("Q-05")
    def test_dates_typed_into_a_form(self):
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.pricelist.id,
                "compute_price": "fixed",
                "fixed_price": 500,
                "applied_on": "3_global",
                "date_start": "2001-01-01",
                "date_end": "2001-12-31",
            }
        )
        order = self.order(partner=self.southern, date_order="2001-06-01", validity_date="2099-01-01")
        self.assertEqual(order.order_line.price_unit, 500, "core itself believes the date")
        self.assertHeld(order, "price_approval")
        with self.assertRaises(AccessError):
            order.write({"sdw_priced_on": "2001-06-01"})
        with self.assertRaises(AccessError):
            order.write({"territory_uplift_percent": 0})
        with self.assertRaises(AccessError):
            order.write({"distributor_id": False})
        with self.assertRaises(AccessError):
            order.order_line.write({"sdw_frozen_policy": 1})

    @covers("Q-05")
    def test_after_confirmation(self):
        order = self.order()
        order.action_confirm()
        for values in ({"price_unit": 1099.99}, {"discount": 1}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                order.order_line.write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.write({"order_line": [Command.create({"product_id": self.product.id, "price_unit": 1})]})
        order.sudo().order_line.price_unit = 1099
        self.assertEqual(order.order_line.price_unit, 1099, "the system's own flows never stop")
        self.assertEqual(order.price_approval_state, "needed")

    @covers("Q-05")
    def test_later_pricelists_leave_confirmed_orders_alone(self):
        order = self.order()
        order.action_confirm()
        self.product.list_price = 5000
        order.invalidate_recordset()
        self.assertEqual(order.concession_amount, 0)
        self.env["sdw.audit.finding"]._cron_audit()
        self.assertFalse(
            self.env["sdw.audit.finding"].search([("res_id", "=", order.id), ("res_model", "=", "sale.order")])
        )

    def test_unlock_needs_the_role(self):
        order = self.order()
        order.action_confirm()
        order.action_lock()
        with self.assertRaises(AccessError):
            order.action_unlock()
        with self.assertRaises(AccessError):
            order.write({"locked": False})
        order.with_user(self.manager).action_unlock()
        self.assertFalse(order.locked)
