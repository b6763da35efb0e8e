from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import SdwCase, covers

SHIPPED = datetime(2026, 3, 2, 1, 0)  # 09:00 in Shanghai
ESCALATION = "sales_dept_workflow.mail_activity_type_escalation"
DEADLINE = "sales_dept_workflow.mail_activity_type_deadline"


@tagged("post_install", "-at_install")
class TestArrivalFollowup(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.sdw_arrival_days = 7

    def shipped(self, at=SHIPPED, **values):
        with freeze_time(at):
            order = self.order(**values)
            order.sudo().action_confirm()
            picking = order.sudo().picking_ids
            self.ship(picking)
        return order, picking, self.env["sdw.arrival.followup"].search([("picking_id", "=", picking.id)])

    def sweep(self, moment):
        with freeze_time(moment):
            self.env["sdw.deadline.mixin"]._cron_deadlines()

    def activities(self, followup, xmlid):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", followup._name),
                ("res_id", "=", followup.id),
                ("activity_type_id", "=", self.env.ref(xmlid).id),
            ]
        )

    @covers("D-01", "Z-35")
    def test_due_seven_days_after_the_goods_left(self):
        order, picking, followup = self.shipped()
        self.assertRecordValues(
            followup,
            [
                {
                    "order_id": order.id,
                    "partner_id": order.partner_id.id,
                    "user_id": self.salesperson.id,
                    "state": "to_call",
                    "shipped_on": SHIPPED,
                    # 2026-03-09 23:59:59 in Shanghai
                    "deadline": datetime(2026, 3, 9, 15, 59, 59),
                }
            ],
        )
        activity = self.activities(followup, DEADLINE)
        self.assertEqual(activity.user_id, self.salesperson)
        self.assertEqual(str(activity.date_deadline), "2026-03-09")
        self.assertTrue(followup.name.startswith("ARR/"))

    @covers("D-01", "Z-35")
    def test_the_day_counts_where_the_company_is(self):
        _order, _picking, followup = self.shipped(at=datetime(2026, 3, 2, 17, 0))  # 3 March, 01:00 in Shanghai
        self.assertEqual(followup.deadline, datetime(2026, 3, 10, 15, 59, 59))

    @covers("D-01")
    def test_escalates_once(self):
        _order, _picking, followup = self.shipped()
        self.sweep(datetime(2026, 3, 9, 15, 59))
        self.assertFalse(followup.escalated_on)
        self.assertFalse(self.activities(followup, ESCALATION))
        for hour in (0, 1, 30):
            self.sweep(datetime(2026, 3, 9, 17, 0) + timedelta(hours=hour))
        activity = self.activities(followup, ESCALATION)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(followup.escalated_to_id, self.manager)
        with freeze_time("2026-03-12"):
            followup.invalidate_recordset()
            self.assertEqual(followup.deadline_state, "escalated")

    @covers("D-02")
    def test_no_result_no_tick(self):
        _order, _picking, followup = self.shipped()
        activity = self.activities(followup, DEADLINE).with_user(self.salesperson)
        for call in (activity.action_feedback, activity.action_done, activity.unlink):
            with self.assertRaises(UserError):
                call()
        with self.assertRaises(UserError):
            activity.write({"date_deadline": "2030-01-01"})
        mine = followup.with_user(self.salesperson)
        for values in (
            {"deadline": "2030-01-01"},
            {"state": "arrived"},
            {"met_on": "2026-03-03"},
            {"user_id": self.manager.id},
        ):
            with self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.action_move_deadline("2030-01-01", "later")

    @covers("D-02")
    def test_arrived(self):
        _order, _picking, followup = self.shipped()
        mine = followup.with_user(self.salesperson)
        with freeze_time("2026-03-05 02:00:00"):
            mine.action_log_call("unreachable")
            mine.action_log_call("not_yet", note="On the road", contact="Mr Wang")
            self.assertEqual(followup.state, "to_call")
            self.assertTrue(self.activities(followup, DEADLINE))
            with self.assertRaises(UserError):
                mine.action_log_call("arrived", arrived_on="2026-03-01")
            with self.assertRaises(UserError):
                mine.action_log_call("arrived", arrived_on="2026-03-06")
            mine.action_log_call("arrived", note="All well", arrived_on="2026-03-04")
        self.assertRecordValues(followup, [{"state": "arrived", "condition": "All well", "deadline_state": "met"}])
        self.assertEqual(str(followup.arrived_on), "2026-03-04")
        self.assertEqual(len(followup.call_ids), 3)
        self.assertFalse(self.activities(followup, DEADLINE))
        self.sweep(datetime(2026, 4, 1))
        self.assertFalse(self.activities(followup, ESCALATION))
        with self.assertRaises(UserError):
            mine.action_log_call("problem", note="Too late")

    @covers("D-02")
    def test_problem_reaches_the_manager(self):
        _order, _picking, followup = self.shipped()
        mine = followup.with_user(self.salesperson)
        with self.assertRaises(UserError):
            mine.action_log_call("problem")
        with self.assertRaises(UserError):
            mine.action_log_call("lost")
        mine.action_log_call("problem", note="Two crates broken")
        self.assertRecordValues(followup, [{"state": "problem", "condition": "Two crates broken"}])
        activity = self.activities(followup, "sales_dept_workflow.mail_activity_type_arrival_problem")
        self.assertEqual(activity.user_id, self.manager)
        mine.action_log_call("arrived")
        self.assertEqual(followup.state, "arrived")

    @covers("D-02")
    def test_who_may_call(self):
        _order, _picking, followup = self.shipped()
        for user in (self.second_salesperson, self.keeper, self.accountant):
            with self.assertRaises(AccessError):
                followup.with_user(user).action_log_call("arrived")
        followup.with_user(self.sales_admin).action_log_call("not_yet")
        followup.with_user(self.manager).action_log_call("not_yet")
        call = followup.call_ids[:1]
        for user in (self.salesperson, self.sales_admin, self.manager):
            with self.assertRaises(UserError):
                call.with_user(user).write({"result": "arrived"})
            with self.assertRaises(UserError):
                call.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["sdw.arrival.call"].with_user(user).create({"followup_id": followup.id, "result": "arrived"})
        with self.assertRaises(UserError):
            call.sudo().write({"result": "arrived"})
        with self.assertRaises(UserError):
            followup.with_user(self.manager).unlink()

    def test_two_clicks(self):
        _order, _picking, followup = self.shipped()
        wizard = Form(
            self.env["sdw.arrival.call.wizard"]
            .with_user(self.salesperson)
            .with_context(default_followup_ids=followup.ids)
        )
        wizard.result = "problem"
        wizard.note = "Wet"
        wizard.save().action_confirm()
        self.assertEqual(followup.state, "problem")
        _order, _picking, followup = self.shipped()
        followup.with_user(self.salesperson).action_arrived()
        self.assertEqual(followup.state, "arrived")

    @covers("D-01")
    def test_nobody_responsible_means_the_manager(self):
        order, _picking, followup = self.shipped()
        self.customer.user_id = False
        with freeze_time(SHIPPED):
            order = self.order()
            order.sudo().user_id = False
            order.sudo().team_id = self.team
            order.sudo().action_confirm()
            self.ship(order.sudo().picking_ids)
        followup = self.env["sdw.arrival.followup"].search([("order_id", "=", order.id)])
        self.assertFalse(followup.user_id)
        self.assertEqual(self.activities(followup, DEADLINE).user_id, self.manager)
        self.assertTrue(followup.with_user(self.manager).name)

    @covers("D-01")
    def test_per_shipment_and_without_order(self):
        with freeze_time(SHIPPED):
            order = self.order(lines=[(self.product, 5, {})])
            order.sudo().action_confirm()
            self.ship(order.sudo().picking_ids, 2)
        rest = order.sudo().picking_ids.filtered(lambda picking: picking.state != "done")
        self.ship(rest)
        self.assertEqual(order.sdw_arrival_count, 2)
        target = self.env.ref("stock.stock_location_customers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "partner_id": self.customer.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 1,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": target.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        self.ship(picking)
        self.assertEqual(picking.sdw_arrival_ids.user_id, self.salesperson)
        before = self.env["sdw.arrival.followup"].search_count([])
        wizard = (
            self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking").create({})
        )
        wizard.product_return_moves.quantity = 1
        self.ship(self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"]))
        self.company.sdw_arrival_days = 0
        self.shipped()
        self.assertEqual(self.env["sdw.arrival.followup"].search_count([]), before)

    def test_own_team_all(self):
        _order, _picking, followup = self.shipped()
        Followup = self.env["sdw.arrival.followup"]
        for user in (self.salesperson, self.supervisor, self.manager, self.director, self.gm, self.sales_admin):
            expected = followup if user not in (self.supervisor,) else Followup
            self.assertEqual(Followup.with_user(user).search([("id", "=", followup.id)]), expected, user.name)
        self.assertFalse(Followup.with_user(self.second_salesperson).search([("id", "=", followup.id)]))

    def many_transfers(self, size):
        """Transfers to so many customers."""
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "user_id": self.salesperson.id} for n in range(size)]
        )
        places = {
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        goods = {"product_id": self.product.id, "product_uom_qty": 1, **places}
        transfer = {"picking_type_id": self.warehouse.out_type_id.id, "move_ids": [Command.create(goods)], **places}
        return self.env["stock.picking"].create([{**transfer, "partner_id": partner.id} for partner in partners])

    def test_one_batch(self):
        """Opening 200 follow-ups takes hardly more queries than opening 20."""
        costs = []
        for size in (20, 200):
            pickings = self.many_transfers(size)
            self.company.sdw_arrival_days = 0
            self.ship(pickings)
            self.company.sdw_arrival_days = 7
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            followups = self.env["sdw.arrival.followup"]._open(pickings)
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(followups), size)
            self.assertEqual(len(set(followups.mapped("name"))), size)
        self.assertLess(costs[1] - costs[0], 40, costs)
