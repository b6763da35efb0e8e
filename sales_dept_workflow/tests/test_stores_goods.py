from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .notice_common import NoticeCase
from .test_ship_gate import ShipCase


class GoodsCase(NoticeCase):
    def pick(self, picking, quantity=None):
        """Picked, but nothing compared yet."""
        return ShipCase.pick(self, picking, quantity)

    def receipt(self, quantity=5, product=None):
        """Goods on their way in, as a buyer's order or a transfer would make them."""
        product = product or self.product
        kind = self.warehouse.in_type_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": kind.default_location_dest_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": kind.default_location_dest_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def checks(self, picking, user=None):
        picking.with_user(user or self.keeper).action_sdw_check_goods()
        return self.env["sdw.goods.check"].with_user(user or self.keeper).search([("picking_id", "=", picking.id)])

    def exceptions(self, picking):
        return self.env["sdw.stock.exception"].search([("picking_id", "=", picking.id)])


@tagged("post_install", "-at_install")
class TestStoresGoods(GoodsCase):
    """Every line in and out agrees with its document in five points, or is an exception on record."""

    @covers("W-01", "O-10")
    def test_the_keeper_cannot_sign_before_the_ticks(self):
        picking = self.released().picking_ids
        notice = self.signed(picking)
        self.pick(picking)
        mine = notice.with_user(self.keeper)
        for door in (mine.action_check, mine.with_context(sdw_checked=True, default_state="checked").action_check):
            with self.assertRaises(UserError) as refused:
                door()
            self.assertIn("not checked against the document", str(refused.exception))
        with self.assertRaises(AccessError):
            mine.write({"state": "checked"})
        check = self.checks(picking)
        self.assertEqual(check.state, "to_check")
        check.write({point: "right" for point in ("name_point", "specification_point", "quality_point")})
        self.assertEqual(check.state, "to_check", "one point is still open")
        with self.assertRaises(UserError):
            mine.action_check()
        check.counted_quantity = check.expected_quantity
        self.assertRecordValues(check, [{"state": "right", "quantity_point": "right", "checked_by_id": self.keeper.id}])
        mine.action_check()
        self.assertEqual(notice.state, "checked")

    @covers("W-01", "W-05")
    def test_a_mismatch_is_an_exception_and_holds_the_signature(self):
        picking = self.released().picking_ids
        notice = self.signed(picking)
        self.pick(picking)
        check = self.checks(picking)
        check.write({"quality_point": "wrong", "remark": "Paint scratched"})
        self.assertEqual(check.state, "differs")
        exception = self.exceptions(picking)
        expected = {"kind": "quality", "description": "Paint scratched", "state": "open", "found_by_id": self.keeper.id}
        self.assertRecordValues(exception, [{**expected, "product_id": self.product.id}])
        check.name_point = "wrong"
        self.assertEqual(len(self.exceptions(picking)), 1, "once while it is open")
        with self.assertRaises(UserError) as refused:
            notice.with_user(self.keeper).action_check()
        self.assertIn("do not agree with the document", str(refused.exception))
        check.action_all_right()
        notice.with_user(self.keeper).action_check()

    @covers("W-07", "W-02")
    def test_counting(self):
        picking = self.released(lines=[(self.product, 3, {})]).picking_ids
        self.signed(picking)
        check = self.checks(picking, self.shipping)
        check.counted_quantity = 2
        self.assertRecordValues(check, [{"quantity_point": "wrong", "difference": -1.0, "state": "differs"}])
        self.assertEqual(self.exceptions(picking).kind, "shortage")
        self.exceptions(picking).with_user(self.keeper).action_solve("Counted again")
        check.counted_quantity = 4
        self.assertEqual(sorted(self.exceptions(picking).mapped("kind")), ["shortage", "surplus"])

    @covers("W-01")
    def test_a_change_ends_the_check(self):
        picking = self.released(lines=[(self.product, 3, {})]).picking_ids
        notice = self.signed(picking)
        picking.with_user(self.keeper).action_sdw_goods_right()
        self.assertFalse(picking._sdw_goods_faults())
        picking.move_line_ids.quantity = 2
        self.assertIn(picking, picking._sdw_goods_faults())
        with self.assertRaises(UserError):
            notice.with_user(self.keeper).action_check()
        check = self.checks(picking)
        self.assertRecordValues(check, [{"state": "to_check", "expected_quantity": 2.0, "counted_quantity": 0.0}])

    @covers("W-01")
    def test_lots(self):
        product = self.env["product.product"].create({"name": "Seal", "is_storable": True, "tracking": "lot"})
        picking = self.receipt(2, product)
        picking.move_line_ids.lot_name = "L-1"
        check = self.checks(picking)
        check.write(
            {point: "right" for point in ("name_point", "specification_point", "quality_point", "quantity_point")}
        )
        self.assertRecordValues(check, [{"state": "to_check", "lot_name": "L-1", "counted_quantity": 2.0}])
        check.lot_point = "right"
        self.assertEqual(check.state, "right")
        picking.move_line_ids.lot_name = "L-2"
        self.assertTrue(picking._sdw_goods_faults(), "another lot is checked anew")

    @covers("W-01")
    def test_who_checks(self):
        picking = self.released().picking_ids
        check = self.checks(picking)
        for user in (self.salesperson, self.sales_admin, self.gm, self.accountant):
            with self.assertRaises(AccessError):
                picking.with_user(user).action_sdw_check_goods()
            with self.assertRaises(AccessError):
                check.with_user(user).action_all_right()
            with self.assertRaises(AccessError):
                check.with_user(user).write({"quality_point": "right"})
        for name in ("expected_quantity", "state", "checked_by_id", "picking_id", "lot_name"):
            with self.assertRaises(AccessError):
                check.write({name: False})
        with self.assertRaises(AccessError):
            self.env["sdw.goods.check"].with_user(self.keeper).create({"picking_id": picking.id})

    @covers("W-01")
    def test_receipts(self):
        """Off unless the company wants it; then an exception on record is enough where goods differ."""
        self.ship(self.receipt().with_user(self.keeper))
        self.company.sdw_goods_check_in = True
        picking = self.receipt()
        picking.move_ids.quantity = 5
        picking.move_ids.picked = True
        self.assertEqual([b["code"] for b in picking.get_blockers("receive")], ["goods_unchecked"])
        self.assertIn("goods_unchecked", [item["code"] for item in picking.blocker_panel["items"]])
        mine = picking.with_user(self.keeper)
        for door in (mine.button_validate, mine.with_context(skip_sanity_check=True, sdw_checked=1)._action_done):
            with self.assertRaises(UserError):
                door()
        with self.assertRaises(UserError):
            picking.move_ids.write({"state": "done"})
        check = self.checks(picking)
        check.write({"quality_point": "wrong"})
        self.assertEqual([b["code"] for b in picking.get_blockers("receive")], [])
        mine.button_validate()
        self.assertEqual(picking.state, "done")
        with self.assertRaises(UserError):
            check.with_user(self.keeper).quality_point = "right"

    @covers("W-01")
    def test_receipts_warned_and_off(self):
        self.company.sdw_goods_check_in = True
        self.switch("warn", "delivery_notice")
        picking = self.ship(self.receipt().with_user(self.keeper))
        self.assertEqual(picking.state, "done")
        finding = [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)]
        self.assertEqual(self.env["sdw.audit.finding"].search(finding).code, "goods_unchecked")
        self.switch("off", "delivery_notice")
        picking = self.ship(self.receipt().with_user(self.keeper))
        self.assertFalse(self.env["sdw.audit.finding"].search_count([("res_id", "=", picking.id)]))

    @covers("W-02")
    def test_no_back_dating(self):
        picking = self.ship(self.receipt().with_user(self.keeper))
        self.assertLess(fields.Datetime.now() - picking.date_done, timedelta(minutes=1))
        past = fields.Datetime.now() - timedelta(days=20)
        mine = picking.with_user(self.keeper)
        doors = [
            lambda: mine.write({"date_done": past}),
            lambda: mine.with_context(default_date_done=past, sdw_system=1).write({"date_done": past}),
            lambda: mine.move_ids.write({"date": past}),
            lambda: mine.move_line_ids.write({"date": past}),
        ]
        for door in doors:
            with self.assertRaises(UserError):
                door()
        self.env.cr.execute("UPDATE stock_move SET date = date - interval '3 days' WHERE picking_id = %s", [picking.id])
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            mine.write({"date_done": fields.Datetime.now()})
        self.switch("off", "delivery_notice")
        mine.write({"date_done": past})
        self.switch("warn", "delivery_notice")
        young = self.ship(self.receipt().with_user(self.keeper)).with_user(self.keeper)
        young.write({"date_done": past})
        self.assertEqual(self.env["sdw.audit.finding"].search([("res_id", "=", young.id)]).code, "back_dated")

    @covers("W-02")
    def test_a_date_filled_in_beforehand_is_not_believed(self):
        picking = self.receipt()
        picking.with_user(self.keeper).date_done = "2001-01-01"
        self.ship(picking.with_user(self.keeper))
        self.assertGreater(str(picking.date_done), "2020")

    @covers("W-01")
    def test_no_growth(self):
        self.company.sdw_goods_check_in = True
        costs = {}
        for size in (2, 4, 16):
            pickings = self.env["stock.picking"].union(*(self.receipt() for _number in range(size)))
            pickings.action_sdw_goods_right()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            pickings._get_blockers("receive")
            costs[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(costs[16], costs[4] + 2, costs)
