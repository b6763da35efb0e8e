from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestHostileOrders(PricingCase):
    """Ways round the price and credit of an order, tried by its own salesperson."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price", "credit")
        cls.second_address = cls.env["res.partner"].create(
            {"name": "East yard", "country_id": cls.china.id, "state_id": cls.shanghai.id, "type": "delivery"}
        )

    def confirmed(self, partner=None, **values):
        order = self.order(partner=partner or self.dealer, **values)
        order.action_confirm()
        return order

    def released(self, **values):
        order = self.confirmed(**values)
        order.sudo().approval_ids.with_user(self.accountant).action_approve()
        return order

    def assertRefused(self, call, *args, error=UserError):
        with self.assertRaises(error):
            call(*args)

    # ------------------------------------------------------------------ after confirmation
    @covers("Q-03", "Q-04")
    def test_another_customer_address_or_currency_after_confirmation(self):
        order = self.confirmed()
        self.assertEqual(order.order_line.price_unit, 1000, "the distributor himself")
        east = {"partner_id": self.customer.id, "partner_shipping_id": self.customer.id}
        self.assertRefused(order.write, {**east, "partner_invoice_id": self.customer.id})
        self.assertRefused(order.write, {"partner_invoice_id": self.customer.id})
        southern = self.confirmed(partner=self.southern)
        self.assertRefused(southern.write, {"partner_shipping_id": self.second_address.id})
        dear = self.env["res.currency"].create({"name": "XTS", "symbol": "x", "rounding": 0.01})
        self.env["res.currency.rate"].create({"currency_id": dear.id, "rate": 20, "name": "2020-01-01"})
        self.assertRefused(order.write, {"currency_id": dear.id})

    @covers("Q-04")
    def test_line_from_another_order(self):
        source, target = self.confirmed(), self.confirmed(partner=self.customer)
        self.assertRefused(source.order_line.write, {"order_id": target.id})

    @covers("Q-05")
    def test_honest_changes_after_confirmation(self):
        order = self.confirmed(partner=self.southern)
        order.write({"order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 3})]})
        self.assertEqual(order.sudo().order_line.mapped("sdw_frozen_policy"), [1000, 3000])
        self.product.list_price = 1500
        order.order_line[1].product_uom_qty = 4
        self.assertFalse(order.sudo()._sdw_judge()[order.sudo()].concession, "the price of the day it was added")
        order.write({"partner_id": self.southern.id, "partner_invoice_id": self.southern.id})
        self.assertEqual(order.sudo().order_line.mapped("sdw_frozen_qty"), [1, 3], "unchanged values change nothing")

    # ------------------------------------------------------------------ in another's name
    @covers("Q-03", "Q-04")
    def test_in_the_name_of_the_distributor(self):
        """He buys for himself only what is invoiced to him."""
        order = self.order(
            partner=self.dealer, partner_invoice_id=self.customer.id, partner_shipping_id=self.customer.id
        )
        self.assertEqual(order.distributor_id, self.agreement)
        order.order_line.price_unit = 1000
        self.assertHeld(order, "territory_uplift")
        own_office = self.env["res.partner"].create({"name": "Office", "type": "invoice", "parent_id": self.dealer.id})
        honest = self.order(partner=self.dealer, partner_invoice_id=own_office.id)
        self.assertFalse(honest.distributor_id)
        honest.action_confirm()

    # ------------------------------------------------------------------ what core computes
    @covers("O-04", "Y-03")
    def test_computed_amounts_are_not_typed(self):
        order = self.released()
        for values in ({"amount_total": 1}, {"amount_untaxed": 1}, {"currency_rate": 1000}):
            self.assertRefused(order.write, values, error=AccessError)
        for values in ({"price_total": 1}, {"price_subtotal": 1}):
            self.assertRefused(order.order_line.write, values, error=AccessError)
        with self.assertRaises(AccessError):
            self.order(partner=self.dealer, lines=[(self.product, 1, {"price_total": 1})])
        with self.assertRaises(AccessError):
            self.order(partner=self.dealer, amount_total=1)
        self.switch("off", "territory", "price", "credit")
        order.write({"amount_total": 1})

    @covers("O-04", "O-05")
    def test_goods_flagged_as_something_else(self):
        for flag in ("is_expense", "is_downpayment"):
            order = self.released()
            line = {"product_id": self.product.id, "product_uom_qty": 5, flag: True, "price_unit": 1000}
            order.write({"order_line": [Command.create(line)]})
            self.assertEqual(order.credit_approval_state, "lapsed", flag)

    # ------------------------------------------------------------------ a draft starts anew
    @covers("Q-06", "O-05")
    def test_reset_to_draft_lapses_on_record(self):
        order = self.order(partner=self.southern)
        order.order_line.price_unit = 900
        approval = order.action_request_approval("price", "Please")
        self.approve(approval, self.manager, self.gm)
        order.action_confirm()
        for door in (lambda: (order.action_cancel(), order.action_draft()), lambda: order.write({"state": "draft"})):
            with self.cr.savepoint() as point:
                door()
                self.assertEqual(order.state, "draft")
                self.assertEqual(approval.sudo().state, "lapsed")
                self.assertEqual(approval.sudo().decision_ids[-1].decision, "lapsed")
                self.assertFalse(order.sudo().credit_check_ids)
                self.assertFalse(any(order.sudo().order_line.mapped("sdw_frozen_qty")))
                self.assertHeld(order, "price_approval")
                point.rollback()
            self.env.invalidate_all()
        quotation = self.order(partner=self.southern)
        quotation.order_line.price_unit = 900
        pending = quotation.action_request_approval("price", "Please")
        quotation.action_cancel()
        self.assertEqual(pending.sudo().state, "cancelled")

    @covers("O-05")
    def test_state_written_away_ends_the_release(self):
        for state in ("cancel", "draft"):
            order = self.released()
            order.write({"state": state})
            transfer = order.sudo().picking_ids.filtered(lambda picking: picking.state != "cancel")
            self.assertIn("credit_approval", [b["code"] for b in transfer.get_blockers("ship")], state)
            self.assertFalse(order.sudo().approval_ids.filtered(lambda approval: approval.state == "approved"))

    def test_confirmed_order_as_draft_is_no_older(self):
        """Its goods are still those of an order confirmed under the rule."""
        self.switch("off", "territory", "price", "credit")
        order = self.order(partner=self.southern)
        self.switch("block", "credit")
        order.action_confirm()
        order.write({"state": "draft"})
        self.assertIn("credit_approval", [b["code"] for b in order.sudo().picking_ids.get_blockers("ship")])

    # ------------------------------------------------------------------ forged stamps
    def test_forged_defaults_reach_no_flow_of_the_system(self):
        forged = {"default_sdw_guarded_on": "2001-01-01", "default_sdw_confirmed_on": "2001-01-01"}
        order = self.env["sale.order"].with_context(**forged).sudo().create({"partner_id": self.southern.id})
        self.assertGreater(str(order.sdw_guarded_on), "2020")
        self.assertFalse(order.sdw_confirmed_on)

    def test_bank_statement_line_hands_over_the_stamp(self):
        """It ``_inherits`` its entry, so the defaults of ours come along as values."""
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        clerk = new_test_user(self.env, "sdw_bank", groups="account.group_account_basic")
        line = (
            self.env["account.bank.statement.line"]
            .with_user(clerk)
            .create({"journal_id": journal.id, "amount": 10, "payment_ref": "x", "sdw_guarded_on": "2001-01-01"})
        )
        self.assertGreater(str(line.sudo().move_id.sdw_guarded_on), "2020")
        with self.assertRaises(AccessError):
            line.write({"sdw_guarded_on": "2001-01-01"})

    # ------------------------------------------------------------------ searching tells
    def test_search_is_no_way_to_read(self):
        portal = new_test_user(self.env, "sdw_searcher", groups="base.group_portal")
        portal.partner_id.parent_id = self.southern
        order = self.order(partner=portal.partner_id)
        order.message_subscribe(portal.partner_id.ids)
        searches = {
            "sale.order": [("credit_approval_state", "=", "needed")],
            "res.partner": [
                ("sdw_exposure_company", ">", 0),
                ("sdw_overdue_company", ">", 0),
                ("sdw_available_credit_company", ">", 0),
                ("is_distributor", "=", True),
                ("shipping_hold", "=", True),
            ],
            "sdw.repayment.agreement": [("deadline_state", "=", "open")],
        }
        for model, conditions in searches.items():
            for condition in conditions:
                with self.assertRaises(AccessError, msg=condition):
                    self.env[model].with_user(portal).search([condition])
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.keeper).search([("sdw_exposure_company", ">", 0)])

    # ------------------------------------------------------------------ honest people get on
    @covers("Y-01")
    def test_accountant_invoices_what_he_asks_for(self):
        order = self.released()
        wizard = self.env["sale.advance.payment.inv"].with_user(self.accountant).with_context(active_ids=order.ids)
        wizard.create({"advance_payment_method": "fixed", "fixed_amount": 500}).create_invoices()
        invoice = order.sudo().invoice_ids.with_user(self.accountant)
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(order.credit_approval_state, "approved")
        self.assertEqual(invoice.with_user(self.salesperson).read(["payment_count"])[0]["payment_count"], 0)
