from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .collection_case_common import DebtorCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCollectionHold(DebtorCase):
    # ------------------------------------------------------------------ refusal
    @covers("C-07", "C-08")
    def test_refused_reaches_legal_with_the_statement(self):
        self.refuse(self.case)
        self.assertRecordValues(
            self.case,
            [{"state": "legal", "hold": True, "legal_user_id": self.legal.id, "refusal_reason": "He will not sign"}],
        )
        case = self.case.with_user(self.legal)
        self.assertEqual(case.overdue_amount_company, 1000.0)
        self.assertIn(self.legal, self.case.activity_ids.user_id)
        self.assertNotIn(self.salesperson, self.case.activity_ids.user_id)
        attachment = self.env["ir.attachment"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        self.assertTrue(attachment.name.startswith("Debt statement"))
        self.assertTrue(attachment.raw)
        self.assertTrue(self.customer.shipping_hold)
        self.assertEqual(self.customer.shipping_hold_reason, "He will not sign")
        case.legal_reference = "(2026) 123"

    def test_refusal_needs_a_reason_and_the_case(self):
        with self.assertRaises(UserError):
            self.case.with_user(self.salesperson).action_refused(" ")
        with self.assertRaises(AccessError):
            self.case.with_user(self.second_salesperson).action_refused("Not mine")
        with self.assertRaises(AccessError):
            self.case.with_user(self.keeper).action_refused("Not my job")

    @covers("C-08")
    def test_who_escalates(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.salesperson).action_escalate_legal("Now")
        self.case.with_user(self.finance).action_escalate_legal("Now")
        self.assertEqual(self.case.state, "legal")

    def test_without_a_lawyer_the_manager_hears(self):
        self.legal.active = False
        self.refuse(self.case)
        self.assertEqual((self.case.state, self.case.hold), ("refused", True))
        self.assertIn(self.manager, self.case.activity_ids.user_id)

    def test_reason_wizard_refuses(self):
        wizard = self.env["sdw.reason.wizard"].with_user(self.salesperson)
        wizard.create(
            {"res_model": self.case._name, "res_id": self.case.id, "method": "action_refused", "reason": "No"}
        ).action_confirm()
        self.assertEqual(self.case.state, "legal")

    # ------------------------------------------------------------------ what is blocked
    @covers("C-07")
    def test_every_open_transfer_is_blocked(self):
        """Customer, his address, his subsidiary and its address: by button, `_action_done`, direct write."""
        receivers = self.customer | self.address | self.subsidiary | self.subsidiary_address
        pickings = self.env["stock.picking"].union(*(self.transfer(partner) for partner in receivers))
        self.refuse(self.case)
        for picking in pickings:
            self.assertEqual([blocker["code"] for blocker in picking.get_blockers("ship")], ["shipping_hold"])
            keeper = picking.with_user(self.keeper)
            with self.assertRaises(UserError) as refused:
                keeper.button_validate()
            self.assertIn("shipping hold", str(refused.exception))
            with self.assertRaises(UserError):
                forged = {"skip_backorder": True, "skip_sanity_check": True, "sdw_bypass": True}
                keeper.with_context(**forged).button_validate()
            with self.assertRaises(UserError):
                keeper._action_done()
            with self.assertRaises(UserError):
                keeper.move_ids._action_done()
            with self.assertRaises(UserError):
                keeper.move_ids.write({"state": "done"})
            with self.assertRaises(UserError):
                keeper.write({"state": "done"})
        with self.assertRaises(UserError):
            pickings._action_done()
        self.assertNotIn("done", pickings.mapped("state"))

    def test_others_ship_on(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self.refuse(self.case)
        picking = self.transfer(other)
        self.assertFalse(picking.get_blockers("ship"))
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_an_order_for_somebody_else_address(self):
        """The goods go to a third party, but the buyer, or who pays, is on hold."""
        friend = self.env["res.partner"].create({"name": "Friend", "is_company": True})
        self.refuse(self.case)
        for values in (
            {"partner": self.customer, "partner_shipping_id": friend.id},
            {"partner": friend, "partner_invoice_id": self.customer.id},
        ):
            order = self.order(**values)
            order.action_confirm()
            picking = order.picking_ids
            self.assertEqual([blocker["code"] for blocker in order.get_blockers("ship")], ["shipping_hold"])
            self.assertEqual([blocker["code"] for blocker in picking.get_blockers("ship")], ["shipping_hold"])
            with self.assertRaises(UserError):
                self.ship(picking)

    def test_a_move_without_a_transfer(self):
        self.refuse(self.case)
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 1,
                "partner_id": self.customer.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move.quantity = 1
        move.picked = True
        with self.assertRaises(UserError):
            move._action_done()

    def test_warn_files_a_finding(self):
        self.switch("warn", "shipping_hold")
        picking = self.transfer(self.subsidiary_address)
        self.refuse(self.case)
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        finding = self.env["sdw.audit.finding"].search(
            [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)]
        )
        self.assertRecordValues(finding, [{"code": "shipping_hold", "rule": "shipping_hold", "origin": "gate"}])

    def test_off_is_silent(self):
        self.switch("off", "shipping_hold")
        self.refuse(self.case)
        picking = self.transfer(self.customer)
        self.assertFalse(picking.get_blockers("ship"))
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_holds_of_a_batch_cost_one_query(self):
        self.refuse(self.case)
        pickings = self.env["stock.picking"].union(*(self.transfer(self.subsidiary_address) for _number in range(12)))
        self.env.flush_all()
        counts = []
        for size in (2, 12):
            batch = pickings[:size]
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = batch._get_blockers("ship")
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(found.values()))
        self.assertLessEqual(counts[1], counts[0])

    # ------------------------------------------------------------------ no other way
    def test_nobody_writes_the_hold(self):
        self.refuse(self.case)
        everybody = [*self.users.values(), self.env.ref("base.user_admin")]
        for user in everybody:
            partner = self.customer.with_user(user)
            for values in (
                {"shipping_hold": False},
                {"shipping_hold_reason": "x"},
                {"shipping_hold_since": False},
                {"sdw_case_ids": [Command.clear()]},
            ):
                with self.assertRaises(AccessError):
                    partner.write(values)
        self.assertTrue(self.customer.shipping_hold)
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.sales_admin).create({"name": "New", "shipping_hold": True})

    def test_import_does_not_lift(self):
        self.refuse(self.case)
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "held", "model": "res.partner", "res_id": self.customer.id}
        )
        result = (
            self.env["res.partner"]
            .with_user(self.sales_admin)
            .load(["id", "name", "shipping_hold"], [["__import__.held", "Customer", "False"]])
        )
        self.assertFalse(result["ids"])
        self.assertTrue(self.customer.shipping_hold)

    def test_moving_to_another_parent(self):
        self.refuse(self.case)
        haven = self.env["res.partner"].create({"name": "Haven", "is_company": True})
        for partner in (self.customer, self.address, self.subsidiary, self.subsidiary_address):
            with self.assertRaises(UserError):
                partner.with_user(self.salesperson).write({"parent_id": haven.id})
        with self.assertRaises(UserError):
            self.address.with_user(self.sales_admin).write({"parent_id": False})
        self.customer.with_user(self.salesperson).write({"parent_id": False, "phone": "1"})
        self.customer.with_user(self.manager).write({"parent_id": haven.id})
        self.assertEqual(self.case.partner_id, self.customer, "still a commercial entity of its own")
        self.customer.with_user(self.manager).write({"is_company": False})
        self.assertEqual(self.case.partner_id, haven, "he has become a contact of the haven: the hold reaches it")
        self.assertTrue(haven.shipping_hold)

    def test_archiving_is_refused(self):
        for partner_case in ("dunning", "legal"):
            with self.assertRaises(UserError):
                self.customer.with_user(self.sales_admin).action_archive()
            if partner_case == "dunning":
                self.refuse(self.case)
        self.pay(self.debt)
        with self.assertRaises(UserError):
            self.customer.action_archive()
        self.case.with_user(self.finance).action_confirm_money()
        (self.customer | self.customer.child_ids).action_archive()

    def test_search(self):
        self.refuse(self.case)
        found = self.env["res.partner"].search([("shipping_hold", "=", True)])
        self.assertGreaterEqual(found, self.customer | self.address | self.subsidiary | self.subsidiary_address)
        self.assertNotIn(self.customer, self.env["res.partner"].search([("shipping_hold", "=", False)]))

    # ------------------------------------------------------------------ who may read
    def test_the_portal_reads_and_calls_nothing(self):
        self.refuse(self.case)
        portal = new_test_user(self.env, "sdw_debtor", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        partner = portal.partner_id.with_user(portal)
        for name in ("shipping_hold", "shipping_hold_reason", "shipping_hold_since", "sdw_case_ids", "sdw_case_count"):
            with self.assertRaises(AccessError):
                partner.read([name])
            with self.assertRaises(AccessError):
                self.env["res.partner"].with_user(portal).search([(name, "!=", False)])
        for method in ("action_dun", "action_refused", "action_confirm_money", "action_escalate_legal", "action_close"):
            arguments = ["phone", "x"] if method == "action_dun" else [] if method == "action_confirm_money" else ["x"]
            with self.assertRaises(AccessError):
                getattr(self.case.with_user(portal), method)(*arguments)
        with self.assertRaises(AccessError):
            self.case.with_user(portal).read(["state"])
        with self.assertRaises(AccessError):
            partner.action_sdw_cases()

    def test_the_keeper_sees_the_hold_not_the_debt(self):
        self.refuse(self.case)
        keeper = self.customer.with_user(self.keeper)
        self.assertTrue(keeper.shipping_hold)
        with self.assertRaises(AccessError):
            keeper.read(["shipping_hold_reason"])
        blocker = self.transfer(self.customer).with_user(self.keeper).get_blockers("ship")[0]
        self.assertNotIn("He will not sign", blocker["message"])
        self.assertFalse(blocker["action"])
