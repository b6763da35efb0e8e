from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .test_credit_checks import CreditCase


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
        return self.env["stock.picking"].with_user(user or self.shipping).create({
            "picking_type_id": kind.id,
            "partner_id": (partner or self.customer).id,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": target.id,
            "move_ids": [
                Command.create({
                    "product_id": self.product.id,
                    "product_uom_qty": quantity,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": target.id,
                })
            ],
            **values,
        })


@tagged("post_install", "-at_install")
class TestShipGate(ShipCase):
    @covers("O-04", "O-05")
    def test_no_door_before_the_checks(self):
        order = self.confirmed(lines=[(self.product, 5, {})])
        picking = self.pick(self.transfer(order)).with_user(self.keeper)
        self.assertEqual(self.codes(picking), ["credit_approval"])
        self.assertHeld(picking.button_validate)
        self.assertHeld(picking._action_done)
        self.assertHeld(picking.with_context(skip_sanity_check=True, skip_backorder=True, cancel_backorder=True).button_validate)
        self.assertHeld(picking.move_ids._action_done)
        self.assertHeld(picking.move_ids.write, {"state": "done"})
        self.assertHeld(picking.write, {"state": "done"})
        self.assertHeld(picking.with_context(default_state="done", sdw_bypass=True, tracking_disable=True).write, {"state": "done"})
        self.assertHeld(picking.sudo()._action_done)
        picking.move_ids.quantity = 2
        self.assertHeld(picking._action_done)
        self.pick(picking)
        if "stock.picking.batch" in self.env:
            batch = self.env["stock.picking.batch"].with_user(self.keeper).create({"picking_ids": [Command.set(picking.ids)]})
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
        self.env["stock.move"].with_user(self.keeper).create({
            "picking_id": picking.id,
            "product_id": other.id,
            "product_uom_qty": 1,
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
        })
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
        internal = self.env["stock.picking"].with_user(self.keeper).create({
            "picking_type_id": self.warehouse.int_type_id.id,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
            "move_ids": [Command.create({**values, "location_dest_id": self.warehouse.lot_stock_id.id})],
        })
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
        for step in range(3):
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
        wizard = self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.pick(back).with_user(self.keeper)._action_done()
        self.assertEqual(back.state, "done")

    @covers("O-04")
    def test_warn_ships_with_one_finding(self):
        self.switch("warn", "credit")
        order = self.confirmed()
        picking = self.pick(self.transfer(order)).with_user(self.keeper)
        picking._action_done()
        self.assertEqual(picking.state, "done")
        findings = self.env["sdw.audit.finding"].search([("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)])
        self.assertEqual(findings.mapped("code"), ["credit_approval"])

    def shipping_cost(self, size, *, rule):
        """Queries to validate ``size`` one-line transfers in one call."""
        self.switch("off", "credit")
        if rule != "off":
            self.switch(rule, "credit")
        partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(size)])
        orders = self.env["sale.order"].create([
            {"partner_id": partner.id, "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 1})]}
            for partner in partners
        ])
        orders.action_confirm()
        if rule != "off":
            self.company.sdw_separation_of_duties = False
            self.pending(orders).with_user(self.accountant).action_approve()
        pickings = self.pick(orders.picking_ids)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        pickings._action_done()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_cost_does_not_grow(self):
        """What our gate adds does not grow with the transfers validated in one call."""
        self.company.sdw_arrival_days = 0
        extra = {}
        for size in (5, 40):
            extra[size] = self.shipping_cost(size, rule="block") - self.shipping_cost(size, rule="off")
        self.assertLessEqual(extra[40], extra[5] + 5, extra)
        self.assertLessEqual(extra[40], 25, extra)
