from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntrySupply(EntryCase):
    """Short goods: production is asked, promises, and only then the accountant has the order (O-01, O-02)."""

    @covers("O-01")
    def test_stock_is_shown_on_the_line(self):
        order = self.order(lines=[(self.rare, 15, {})])
        line = order.order_line
        self.assertEqual((line.qty_available_today, line.free_qty_today, line.virtual_available_at_date), (10, 10, 10))
        arch = order.get_view(view_type="form")["arch"]
        self.assertIn("free_qty_today", arch)

    @covers("O-02")
    def test_production_is_asked(self):
        order = self.short()
        inquiry = self.inquiry(order)
        self.assertRecordValues(
            inquiry,
            [
                {
                    "order_line_id": order.order_line.id,
                    "product_id": self.rare.id,
                    "quantity_missing": 5,
                    "user_id": self.production.id,
                    "state": "asked",
                    "deadline_state": "open",
                    "priority": "1",
                }
            ],
        )
        self.assertIn("Rare Pump", self.told(inquiry, self.production))
        self.assertFalse(self.pending(order), "the accountant has it only when production has answered")
        self.assertEqual(order.credit_approval_state, "needed")
        self.assertIn("supply_date", self.codes(order.with_user(self.sales_admin)))

    @covers("O-02")
    def test_promise_moves_the_order_on(self):
        self.customer.write({"email": "buyer@customer.example.com", "lang": "en_US"})
        order = self.short()
        with self.assertRaises(UserError):
            self.promise(order, -1)
        self.promise(order)
        inquiry = self.inquiry(order)
        self.assertEqual((inquiry.state, inquiry.promised_date), ("promised", self.day(10)))
        self.assertEqual(order._sdw_company_date(order.commitment_date), self.day(10))
        self.assertEqual(self.pending(order).requester_id, self.salesperson)
        self.assertNotIn("supply_date", self.codes(order.with_user(self.sales_admin)))
        mail = order.message_ids.filtered(lambda message: self.customer in message.partner_ids)
        self.assertIn(order.name, mail.subject)
        self.assertIn("ready for delivery", mail.body)

    @covers("O-02")
    def test_never_earlier_than_asked(self):
        order = self.order(lines=[(self.rare, 15, {})])
        order.commitment_date = fields.Datetime.now() + timedelta(days=30)
        order.action_confirm()
        asked = order.commitment_date
        self.promise(order, 10)
        self.assertEqual(order.commitment_date, asked)
        self.inquiry(order).with_user(self.production).action_promise(self.day(40))
        self.assertEqual(order._sdw_company_date(order.commitment_date), self.day(40))
        self.assertEqual(len(self.pending(order)), 1, "a moved promise is no new request")

    @covers("O-02")
    def test_customer_in_his_language_or_by_phone(self):
        order = self.short()
        self.promise(order)
        self.assertIn("Call the customer", self.told(order, self.sales_admin))

    @covers("O-02")
    def test_all_lines_are_needed(self):
        other = self.pump("Other Pump")
        order = self.confirmed(lines=[(self.rare, 15, {}), (other, 2, {}), (self.product, 1, {})])
        first, second = self.inquiry(order).sorted("id")
        first.with_user(self.production).action_promise(self.day(5))
        self.assertFalse(self.pending(order))
        self.assertFalse(order.commitment_date)
        second.with_user(self.production).action_promise(self.day(8))
        self.assertTrue(self.pending(order))
        self.assertEqual(order._sdw_company_date(order.commitment_date), self.day(8))

    @covers("O-02")
    def test_declined(self):
        order = self.short()
        inquiry = self.inquiry(order).with_user(self.production)
        with self.assertRaises(UserError):
            inquiry.action_decline(" ")
        inquiry.action_decline("The mould is broken")
        self.assertEqual(inquiry.state, "declined")
        self.assertIn("The mould is broken", self.told(order, self.sales_admin))
        self.assertIn("supply_date", self.codes(order.with_user(self.sales_admin)))
        with self.assertRaises(AccessError):
            inquiry.with_user(self.salesperson).action_ask_again()
        inquiry.with_user(self.sales_admin).action_ask_again()
        self.assertEqual((inquiry.state, inquiry.met_on), ("asked", False))

    @covers("O-02")
    def test_goods_come_in_meanwhile(self):
        order = self.short()
        inquiry = self.inquiry(order)
        self.put(self.rare, 3)
        self.assertEqual(inquiry.state, "asked")
        self.put(self.rare, 2)
        self.assertEqual(inquiry.state, "cancelled")
        self.assertFalse(inquiry.activity_ids)
        self.assertTrue(self.pending(order), "nothing is short any more: to the accountant")

    @covers("O-02")
    def test_less_is_wanted_or_more(self):
        order = self.short()
        order.order_line.product_uom_qty = 9
        self.assertFalse(self.inquiry(order))
        self.assertTrue(self.pending(order))
        order.order_line.product_uom_qty = 14
        inquiry = self.inquiry(order)
        self.assertEqual(inquiry.quantity_missing, 4)
        inquiry.with_user(self.production).action_promise(self.day(3))
        order.order_line.product_uom_qty = 20
        self.assertEqual((inquiry.state, inquiry.quantity_missing), ("asked", 10), "the promise was for less")

    @covers("O-02")
    def test_who_came_first_is_served_first(self):
        first, second = self.confirmed(lines=[(self.rare, 7, {})]), self.confirmed(lines=[(self.rare, 7, {})])
        self.assertFalse(self.inquiry(first))
        self.assertEqual(self.inquiry(second).quantity_missing, 4)
        both = self.order(lines=[(self.rare, 1, {})]) | self.order(lines=[(self.rare, 1, {})])
        both.action_confirm()
        self.assertEqual(both.sudo().sdw_supply_ids.mapped("quantity_missing"), [1, 1])

    @covers("O-02")
    def test_what_is_on_its_way_counts_when_it_is_in_time(self):
        kind = self.warehouse.in_type_id
        move = self.env["stock.move"].create(
            {
                "product_id": self.rare.id,
                "product_uom_qty": 5,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "picking_type_id": kind.id,
                "date": fields.Datetime.now() + timedelta(days=20),
            }
        )
        move._action_confirm()
        early, late = self.order(lines=[(self.rare, 15, {})]), self.order(lines=[(self.rare, 15, {})])
        early.commitment_date = fields.Datetime.now() + timedelta(days=10)
        late.commitment_date = fields.Datetime.now() + timedelta(days=30)
        self.assertEqual(early.order_line._sdw_shortages(), {early.order_line: 5})
        self.assertFalse(late.order_line._sdw_shortages())

    @covers("O-02")
    def test_bought_for_the_order_is_never_short(self):
        customers = self.env.ref("stock.stock_location_customers")
        rule = {
            "name": "Straight from the vendor",
            "action": "pull",
            "picking_type_id": self.warehouse.out_type_id.id,
            "location_src_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": customers.id,
        }
        route = self.env["stock.route"].create(
            {"name": "Direct", "product_selectable": True, "rule_ids": [Command.create(rule)]}
        )
        self.rare.route_ids = route
        self.assertFalse(self.order(lines=[(self.rare, 15, {})]).order_line._sdw_shortages())

    def test_nothing_to_stock_is_never_short(self):
        service = self.env["product.product"].create({"name": "Service", "type": "service"})
        loose = self.env["product.product"].create({"name": "Sand", "type": "consu"})
        order = self.confirmed(lines=[(service, 3, {}), (loose, 3, {})])
        self.assertFalse(self.inquiry(order))
        self.assertTrue(self.pending(order))

    @covers("O-02")
    def test_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.confirmed(lines=[(self.rare, 2, {"product_uom_id": dozen.id})])
        inquiry = self.inquiry(order)
        self.assertEqual(inquiry.uom_id, dozen)
        self.assertAlmostEqual(inquiry.quantity_missing, 14 / 12, 1)

    @covers("O-02")
    def test_late_answer_and_broken_promise(self):
        order = self.short()
        inquiry, sweep = self.inquiry(order), self.env["sdw.deadline.mixin"]._cron_deadlines
        self.production.sdw_superior_id = self.gm
        sweep(now=inquiry.deadline + timedelta(minutes=1))
        self.assertEqual(inquiry.escalated_to_id, self.gm)
        self.promise(order)
        self.assertEqual(inquiry.deadline_state, "open")
        for _rerun in range(2):
            sweep(now=inquiry.deadline + timedelta(hours=1))
        self.assertEqual((inquiry.deadline_state, inquiry.escalated_to_id), ("escalated", self.gm))
        self.assertEqual(self.told(order, self.sales_admin).count("has not kept its promise"), 1)

    @covers("O-02")
    def test_kept_promise(self):
        order = self.short()
        self.promise(order)
        inquiry = self.inquiry(order)
        self.put(self.rare, 5)
        self.assertEqual((inquiry.state, inquiry.deadline_state), ("promised", "met"))
        self.env["sdw.deadline.mixin"]._cron_deadlines(now=inquiry.deadline + timedelta(hours=1))
        self.assertFalse(inquiry.escalated_on)
        self.assertEqual(len(self.pending(order)), 1)

    @covers("O-02")
    def test_goods_reserved_by_hand_are_seen_by_the_sweep(self):
        other = self.confirmed(lines=[(self.rare, 8, {})])
        order = self.confirmed(lines=[(self.rare, 8, {})])
        other.sudo().picking_ids.do_unreserve()
        order.sudo().picking_ids.action_assign()
        inquiry = self.inquiry(order)
        self.assertEqual(inquiry.state, "asked")
        self.env["sdw.deadline.mixin"]._cron_deadlines(now=inquiry.deadline + timedelta(hours=1))
        self.assertEqual((inquiry.state, inquiry.escalated_on), ("cancelled", False))

    @covers("O-02")
    def test_taken_back(self):
        order = self.short()
        inquiry = self.inquiry(order)
        order.with_user(self.sales_admin)._action_cancel()
        self.assertEqual(inquiry.state, "cancelled")
        order.with_user(self.sales_admin).action_draft()
        order.action_confirm()
        self.assertEqual(self.inquiry(order).state, "asked")
        self.assertFalse(order.copy().sudo().sdw_supply_ids)

    @covers("O-02")
    def test_every_door_asks(self):
        direct = self.order(lines=[(self.rare, 15, {})])
        direct.with_context(default_state="promised", sdw_skip=True).write({"state": "sale"})
        self.assertEqual(self.inquiry(direct).state, "asked")
        made = self.order(lines=[(self.rare, 15, {})], state="sale")
        self.assertEqual(self.inquiry(made).state, "asked")
        signed = self.order(lines=[(self.rare, 15, {})])
        signed.sudo()._validate_order()
        self.assertEqual(self.inquiry(signed).state, "asked")
        for order in (direct, made, signed):
            self.assertFalse(self.pending(order))
            order.action_submit_credit()
            self.assertFalse(self.pending(order), "not by sending it again either")

    @covers("O-02")
    def test_nothing_is_answered_by_hand(self):
        order = self.short()
        inquiry = self.inquiry(order)
        for login in ("salesperson", "sales_admin", "manager", "keeper", "accountant", "gm"):
            theirs = inquiry.with_user(self.users[login]).with_context(default_state="promised")
            with self.assertRaises(AccessError):
                theirs.action_promise(self.day(1))
            with self.assertRaises(AccessError):
                theirs.action_decline("No")
        for login in ("production", "sales_admin", "gm"):
            for values in ({"state": "promised"}, {"promised_date": self.day(1)}, {"deadline": "2040-01-01"}):
                with self.assertRaises(AccessError):
                    inquiry.with_user(self.users[login]).write(values)
        with self.assertRaises(AccessError):
            inquiry.with_user(self.production).unlink()
        with self.assertRaises(AccessError):
            self.env["sdw.supply.inquiry"].with_user(self.production).create({"order_line_id": order.order_line.id})
        self.assertEqual(inquiry.state, "asked")

    def test_nobody_holds_production(self):
        self.production.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        inquiry = self.inquiry(self.short())
        self.assertFalse(inquiry.user_id)
        self.assertTrue(inquiry.activity_ids.user_id, "a manager hears of it")
        inquiry.with_user(self.manager).action_promise(self.day(2))
        self.assertEqual(inquiry.state, "promised")
