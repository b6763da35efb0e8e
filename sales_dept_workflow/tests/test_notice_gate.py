from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .notice_common import SIGNATURE, NoticeCase

FORGED = {
    "skip_sanity_check": True,
    "skip_backorder": True,
    "cancel_backorder": True,
    "skip_sms": True,
    "default_state": "done",
    "sdw_bypass": True,
    "tracking_disable": True,
}


@tagged("post_install", "-at_install")
class TestNoticeGate(NoticeCase):
    """Nothing leaves to a customer without its notice: no door leads round it."""

    def assertShut(self, picking):
        """No way out of the warehouse, by any door there is."""
        keeper = picking.with_user(self.keeper)
        for door in (
            keeper.button_validate,
            keeper._action_done,
            keeper.with_context(**FORGED).button_validate,
            keeper.with_context(**FORGED)._action_done,
            keeper.move_ids._action_done,
            lambda: keeper.move_ids.write({"state": "done"}),
            lambda: keeper.write({"state": "done"}),
            lambda: keeper.with_context(**FORGED).write({"state": "done"}),
            picking.sudo()._action_done,
        ):
            self.assertHeldOrAsked(door, picking.move_ids)
        self.assertNotEqual(picking.state, "done")

    def assertHeldOrAsked(self, door, door_moves):
        """Refused; or nothing left: core's button first asks about a backorder, its method needs something picked."""
        self.env.flush_all()
        with self.cr.savepoint() as point:
            try:
                door()
            except UserError:
                pass
            else:
                self.assertNotIn("done", door_moves.mapped("state"))
            point.rollback()
        self.env.invalidate_all()

    @covers("O-07", "O-08", "O-10", "O-12", "O-15")
    def test_no_door_at_any_step(self):
        picking = self.transfer(self.released(lines=[(self.product, 5, {})]))
        self.pick(picking)
        self.assertShut(picking)
        notice = self.make(picking)
        self.assertShut(picking)
        notice.with_user(self.sales_admin).action_request_signature()
        self.assertShut(picking)
        self.request(notice).with_user(self.gm).action_approve()
        self.assertShut(picking)
        notice.with_user(self.sales_admin).action_hand_over(self.shipping)
        self.assertShut(picking)
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        self.assertShut(picking)
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        white = notice.copy_ids.filtered(lambda copy: copy.colour == "white")
        white.sudo().handed_on = False
        self.assertShut(picking)
        white.sudo().handed_on = notice.loaded_on
        picking.with_user(self.keeper).with_context(skip_sms=True).button_validate()
        self.assertEqual((picking.state, notice.state), ("done", "shipped"))

    @covers("O-07")
    def test_not_in_a_batch_either(self):
        if "stock.picking.batch" not in self.env:
            self.skipTest("stock_picking_batch is not installed")
        ready = self.transfer(self.released())
        self.loaded(ready)
        held = self.pick(self.transfer(self.released()))
        batches = self.env["stock.picking.batch"].with_user(self.keeper)
        batch = batches.create({"picking_ids": [Command.set((ready | held).ids)]})
        batch.action_confirm()
        self.assertHeld(batch.action_done)
        self.loaded(held)
        batch.action_done()
        self.assertEqual((ready | held).mapped("state"), ["done", "done"])

    # ------------------------------------------------------------------ goods changed after a signature
    @covers("O-10", "O-07")
    def test_changed_after_the_keeper_signed(self):
        picking = self.transfer(self.released(lines=[(self.product, 5, {})]))
        notice = self.loaded(picking)
        keeper = picking.with_user(self.keeper)
        keeper.move_ids.quantity = 3
        self.assertRecordValues(
            notice, [{"state": "signed", "keeper_id": False, "checked_on": False, "driver_signature": False}]
        )
        self.assertFalse(any(notice.copy_ids.mapped("handed_on")), "the exit pass is void, too")
        self.assertFalse(notice.activity_ids)
        self.assertShut(picking)
        self.assertHeld(notice.with_user(self.keeper).action_load, "Dan", "SU-B 1", SIGNATURE)
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        keeper._action_done()
        self.assertEqual(notice.state, "shipped")

    @covers("O-07", "O-10")
    def test_changed_behind_the_hooks(self):
        """Even what reaches the table directly is compared at the gate."""
        picking = self.transfer(self.released(lines=[(self.product, 5, {})]))
        notice = self.loaded(picking)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_move_line SET quantity = 2, quantity_product_uom = 2 WHERE picking_id = %s", [picking.id]
        )
        self.env.invalidate_all()
        self.assertEqual(notice.state, "loaded")
        self.assertEqual(self.codes(picking), ["goods_differ"])
        self.assertShut(picking)

    @covers("O-07")
    def test_more_than_signed(self):
        order = self.released(lines=[(self.product, 5, {})])
        picking = self.transfer(order)
        notice = self.signed(picking)
        picking.with_user(self.keeper).move_ids.quantity = 6
        self.assertEqual(notice.state, "cancelled", "goods and notice differ: the notice is void")
        self.assertEqual(notice.approval_ids.state, "lapsed")
        self.assertShut(picking)

    @covers("O-07")
    def test_other_goods_than_signed(self):
        other = self.env["product.product"].create({"name": "Gift", "type": "consu"})
        for state in ("asked", "signed", "checked", "loaded"):
            picking = self.transfer(self.released(lines=[(self.product, 5, {})]))
            notice = getattr(self, state)(picking)
            values = {"product_id": other.id, "product_uom_qty": 1, "picking_id": picking.id}
            places = {"location_id": picking.location_id.id, "location_dest_id": picking.location_dest_id.id}
            self.env["stock.move"].with_user(self.keeper).create({**values, **places})
            self.assertEqual(notice.state, "draft" if state == "asked" else "cancelled", state)
            self.assertEqual(notice.approval_ids.state, "lapsed", state)
            self.assertShut(picking)

    @covers("O-07")
    def test_other_consignee_or_address(self):
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.customer.id, "type": "other"})
        for change in (
            lambda picking: picking.with_user(self.keeper).write({"partner_id": branch.id}),
            lambda picking: picking.partner_id.write({"street": "Another Road 5"}),
        ):
            picking = self.transfer(self.released())
            notice = self.loaded(picking)
            change(picking)
            self.assertIn(notice.state, ("cancelled", "loaded"))
            self.assertIn(self.codes(picking), (["delivery_notice"], ["goods_differ"]))
            self.assertShut(picking)

    @covers("O-07")
    def test_another_lot(self):
        tracked = self.env["product.product"].create(
            {"name": "Serial Pump", "type": "consu", "is_storable": True, "tracking": "serial", "list_price": 10}
        )
        place = self.warehouse.lot_stock_id
        lots = self.env["stock.lot"].create([{"name": f"S{n}", "product_id": tracked.id} for n in range(3)])
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(tracked, place, 1, lot_id=lot)
        picking = self.transfer(self.released(lines=[(tracked, 2, {})]))
        notice = self.signed(picking)
        reserved = picking.move_line_ids.lot_id
        self.assertEqual(notice.line_ids.lot_id, reserved)
        other = lots - reserved
        with self.cr.savepoint() as point:
            picking.with_user(self.keeper).move_line_ids[0].lot_id = other
            self.assertEqual(notice.state, "cancelled")
            self.assertShut(picking)
            point.rollback()
        self.env.invalidate_all()
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(notice.state, "shipped")

    @covers("O-10", "W-01")
    def test_the_check_compares(self):
        """Where the rule is off nothing ends by itself; the keeper's own step compares all the same."""
        picking = self.transfer(self.released(lines=[(self.product, 5, {})]))
        notice = self.signed(picking)
        self.switch("off", "delivery_notice")
        self.pick(picking, 6)
        self.assertEqual(notice.state, "signed")
        self.assertHeld(notice.with_user(self.keeper).action_check)
        self.pick(picking, 0)
        self.assertHeld(notice.with_user(self.keeper).action_check)
        self.pick(picking, 5)
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()

    def test_more_after_it_left(self):
        picking = self.transfer(self.released(lines=[(self.product, 5, {})]))
        notice = self.loaded(picking)
        picking.with_user(self.keeper)._action_done()
        line = picking.with_user(self.keeper).move_line_ids
        self.assertHeld(line.write, {"quantity": 6})
        line.write({"quantity": 4})
        self.assertEqual(notice.state, "shipped")
        self.assertFalse(self.codes(picking))

    # ------------------------------------------------------------------ before the signature
    @covers("O-06")
    def test_not_before_the_accountant(self):
        order = self.confirmed()
        notice = self.make(self.transfer(order))
        admin = notice.with_user(self.sales_admin)
        self.assertEqual(self.codes(admin, "request"), ["credit_approval"])
        self.assertHeld(admin.action_request_signature)
        self.assertHeld(admin.action_request_approval, "delivery_notice", "Please")
        self.pending(order).with_user(self.accountant).action_approve()
        self.assertFalse(self.codes(admin, "request"))
        admin.action_request_signature()
        order.order_line.price_unit = 900
        order._sdw_refresh_approvals(["credit"])
        with self.assertRaises(UserError):
            self.request(notice).with_user(self.gm).action_approve()

    @covers("O-06", "O-07")
    def test_not_while_on_hold(self):
        self.switch("block", "shipping_hold")
        affiliate = self.env["res.partner"].create({"name": "Yard", "parent_id": self.customer.id, "type": "delivery"})
        picking = self.transfer(self.released(partner_shipping_id=affiliate.id))
        notice = self.asked(picking)
        case = (
            self.env["sdw.collection.case"]
            .sudo()
            .create({"partner_id": self.customer.id, "company_id": self.company.id, "name": "CASE"})
        )
        case._sdw_system().write({"hold": True})
        self.env.invalidate_all()
        self.assertIn("shipping_hold", self.codes(notice.with_user(self.sales_admin), "request"))
        with self.assertRaises(UserError):
            self.request(notice).with_user(self.gm).action_approve()
        later = self.make(self.transfer(self.released()))
        self.assertHeld(later.with_user(self.sales_admin).action_request_signature)

    # ------------------------------------------------------------------ modes and age
    @covers("O-07")
    def test_warned_and_filed(self):
        self.switch("warn", "delivery_notice")
        picking = self.pick(self.transfer(self.released()))
        notice = self.make(picking)
        picking.with_user(self.keeper)._action_done()
        finding = self.env["sdw.audit.finding"].search(
            [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)]
        )
        self.assertRecordValues(finding, [{"code": "delivery_notice", "rule": "delivery_notice", "origin": "gate"}])
        self.assertEqual(notice.state, "cancelled", "nothing can leave on it any more")

    @covers("O-07")
    def test_older_orders_are_exempt(self):
        self.switch("off", "delivery_notice")
        order = self.released(lines=[(self.product, 5, {})])
        self.switch("block", "delivery_notice")
        self.pick(self.transfer(order)).with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 5)

    @covers("O-07")
    def test_the_audit_finds_it(self):
        picking = self.transfer(self.released())
        shipped = self.transfer(self.released())
        self.loaded(shipped)
        shipped.with_user(self.keeper)._action_done()
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_picking SET state = 'done', date_done = now() WHERE id = %s", [picking.id])
        self.env.cr.execute("UPDATE stock_move SET state = 'done' WHERE picking_id = %s", [picking.id])
        self.env.invalidate_all()
        self.env["sdw.audit.finding"]._cron_audit()
        domain = [("res_model", "=", "stock.picking"), ("code", "=", "delivery_notice")]
        found = self.env["sdw.audit.finding"].search(domain).mapped("res_id")
        self.assertIn(picking.id, found)
        self.assertNotIn(shipped.id, found)

    # ------------------------------------------------------------------ partners
    @covers("O-07")
    def test_merged_and_archived(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        picking = self.transfer(self.released(partner=stranger))
        notice = self.loaded(picking)
        with self.assertRaises(UserError):
            stranger.action_archive()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((stranger | self.customer).ids, self.customer)
        self.assertEqual(notice.partner_id, self.customer)
        self.assertEqual(notice.state, "cancelled", "it was not signed for him")
        self.assertShut(picking)
