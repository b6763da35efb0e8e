from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import covers
from .freight_common import FORGED, FreightCase


@tagged("post_install", "-at_install")
class TestFreightTold(FreightCase):
    @covers("D-07")
    def test_held_until_told(self):
        order = self.confirmed()
        picking = order.sudo().picking_ids
        for gate in ("request", "ship"):
            self.assertEqual(self.codes(order, gate), ["freight_untold"])
        for attempt in (
            lambda: self.ship(picking.with_user(self.keeper)),
            lambda: self.ship(picking.with_user(self.keeper).with_context(**FORGED)),
            lambda: picking.move_ids.write({"state": "done"}),
            lambda: picking.write({"state": "done"}),
        ):
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                attempt()
            self.assertIn("freight", str(caught.exception))
        self.told(order)
        self.assertFalse(self.codes(order))
        self.assertRecordValues(
            order.sudo(),
            [{"freight_amount": 300, "freight_told_by": self.sales_admin.id, "sdw_freight_told_how": "phone"}],
        )
        self.ship(picking)
        self.assertEqual(picking.state, "done")

    @covers("D-07")
    def test_who_tells_what(self):
        order = self.confirmed()
        for user in (self.salesperson, self.accountant, self.keeper):
            with self.assertRaises(AccessError):
                order.with_user(user).action_freight_told(300, "phone")
        admin = order.with_user(self.sales_admin)
        for amount, how in ((0, "phone"), (-5, "phone"), (float("nan"), "phone"), ("12", "phone"), (True, "phone")):
            with self.assertRaises(UserError):
                admin.action_freight_told(amount, how)
        with self.assertRaises(UserError):
            admin.action_freight_told(300, "pigeon")
        order.sudo().freight_term = "pickup"
        with self.assertRaises(UserError):
            admin.action_freight_told(300, "phone")

    @covers("D-07")
    def test_nobody_writes_that_it_was_told(self):
        forged = {"freight_told_on": "2020-01-01", "freight_amount": 1.0, "freight_told_by": self.sales_admin.id}
        order = self.order()
        for user in (self.salesperson, self.sales_admin, self.manager):
            for name, value in forged.items():
                with self.assertRaises(AccessError):
                    order.with_user(user).write({name: value})
                with self.assertRaises(AccessError):
                    self.order(user=user, **{name: value})
        told = self.told(self.confirmed())
        self.assertFalse(told.sudo().copy().freight_told_on)
        context = {f"default_{name}": value for name, value in forged.items()}
        values = {"partner_id": self.customer.id, "order_line": [Command.create({"product_id": self.product.id})]}
        made = self.env["sale.order"].with_user(self.salesperson).with_context(**context).create(values)
        self.assertFalse(made.sudo().freight_told_on or made.sudo().freight_amount)

    @covers("D-07")
    def test_told_anew_after_a_change(self):
        more = self.env["product.product"].create({"name": "Valve", "type": "consu"})
        elsewhere = self.env["res.partner"].create({"name": "Site", "parent_id": self.customer.id, "city": "Wuxi"})
        for change in (
            lambda order: order.order_line.write({"product_uom_qty": 5}),
            lambda order: order.write({"partner_shipping_id": elsewhere.id}),
            lambda order: order.write({"order_line": [Command.create({"product_id": more.id})]}),
        ):
            order = self.told(self.order())
            change(order)
            self.assertFalse(order.sudo().freight_told_on)
            self.assertIn("freight_untold", self.codes(order, "request"))
        order = self.told(self.order())
        self.customer.city = "Nanjing"
        self.assertIn("freight_untold", self.codes(order), "the same address, moved")
        order = self.told(self.order())
        order.order_line.name = "Pump, blue"
        service = self.env["product.product"].create({"name": "Training", "type": "service"})
        order.write({"order_line": [Command.create({"product_id": service.id})]})
        self.assertFalse(self.codes(order), "what changes neither goods nor address changes no freight")
        order.sudo().action_cancel()
        order.sudo().action_draft()
        self.assertFalse(order.sudo().freight_told_on, "a new version is told anew")

    @covers("D-06", "Z-36")
    def test_whom_it_concerns(self):
        pickup = self.confirmed(freight_term="pickup")
        self.assertFalse(self.codes(pickup))
        service = self.env["product.product"].create({"name": "Training", "type": "service"})
        self.assertFalse(self.codes(self.confirmed(lines=[(service, 1, {})])))
        free = self.confirmed(lines=[(self.product, 1, {"price_unit": 0.0})])
        self.assertEqual(self.codes(free), ["freight_untold"], "a replacement is sent on the same terms")
        if "carrier_id" in self.env["sale.order"]._fields:
            product = self.env["product.product"].create({"name": "Lorry", "type": "service"})
            carrier = self.env["delivery.carrier"].create({"name": "Lorry", "product_id": product.id})
            carried = self.confirmed()
            carried.sudo().carrier_id = carrier
            self.assertFalse(self.codes(carried))

    def test_off_and_warn(self):
        self.switch("off", "freight")
        order = self.confirmed(freight_term="prepaid")
        self.assertFalse(self.codes(order))
        self.switch("warn", "freight")
        order = self.confirmed()
        order.freight_term = "prepaid"
        other = self.confirmed()
        self.ship((order | other).sudo().picking_ids)
        found = self.env["sdw.audit.finding"].search([("rule", "=", "freight")])
        self.assertEqual(set(found.mapped("code")), {"freight_untold", "freight_terms"})

    def test_older_orders_are_exempt(self):
        self.switch("off", "freight")
        order = self.confirmed()
        self.switch("block", "freight")
        self.assertFalse(self.codes(order))
        self.ship(order.sudo().picking_ids)

    @covers("O-18", "O-19", "Z-12")
    def test_usual_terms_by_channel(self):
        for channel, term in (("agent", "collect"), ("dealer", "pickup"), ("end_customer", "collect")):
            self.customer.sdw_channel = channel
            self.assertEqual(self.order().freight_term, term)

    def test_windows(self):
        order = self.confirmed()
        action = order.with_user(self.sales_admin).action_open_freight_told()
        wizard = Form(self.env[action["res_model"]].with_user(self.sales_admin).with_context(**action["context"]))
        wizard.amount = 250
        wizard.save().action_confirm()
        self.assertEqual(order.sudo().freight_amount, 250)
        action = order.with_user(self.salesperson).action_open_freight_objection()
        wizard = Form(self.env[action["res_model"]].with_user(self.salesperson).with_context(**action["context"]))
        wizard.text = "Too dear"
        wizard.save().action_confirm()
        self.assertEqual(order.sudo().freight_objection, "freight")

    def test_costs(self):
        """The blockers of 40 orders cost no more queries than those of 5."""
        costs = []
        for size in (5, 40):
            orders = self.env["sale.order"].union(*(self.order() for _number in range(size))).sudo()
            orders[: size // 2].freight_term = "prepaid"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(orders._sdw_freight_blockers()), size)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 1, costs)
        self.switch("off", "freight")
        self.env.invalidate_all()
        orders._sdw_subject_to("credit")
        before = self.env.cr.sql_log_count
        self.assertFalse(orders._sdw_freight_blockers())
        self.assertEqual(self.env.cr.sql_log_count, before, "off asks nothing")


@tagged("post_install", "-at_install")
class TestFreightTerms(FreightCase):
    @covers("D-06", "Z-36")
    def test_nobody_writes_prepaid(self):
        order = self.order()
        for user in (self.salesperson, self.sales_admin, self.manager, self.gm):
            for context in ({}, FORGED):
                with self.assertRaises(UserError), self.cr.savepoint():
                    order.with_user(user).with_context(**context).write({"freight_term": "prepaid"})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.order(freight_term="prepaid")
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["sale.order"].with_user(self.salesperson).with_context(default_freight_term="prepaid").create(
                {"partner_id": self.customer.id, "order_line": [Command.create({"product_id": self.product.id})]}
            )
        loaded = (
            self.env["sale.order"]
            .with_user(self.salesperson)
            .load(["partner_id/.id", "freight_term"], [[str(self.customer.id), "prepaid"]])
        )
        self.assertTrue(loaded["messages"])
        with self.assertRaises(AccessError):
            order.with_user(self.manager).write({"sdw_freight_approval_id": 1})

    @covers("D-06", "D-08", "Z-36")
    def test_prepaid_by_the_managers_decision(self):
        order = self.confirmed()
        request = order.with_user(self.salesperson).action_request_approval("freight", "Replacement of broken goods")
        self.assertEqual((request.facts["asks"], request.step_id.group_id), ("prepaid", self.manager_role()))
        with self.assertRaises(AccessError):
            request.with_user(self.salesperson).action_approve()
        with self.assertRaises(AccessError):
            request.with_user(self.accountant).action_approve()
        self.approve(request, self.manager)
        self.assertEqual(order.freight_term, "prepaid")
        self.assertFalse(self.codes(order))
        self.ship(order.sudo().picking_ids)

    def manager_role(self):
        return self.env.ref("sales_dept_workflow.group_sdw_sales_manager")

    @covers("D-06")
    def test_more_goods_are_not_agreed(self):
        order = self.confirmed(lines=[(self.product, 5, {})])
        request = order.with_user(self.salesperson).action_request_approval("freight", "Replacement")
        self.approve(request, self.manager)
        order.sudo().order_line.product_uom_qty = 4
        self.assertFalse(self.codes(order), "fewer goods keep it")
        order.sudo().order_line.product_uom_qty = 50
        self.assertEqual(request.state, "lapsed")
        self.assertEqual(self.codes(order), ["freight_terms"])
        with self.assertRaises(UserError):
            self.ship(order.sudo().picking_ids)
        copy = order.sudo().copy()
        self.assertEqual((copy.freight_term, bool(copy.sdw_freight_approval_id)), ("collect", False))
        order.sudo().action_cancel()
        order.sudo().action_draft()
        self.assertEqual(order.freight_term, "collect")

    @covers("D-06")
    def test_collected_freight_is_not_invoiced(self):
        freight = self.env["product.product"].create(
            {"name": "Lorry", "type": "service", "sdw_freight": True, "invoice_policy": "order"}
        )
        order = self.confirmed(lines=[(self.product, 1, {}), (freight, 1, {"price_unit": 300.0})])
        self.told(order)
        self.ship(order.sudo().picking_ids)
        invoice = order.sudo()._create_invoices()
        codes = [blocker["code"] for blocker in invoice.with_user(self.finance).get_blockers("post")]
        self.assertEqual(codes, ["freight_invoiced"])
        for attempt in (
            lambda: invoice.with_user(self.finance).action_post(),
            lambda: invoice.with_user(self.finance).with_context(**FORGED).action_post(),
            lambda: invoice.with_user(self.finance).write({"state": "posted"}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()
        request = order.with_user(self.salesperson).action_request_approval("freight", "Agreed in the contract")
        self.approve(request, self.manager)
        invoice.with_user(self.finance).action_post()
        self.assertEqual(invoice.state, "posted")

    @covers("D-06")
    def test_lines_of_odoos_own_delivery_costs(self):
        if "is_delivery" not in self.env["sale.order.line"]._fields:
            self.skipTest("delivery is not installed")
        service = self.env["product.product"].create({"name": "Post", "type": "service", "invoice_policy": "order"})
        order = self.confirmed(lines=[(self.product, 1, {}), (service, 1, {"is_delivery": True, "price_unit": 9.0})])
        invoice = order.sudo()._create_invoices()
        with self.assertRaises(UserError):
            invoice.with_user(self.finance).action_post()
