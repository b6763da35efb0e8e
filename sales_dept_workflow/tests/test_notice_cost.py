from unittest.mock import patch

from odoo.tests import tagged

from . import test_ship_cost
from .common import covers
from .notice_common import SIGNATURE

RULE = "delivery_notice"


@tagged("post_install", "-at_install")
class TestNoticeCost(test_ship_cost.TestShipCost):
    """What the notice costs in queries: nothing while it is off, nothing per transfer while it is on."""

    def shipping_cost(self, size, rule):
        self.switch("off", "credit", RULE)
        self.switch(rule, RULE)
        orders = self.orders(size)
        orders.with_user(self.salesperson).sudo().action_confirm()
        pickings = self.pick(orders.picking_ids)
        if rule != "off":
            admin, keeper = (self.env["sdw.delivery.notice"].with_user(u) for u in (self.sales_admin, self.keeper))
            notices = admin.create([{"picking_id": picking.id} for picking in pickings])
            notices.action_request_signature()
            notices.sudo().approval_ids.with_user(self.gm).action_approve()
            notices.action_hand_over()
            notices = keeper.browse(notices.ids)
            pickings.with_user(self.keeper).action_sdw_goods_right()
            notices.action_check()
            notices.action_load("Dan", "SU-B 1", SIGNATURE)
        return self.cost(pickings._action_done)

    def signing_cost(self, size):
        """Queries of the general manager's signature of ``size`` notices in one call, nothing being cached."""
        orders = self.orders(size)
        orders.with_user(self.salesperson).sudo().action_confirm()
        notices = self.env["sdw.delivery.notice"].with_user(self.sales_admin)
        notices = notices.create([{"picking_id": picking.id} for picking in orders.picking_ids])
        notices.action_request_signature()
        requests = notices.sudo().approval_ids.with_user(self.gm)
        return self.cost(requests.browse(requests.ids).action_approve)

    @covers("O-07")
    def test_signature(self):
        self.switch("off", "credit")
        self.switch("block", RULE)
        costs = {size: self.signing_cost(size) for size in (2, 1, 20)}
        self.assertLessEqual(costs[1], 25, costs)
        self.assertLessEqual(costs[20], costs[1] + 6, costs)

    @covers("O-07")
    def test_cost_does_not_grow(self):
        self.company.write({"sdw_arrival_days": 0, "sdw_invoice_arrival_days": 0})
        self.shipping_cost(1, "block"), self.shipping_cost(1, "off")  # caches
        extra = {size: self.shipping_cost(size, "block") - self.shipping_cost(size, "off") for size in (1, 5, 20)}
        self.assertLessEqual(extra[1], 6, extra)
        self.assertLessEqual(extra[20], extra[5] + 1, extra)

    @covers("O-07")
    def test_off_costs_nothing(self):
        """The same queries as if the rule were not there."""
        self.switch("off", "credit", RULE)
        self.company.write({"sdw_arrival_days": 0, "sdw_invoice_arrival_days": 0})
        self.shipping_cost(3, "off")  # caches
        with_rule = self.shipping_cost(3, "off")

        def nothing(*args, **kwargs):
            return None

        picking, move = self.registry["stock.picking"], self.registry["stock.move"]
        with (
            patch.object(picking, "_sdw_notice_goods_changed", nothing),
            patch.object(move, "_sdw_shipped", nothing),
        ):
            self.assertEqual(with_rule, self.shipping_cost(3, "off"))
