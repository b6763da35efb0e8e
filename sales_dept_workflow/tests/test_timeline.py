from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import covers
from .notice_common import SIGNATURE, NoticeCase


@tagged("post_install", "-at_install")
class TestTimeline(NoticeCase):
    """The whole chain of an order, in business order, with dates and people."""

    def steps(self, order, user=None):
        order.invalidate_recordset(["sdw_timeline"])
        return order.with_user(user or self.salesperson).sdw_timeline["steps"]

    def by_link(self, order, user=None):
        return {step["link"]: step for step in self.steps(order, user)}

    @covers("E-07", "N-16")
    def test_from_quotation_to_gate(self):
        order = self.order()
        chain = self.by_link(order)
        self.assertEqual(chain["quotation"]["state"], "done")
        self.assertEqual(chain["confirmed"]["state"], "waiting")
        self.assertEqual(chain["shipped"]["state"], "waiting")
        order = self.released()
        picking = order.picking_ids
        chain = self.by_link(order)
        self.assertEqual((chain["confirmed"]["state"], chain["checks"]["state"]), ("done", "done"))
        self.assertEqual(chain["checks"]["who"], self.accountant.name)
        self.assertEqual(chain["shipped"]["state"], "held", "no notice has been made")
        self.assertIn("notice", chain["shipped"]["note"])
        self.loaded(picking)
        chain = self.by_link(order)
        for link in ("notice_asked", "notice_signed", "notice_handed", "goods_checked", "loaded"):
            self.assertEqual(chain[link]["state"], "done", link)
        self.assertEqual(chain["notice_signed"]["who"], self.gm.name)
        self.assertEqual(chain["loaded"]["who"], "Driver Dan")
        self.ship(picking)
        chain = self.by_link(order)
        self.assertEqual((chain["shipped"]["state"], chain["arrival"]["state"]), ("done", "waiting"))
        self.assertEqual((chain["shipped"]["res_model"], chain["shipped"]["res_id"]), ("stock.picking", picking.id))
        links = [step["link"] for step in self.steps(order)]
        self.assertTrue(links.index("confirmed") < links.index("checks") < links.index("shipped"))
        order.sudo()._create_invoices().action_post()
        order.invalidate_recordset()
        chain = self.by_link(order, self.accountant)
        self.assertEqual((chain["invoiced"]["state"], chain["paid"]["state"]), ("done", "waiting"))
        self.assertEqual(chain["invoiced"]["res_model"], "account.move")

    @covers("E-04", "O-10", "O-12")
    def test_check_and_loading_reach_their_nodes(self):
        order = self.released()
        nodes = order.sudo().sdw_milestone_ids
        quality, logistics = (
            nodes.filtered(lambda node, kind=kind: node.kind == kind) for kind in ("quality", "logistics")
        )
        self.assertTrue(quality and logistics)
        notice = self.signed(order.picking_ids)
        self.pick(order.picking_ids)
        self.assertFalse(quality.met_on)
        notice.with_user(self.keeper).action_check()
        self.assertTrue(quality.met_on, "the keeper's check")
        self.assertFalse(logistics.met_on)
        notice.with_user(self.keeper).action_load("Driver Dan", "SU-A 12345", SIGNATURE)
        self.assertTrue(logistics.met_on, "loaded")
        self.assertEqual(
            notice.with_user(self.keeper).sdw_timeline, order.picking_ids.with_user(self.keeper).sdw_timeline
        )

    @covers("E-07", "D-07", "O-02", "X-01")
    def test_what_is_asked_told_sent_and_complained_of(self):
        order = self.released()
        self.assertFalse({"supply", "freight", "invoice_sent", "complaint"} & self.by_link(order).keys())
        order.with_user(self.sales_admin).action_freight_told(300.0, "phone")
        told = self.by_link(order)["freight"]
        self.assertEqual((told["state"], told["who"]), ("done", self.sales_admin.name))
        line = order.sudo().order_line[:1]
        inquiry = self.env["sdw.supply.inquiry"]._ask({line: 2.0})
        asked = self.by_link(order)["supply"]
        self.assertEqual((asked["state"], asked["res_id"]), ("held", inquiry.id), "and what holds it is said")
        inquiry._cancel()
        self.assertNotIn("supply", self.by_link(order))
        self.loaded(order.picking_ids)
        self.ship(order.picking_ids)
        self.assertEqual(self.by_link(order)["invoice_sent"]["state"], "waiting")
        complaint = (
            self.env["sdw.complaint"]
            .with_user(self.salesperson)
            .create({"partner_id": order.partner_id.id, "order_id": order.id, "description": "The pump leaks"})
        )
        self.assertEqual(self.by_link(order)["complaint"]["state"], "waiting")
        complaint.sudo().write({"state": "solved", "solved_on": complaint.received_on})
        self.assertEqual(self.by_link(order)["complaint"]["state"], "done")

    @covers("E-07")
    def test_on_the_transfer(self):
        order = self.released()
        steps = order.picking_ids.with_user(self.keeper).sdw_timeline["steps"]
        self.assertIn("confirmed", [step["link"] for step in steps])
        self.assertEqual([step["res_id"] for step in steps if step["res_model"] == "sdw.arrival.followup"], [])
        loose = self.env["stock.picking"].create({"picking_type_id": self.warehouse.in_type_id.id})
        self.assertEqual(loose.sdw_timeline, {"steps": []})

    @covers("E-07")
    def test_nobody_else(self):
        order = self.order()
        with self.assertRaises(AccessError):
            order.with_user(self.env.ref("base.public_user")).read(["sdw_timeline"])

    def test_a_new_order_has_no_past(self):
        new = self.env["sale.order"].new({"partner_id": self.customer.id})
        self.assertEqual(new.sdw_timeline, {"steps": []})

    @covers("E-07")
    def test_no_growth(self):
        costs = {}
        for size in (2, 5, 20):
            orders = self.env["sale.order"].union(*(self.order() for _number in range(size)))
            orders.sudo().action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.with_user(self.manager).mapped("sdw_timeline")
            costs[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(costs[20], costs[5] + 4, costs)
