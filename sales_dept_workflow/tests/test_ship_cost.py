import gc
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .test_ship_gate import ShipCase


@tagged("post_install", "-at_install")
class TestShipCost(ShipCase):
    """What the gate costs, in queries: nothing while it is off, nothing per transfer while it is on."""

    def orders(self, size):
        partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(size)])
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        # Made before: else a confirmation within the same second has one column less to write.
        given = {"order_line": [Command.create(line)], "date_order": "2026-01-05 08:00:00"}
        values = [{"partner_id": partner.id, **given} for partner in partners]
        return self.env["sale.order"].create(values)

    def cost(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        # An environment remembers its user and company until it is collected: a read more or less, by chance.
        gc.collect()
        gc.disable()
        before = self.env.cr.sql_log_count
        try:
            call()
            self.env.flush_all()
        finally:
            gc.enable()
        return self.env.cr.sql_log_count - before

    @covers("O-04")
    def test_off_costs_nothing(self):
        """The same queries as if our gate were not there."""
        self.switch("off", "credit")
        self.company.write({"sdw_arrival_days": 0, "sdw_invoice_arrival_days": 0})

        def confirm_and_ship():
            orders = self.orders(3)
            return (
                self.cost(orders.action_confirm),
                self.cost(self.pick(orders.picking_ids)._action_done),
            )

        def nothing(*args, **kwargs):
            return None

        confirm_and_ship()  # caches
        with_gate = confirm_and_ship()
        order, picking, move = (self.registry[name] for name in ("sale.order", "stock.picking", "stock.move"))
        with (
            patch.object(order, "_check_gate", nothing),
            patch.object(picking, "_check_gate", nothing),
            patch.object(move, "_sdw_check_shipped", nothing),
            patch.object(move, "_sdw_shipped", nothing),
            patch.object(move, "_sdw_restamp_transfers", nothing),
            patch.object(order, "_sdw_check_entry", nothing),
        ):
            without_gate = confirm_and_ship()
        self.assertEqual(with_gate, without_gate)

    def shipping_cost(self, size, rule):
        """Queries to validate ``size`` one-line transfers in one call."""
        self.switch("off", "credit")
        self.switch(rule, "credit")
        orders = self.orders(size)
        orders.action_confirm()
        if rule != "off":
            self.pending(orders).with_user(self.accountant).action_approve()
        pickings = self.pick(orders.picking_ids)
        return self.cost(pickings._action_done)

    @covers("O-04", "O-20")
    def test_cost_does_not_grow(self):
        """What our gate adds does not grow with the transfers validated in one call."""
        self.company.write({"sdw_arrival_days": 0, "sdw_invoice_arrival_days": 0})
        extra = {size: self.shipping_cost(size, "block") - self.shipping_cost(size, "off") for size in (10, 60)}
        self.assertLessEqual(extra[60], extra[10] + 8, extra)
        self.assertLessEqual(extra[60], 25, extra)
