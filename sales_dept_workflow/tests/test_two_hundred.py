from odoo.tests import tagged

from . import test_ship_cost
from .common import covers
from .notice_common import SIGNATURE, NoticeCase

RULES = ("credit", "delivery_notice", "freight", "shipping_hold")


@tagged("post_install", "-at_install")
class TestTwoHundred(NoticeCase):
    """Two hundred transfers validated in one call cost no more of our queries than twenty."""

    orders = test_ship_cost.TestShipCost.orders
    cost = test_ship_cost.TestShipCost.cost

    def ready(self, size, mode):
        """Picked transfers that nothing holds any more."""
        self.switch("off", *RULES)
        self.switch(mode, *RULES)
        orders = self.orders(size)
        orders.with_user(self.salesperson).sudo().action_confirm()
        if mode != "off":
            self.pending(orders).with_user(self.accountant).action_approve()
            orders.with_user(self.sales_admin).action_freight_told(30.0, "phone")
        pickings = self.pick(orders.picking_ids)
        if mode != "off":
            notices = self.asked(pickings)
            self.request(notices).with_user(self.gm).action_approve()
            notices.with_user(self.sales_admin).action_hand_over(self.shipping)
            notices.with_user(self.keeper).action_check()
            notices.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        return pickings

    def shipping_cost(self, size, mode):
        pickings = self.ready(size, mode)
        cost = self.cost(pickings._action_done)
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        return cost

    @covers("O-04")
    def test_our_queries_do_not_grow(self):
        """Gate, notices closed, arrival calls and invoicing data opened: all of it in batches."""
        self.company.write({"sdw_arrival_days": 7, "sdw_invoice_arrival_days": 7})
        self.shipping_cost(2, "block"), self.shipping_cost(2, "off")  # caches
        # Nobody has counted what this transaction made; uncounted, Odoo's own search for an order's transfers is slow.
        self.env.cr.execute("ANALYZE stock_move, stock_picking, stock_reference_move_rel")
        extra = {size: self.shipping_cost(size, "block") - self.shipping_cost(size, "off") for size in (20, 200)}
        self.assertLessEqual(extra[200], extra[20], extra)
