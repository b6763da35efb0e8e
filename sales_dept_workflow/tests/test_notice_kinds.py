from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .notice_common import SIGNATURE, NoticeCase


@tagged("post_install", "-at_install")
class TestNoticeKinds(NoticeCase):
    """Each kind of delivery: in parts, in several steps, without an order, from the vendor, back again."""

    @covers("O-07", "O-10")
    def test_the_rest_has_its_own(self):
        order = self.released(lines=[(self.product, 5, {})])
        picking = self.transfer(order)
        notice = self.signed(picking)
        self.pick(picking, 2)
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(notice.state, "shipped")
        rest = self.transfer(order)
        self.assertEqual(rest.backorder_id, picking)
        self.assertEqual(self.codes(rest), ["delivery_notice"])
        self.assertHeld(self.pick(rest).with_user(self.keeper)._action_done)
        second = self.loaded(rest)
        self.assertRecordValues(second.line_ids, [{"quantity": 3}])
        rest.with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 5)
        self.assertEqual(order.with_user(self.sales_admin).sdw_notice_count, 2)

    @covers("O-07")
    def test_one_of_two_goods(self):
        """What nobody picked stays behind, and the check stands."""
        other = self.env["product.product"].create({"name": "Seal", "type": "consu", "list_price": 10})
        order = self.released(lines=[(self.product, 5, {}), (other, 2, {})])
        picking = self.transfer(order)
        notice = self.signed(picking)
        move = picking.move_ids.filtered(lambda move: move.product_id == self.product)
        move.with_user(self.keeper).write({"quantity": 5, "picked": True})
        picking.with_user(self.keeper).action_sdw_goods_right()
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(notice.state, "shipped")
        self.assertEqual(order.order_line.mapped("qty_delivered"), [5, 0])
        self.assertEqual(self.codes(self.transfer(order)), ["delivery_notice"])

    @covers("O-07")
    def test_several_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self.released(lines=[(self.product, 5, {})])
        pick = self.transfer(order)
        self.assertFalse(pick._sdw_shipments())
        self.assertFalse(self.codes(pick))
        with self.assertRaises(UserError):
            self.make(pick)
        while (step := self.transfer(order)) and not step._sdw_shipments():
            self.pick(step).with_user(self.keeper)._action_done()
        self.assertEqual(self.codes(step), ["delivery_notice"])
        self.assertHeld(self.pick(step).with_user(self.keeper)._action_done)
        self.loaded(step)
        step.with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 5)

    @covers("O-07", "O-06")
    def test_without_an_order(self):
        picking = self.manual(quantity=2)
        picking.action_confirm()
        self.assertEqual(self.codes(picking), ["credit_approval", "delivery_notice"])
        notice = self.make(picking)
        self.assertHeld(notice.with_user(self.sales_admin).action_request_signature)
        picking.action_request_approval("credit", "Sample").with_user(self.accountant).action_approve()
        notice.with_user(self.sales_admin).action_request_signature()
        self.request(notice).with_user(self.gm).action_approve()
        notice.with_user(self.sales_admin).action_hand_over()
        self.pick(picking)
        self.assertHeld(picking.with_user(self.keeper)._action_done)
        notice.picking_id.with_user(self.keeper).action_sdw_goods_right()
        notice.with_user(self.keeper).action_check()
        notice.with_user(self.keeper).action_load("Dan", "SU-B 1", SIGNATURE)
        picking.with_user(self.keeper)._action_done()
        self.assertEqual((picking.state, notice.state), ("done", "shipped"))

    @covers("O-07")
    def test_several_orders_on_one_transfer(self):
        first, second = self.released(), self.released()
        picking, moved = self.transfer(first), self.transfer(second)
        notice = self.signed(picking)
        moved.move_ids.with_user(self.keeper).write({"picking_id": picking.id})
        self.assertEqual(notice.state, "cancelled", "more goods than signed for")
        notice = self.loaded(picking)
        self.assertEqual(set(notice.order_names.split(", ")), {first.name, second.name})
        picking.with_user(self.keeper)._action_done()
        self.assertEqual((first | second).mapped("order_line.qty_delivered"), [1, 1])
        self.assertEqual(first.with_user(self.sales_admin).sdw_notice_count, 2)
        self.assertEqual(second.with_user(self.sales_admin).sdw_notice_count, 2)

    def test_ordered_more_before_it_left(self):
        self.switch("off", "credit")
        order = self.confirmed(lines=[(self.product, 5, {})])
        notice = self.signed(self.transfer(order))
        order.order_line.product_uom_qty = 4
        self.assertEqual(notice.state, "signed", "fewer are covered")
        order.order_line.product_uom_qty = 9
        self.assertEqual(notice.state, "cancelled", "more are not")

    @covers("O-07")
    def test_from_the_vendor(self):
        route = self.env.ref("stock_dropshipping.route_drop_shipping", raise_if_not_found=False)
        if not route:
            self.skipTest("stock_dropshipping is not installed")
        vendor = self.env["res.partner"].create({"name": "Vendor", "supplier_rank": 1})
        product = self.env["product.product"].create(
            {
                "name": "Straight",
                "is_storable": True,
                "list_price": 100,
                "taxes_id": [Command.clear()],
                "route_ids": [Command.set(route.ids)],
                "seller_ids": [Command.create({"partner_id": vendor.id, "price": 50})],
            }
        )
        self.released(lines=[(product, 2, {})])
        purchase = self.env["purchase.order"].search([("partner_id", "=", vendor.id)])
        purchase.button_confirm()
        picking = self.pick(purchase.picking_ids)
        self.assertEqual(self.codes(picking), ["delivery_notice"])
        notice = self.signed(picking)
        self.assertTrue(notice.dropship)
        self.assertEqual(notice.consignee_id, self.customer)
        self.assertHeld(picking.with_user(self.keeper)._action_done)
        self.assertHeld(notice.with_user(self.keeper).action_check)
        with self.assertRaises(UserError):
            notice.with_user(self.keeper).action_vendor_dispatched("VD-1")
        self.assertHeld(notice.with_user(self.sales_admin).action_vendor_dispatched, " ")
        notice.with_user(self.sales_admin).action_vendor_dispatched("VD-1")
        picking.with_user(self.keeper)._action_done()
        self.assertRecordValues(notice, [{"state": "shipped", "vendor_reference": "VD-1"}])
        own = self.signed(self.transfer(self.released()))
        self.assertHeld(own.with_user(self.sales_admin).action_vendor_dispatched, "VD-1")

    @covers("O-07")
    def test_back_again(self):
        picking = self.transfer(self.released(lines=[(self.product, 2, {})]))
        self.loaded(picking)
        picking.with_user(self.keeper)._action_done()
        wizard = self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        self.assertFalse(self.codes(back))
        with self.assertRaises(UserError):
            self.make(back)
        self.pick(back).with_user(self.keeper)._action_done()
        self.assertEqual(back.state, "done")

    @covers("O-07")
    def test_a_bare_move_of_an_order(self):
        order = self.released(lines=[(self.product, 5, {})])
        self.transfer(order).action_cancel()
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 1,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "sale_line_id": order.order_line.id,
            }
        )
        move.write({"quantity": 1, "picked": True})
        self.assertHeld(move._action_done)
        self.switch("off", "delivery_notice")
        move._action_done()
        self.assertEqual(move.state, "done")

    def test_services_need_none(self):
        service = self.env["product.product"].create({"name": "Training", "type": "service", "list_price": 10})
        order = self.confirmed(lines=[(service, 1, {})])
        self.assertFalse(order.sudo().picking_ids)
        self.assertNotIn(
            "delivery_notice", [item["code"] for item in order.blocker_panel["items"] if not item["clear"]]
        )
        with self.assertRaises(UserError):
            self.env["sdw.delivery.notice"].with_user(self.sales_admin).create({})

    def test_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.released(lines=[(self.product, 1, {"product_uom_id": dozen.id})])
        picking = self.transfer(order)
        notice = self.loaded(picking)
        line = notice.line_ids
        units = line.product_uom_id._compute_quantity(line.quantity, self.product.uom_id)
        self.assertEqual(units, 12)
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 1)

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        picking = self.transfer(self.released())
        notice = self.make(picking)
        stranger = self.sales_admin.copy(
            {"login": "sdw_other_admin", "company_id": other.id, "company_ids": [Command.set(other.ids)]}
        )
        notices = self.env["sdw.delivery.notice"].with_user(stranger)
        self.assertNotIn(notice, notices.search([]))
        with self.assertRaises(UserError):
            notices.create({"picking_id": picking.id})
