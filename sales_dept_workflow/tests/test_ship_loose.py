from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .test_ship_gate import ShipCase


@tagged("post_install", "-at_install")
class TestShipLoose(ShipCase):
    """Goods that would leave beside an order or a transfer, and those that are no shipment at all."""

    @covers("O-04")
    def test_transfer_without_an_order(self):
        picking = self.manual()
        picking.action_confirm()
        self.pick(picking)
        self.assertEqual(self.codes(picking), ["credit_approval"])
        self.assertHeld(picking.button_validate)
        self.assertHeld(picking._action_done)
        approval = picking.action_request_approval("credit", "Sample for the customer")
        self.assertEqual(approval.sudo().facts["amount"], 1000.0)
        for user in (self.shipping, self.gm):
            with self.assertRaises(AccessError):
                approval.with_user(user).action_approve()
        approval.with_user(self.accountant).action_approve()
        self.assertFalse(self.codes(picking))
        with self.cr.savepoint() as point:
            picking.move_ids.quantity = 2
            self.assertEqual(self.codes(picking), ["credit_approval"], "more than approved")
            point.rollback()
        picking.invalidate_recordset()
        picking._action_done()
        self.assertEqual(picking.state, "done")

    def test_old_draft_transfer_is_no_free_pass(self):
        self.switch("off", "credit")
        old, changed = self.manual(), self.manual()
        self.switch("block", "credit")
        self.assertFalse(self.codes(old))
        changed.write({"partner_id": self.env["res.partner"].create({"name": "X"}).id})
        self.assertEqual(self.codes(changed), ["credit_approval"])

    def test_bare_moves_and_detours(self):
        target = self.env.ref("stock.stock_location_customers")
        values = {
            "product_id": self.product.id,
            "product_uom_qty": 1,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": target.id,
        }
        move = self.env["stock.move"].with_user(self.keeper).create(values)
        move._action_confirm()
        move.write({"quantity": 1, "picked": True})
        self.assertHeld(move._action_done)
        self.assertHeld(move.write, {"is_inventory": True, "state": "done"})
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.warehouse.lot_stock_id.id)], limit=1
        )
        self.assertHeld(quant.with_user(self.keeper).move_quants, target)
        # An internal transfer whose lines go to the customer.
        internal = (
            self.env["stock.picking"]
            .with_user(self.keeper)
            .create(
                {
                    "picking_type_id": self.warehouse.int_type_id.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": self.warehouse.lot_stock_id.id,
                    "move_ids": [Command.create({**values, "location_dest_id": self.warehouse.lot_stock_id.id})],
                }
            )
        )
        internal.action_confirm()
        self.pick(internal)
        internal.move_line_ids.write({"location_dest_id": target.id})
        self.assertHeld(internal._action_done)
        internal.move_line_ids.write({"location_dest_id": self.warehouse.lot_stock_id.id})
        internal._action_done()
        self.assertEqual(internal.state, "done")
        self.assertHeld(internal.move_line_ids.write, {"location_dest_id": target.id})
        self.assertHeld(internal.move_ids.write, {"location_dest_id": target.id})
        self.assertHeld(target.with_user(self.env.ref("base.user_admin")).write, {"usage": "internal"})

    def test_several_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self.confirmed()
        pick = self.transfer(order)
        self.pick(pick).with_user(self.keeper)._action_done()
        self.assertEqual(pick.state, "done", "picking inside the warehouse ships nothing")
        for _step in range(3):
            todo = self.transfer(order)
            if todo._sdw_shipments():
                break
            self.pick(todo).with_user(self.keeper)._action_done()
        self.assertHeld(self.pick(todo).with_user(self.keeper)._action_done)
        self.pending(order).with_user(self.accountant).action_approve()
        todo.with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 1)

    def test_returns_come_back_freely(self):
        order = self.released()
        picking = self.pick(self.transfer(order))
        picking._action_done()
        self.switch("off", "credit")
        self.switch("block", "credit")
        wizard = (
            self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking").create({})
        )
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.pick(back).with_user(self.keeper)._action_done()
        self.assertEqual(back.state, "done")
