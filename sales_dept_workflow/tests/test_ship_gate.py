from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .credit_common import CreditCase


class ShipCase(CreditCase):
    def transfer(self, order):
        return order.sudo().picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))

    def pick(self, picking, quantity=None):
        for move in picking.move_ids.filtered(lambda move: move.state != "cancel"):
            move.quantity = move.product_uom_qty if quantity is None else quantity
        picking.move_ids.picked = True
        return picking

    def assertHeld(self, call, *args):
        with self.assertRaises(UserError):
            call(*args)

    def manual(self, partner=None, quantity=1.0, user=None, **values):
        """A transfer to a customer without an order."""
        kind = self.warehouse.out_type_id
        target = self.env.ref("stock.stock_location_customers")
        return (
            self.env["stock.picking"]
            .with_user(user or self.shipping)
            .create(
                {
                    "picking_type_id": kind.id,
                    "partner_id": (partner or self.customer).id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_uom_qty": quantity,
                                "location_id": self.warehouse.lot_stock_id.id,
                                "location_dest_id": target.id,
                            }
                        )
                    ],
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestShipGate(ShipCase):
    @covers("O-04", "O-05")
    def test_no_door_before_the_checks(self):
        order = self.confirmed(lines=[(self.product, 5, {})])
        picking = self.pick(self.transfer(order)).with_user(self.keeper)
        self.assertEqual(self.codes(picking), ["credit_approval"])
        self.assertHeld(picking.button_validate)
        self.assertHeld(picking._action_done)
        self.assertHeld(
            picking.with_context(skip_sanity_check=True, skip_backorder=True, cancel_backorder=True).button_validate
        )
        self.assertHeld(picking.move_ids._action_done)
        self.assertHeld(picking.move_ids.write, {"state": "done"})
        self.assertHeld(picking.write, {"state": "done"})
        self.assertHeld(
            picking.with_context(default_state="done", sdw_bypass=True, tracking_disable=True).write, {"state": "done"}
        )
        self.assertHeld(picking.sudo()._action_done)
        picking.move_ids.quantity = 2
        self.assertHeld(picking._action_done)
        self.pick(picking)
        if "stock.picking.batch" in self.env:
            batch = (
                self.env["stock.picking.batch"]
                .with_user(self.keeper)
                .create({"picking_ids": [Command.set(picking.ids)]})
            )
            batch.action_confirm()
            self.assertHeld(batch.action_done)
        self.assertEqual(picking.state, "assigned")
        self.assertEqual(order.order_line.qty_delivered, 0)

    @covers("O-05")
    def test_approved_ships_with_backorder(self):
        order = self.released(lines=[(self.product, 5, {})])
        picking = self.pick(self.transfer(order), 2).with_user(self.keeper)
        picking._action_done()
        self.assertEqual(picking.state, "done")
        rest = self.transfer(order)
        self.assertTrue(rest.backorder_id)
        order.order_line.product_uom_qty = 6
        self.assertEqual(order.credit_approval_state, "lapsed")
        self.assertHeld(self.pick(rest).with_user(self.keeper)._action_done)
        order.action_submit_credit()
        self.pending(order).with_user(self.accountant).action_approve()
        for waiting in self.transfer(order):
            self.pick(waiting).with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 6)

    @covers("O-04")
    def test_orders_before_the_rule_ship_on(self):
        self.switch("off", "credit")
        order = self.confirmed(lines=[(self.product, 5, {})])
        self.switch("block", "credit")
        self.pick(self.transfer(order), 2).with_user(self.keeper)._action_done()
        self.pick(self.transfer(order), 3).with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 5)

    def test_age_covers_what_was_ordered(self):
        self.switch("off", "credit")
        order = self.confirmed(lines=[(self.product, 5, {})])
        self.switch("block", "credit")
        self.assertHeld(self.pick(self.transfer(order), 50).with_user(self.keeper)._action_done)

    @covers("O-05")
    def test_goods_beyond_the_order(self):
        order = self.released(lines=[(self.product, 5, {})])
        picking = self.transfer(order).with_user(self.keeper)
        self.assertHeld(self.pick(picking, 6)._action_done)
        other = self.env["product.product"].create({"name": "Gift", "type": "consu"})
        self.env["stock.move"].with_user(self.keeper).create(
            {
                "picking_id": picking.id,
                "product_id": other.id,
                "product_uom_qty": 1,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )
        self.assertHeld(self.pick(picking)._action_done)
        self.assertIn("goods_differ", self.codes(picking))
        picking.move_ids.filtered(lambda move: move.product_id == other).with_user(self.keeper)._action_cancel()
        picking.move_ids.filtered(lambda move: move.product_id != other).quantity = 5
        picking._action_done()
        line = picking.move_line_ids.filtered(lambda line: line.product_id == self.product)
        self.assertHeld(line.write, {"quantity": 6})
        self.assertHeld(picking.move_ids.filtered(lambda move: move.state == "done").write, {"quantity": 6})
        more = {"move_id": line.move_id.id, "picking_id": picking.id, "product_id": self.product.id, "quantity": 1}
        self.assertHeld(self.env["stock.move.line"].with_user(self.keeper).create, more)
        line.write({"quantity": 4})
        self.assertEqual(order.order_line.qty_delivered, 4)

    @covers("O-05")
    def test_no_other_order_lends_its_approval(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        approved, held = self.released(partner=stranger), self.confirmed()
        picking = self.pick(self.transfer(held)).with_user(self.keeper)
        line = approved.sudo().order_line
        with self.cr.savepoint() as point:
            picking.move_ids.write({"sale_line_id": line.id})
            self.assertIn("goods_differ", self.codes(picking))
            self.assertHeld(picking._action_done)
            point.rollback()
        with self.cr.savepoint() as point:
            picking.sale_id = approved
            self.assertHeld(picking._action_done)
            point.rollback()
        with self.cr.savepoint() as point:
            picking.move_ids.write({"sale_line_id": False})
            self.assertEqual(self.codes(picking), ["credit_approval"])
            self.assertHeld(picking._action_done)
            point.rollback()
        self.assertHeld(lambda: (picking.write({"partner_id": stranger.id}), picking._action_done()))
        # The approved order's own goods cannot go to somebody else, nor twice.
        own = self.pick(self.transfer(approved)).with_user(self.keeper)
        with self.cr.savepoint() as point:
            own.partner_id = self.customer
            self.assertHeld(own._action_done)
            point.rollback()
        own._action_done()
        again = self.manual(partner=stranger)
        again.sudo().move_ids.sale_line_id = line
        again.action_confirm()
        self.assertHeld(self.pick(again)._action_done)

    @covers("O-04")
    def test_warn_ships_with_one_finding(self):
        self.switch("warn", "credit")
        order = self.confirmed()
        picking = self.pick(self.transfer(order)).with_user(self.keeper)
        picking._action_done()
        self.assertEqual(picking.state, "done")
        findings = self.env["sdw.audit.finding"].search(
            [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)]
        )
        self.assertEqual(findings.mapped("code"), ["credit_approval"])
