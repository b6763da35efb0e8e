from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestPricingInvoice(PricingCase):
    """A discount on the invoice, or by a credit note afterwards, is a discount."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")
        cls.product.invoice_policy = "order"

    def invoiced(self, quantity=10, post=True):
        order = self.order(partner=self.southern, lines=[(self.product, quantity, {})])
        order.action_confirm()
        invoice = order.sudo()._create_invoices().with_user(self.accountant)
        if post:
            invoice.action_post()
        return order, invoice

    def credit(self, invoice, quantity, price):
        refund = invoice.sudo()._reverse_moves().with_user(self.accountant)
        refund.invoice_line_ids.write({"quantity": quantity, "price_unit": price})
        return refund

    def test_ordinary_invoices_pass(self):
        order, invoice = self.invoiced(post=False)
        invoice.invoice_line_ids.quantity = 3
        invoice.action_post()
        rest = order.sudo()._create_invoices().with_user(self.accountant)
        rest.action_post()
        self.assertEqual((invoice | rest).mapped("state"), ["posted", "posted"])

    def test_down_payment_passes(self):
        order = self.order(partner=self.southern)
        order.action_confirm()
        wizard = (
            self.env["sale.advance.payment.inv"]
            .sudo()
            .create(
                {
                    "advance_payment_method": "percentage",
                    "amount": 30,
                    "sale_order_ids": [Command.set(order.ids)],
                }
            )
        )
        down = wizard._create_invoices(order.sudo()).with_user(self.accountant)
        down.action_post()
        rest = order.sudo()._create_invoices(final=True).with_user(self.accountant)
        rest.action_post()
        self.assertEqual(rest.amount_untaxed, 700)

    @covers("Q-05")
    def test_price_lowered_on_the_draft_invoice(self):
        _order, invoice = self.invoiced(post=False)
        invoice.invoice_line_ids.price_unit = 999
        with self.assertRaisesRegex(UserError, "below the prices of the order"):
            invoice.action_post()
        with self.assertRaises(UserError):
            invoice.sudo().write({"state": "posted"})
        invoice.invoice_line_ids.price_unit = 1000
        invoice.write(
            {
                "invoice_line_ids": [
                    Command.create({"name": "Goodwill", "quantity": 1, "price_unit": -10, "tax_ids": False})
                ]
            }
        )
        with self.assertRaisesRegex(UserError, "Price policy"):
            invoice.action_post()
        approval = invoice.with_user(self.accountant).action_request_approval("price", "promised")
        self.approve(approval, self.director)
        with self.assertRaises(UserError):
            invoice.action_post()
        self.approve(approval, self.gm)
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    @covers("Q-05")
    def test_credit_notes(self):
        _order, invoice = self.invoiced()
        discount = self.credit(invoice, 10, 50)
        with self.assertRaisesRegex(UserError, "without a return of goods"):
            discount.action_post()
        discount.sudo().unlink()
        full = self.credit(invoice, 10, 1000)
        full.action_post()
        self.assertEqual(full.state, "posted", "a quantity taken back at its price can be invoiced again")

    @covers("Q-05")
    def test_credit_of_returned_goods_at_a_lower_price(self):
        order, invoice = self.invoiced()
        self.ship(order.sudo().picking_ids)
        wizard = (
            self.env["stock.return.picking"]
            .sudo()
            .with_context(
                active_id=order.picking_ids.id, active_ids=order.picking_ids.ids, active_model="stock.picking"
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 2
        back = self.env["stock.picking"].sudo().browse(wizard.action_create_returns()["res_id"])
        self.ship(back, 2)
        worn = self.credit(invoice, 2, 900)
        worn.action_post()
        self.assertEqual(worn.state, "posted")
        with self.assertRaises(UserError):
            self.credit(invoice, 2, 900).action_post()

    def manual(self, move_type):
        return (
            self.env["account.move"]
            .with_user(self.accountant)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": self.southern.id,
                    "invoice_date": "2026-01-01",
                    "invoice_line_ids": [
                        Command.create({"name": "Something", "quantity": 1, "price_unit": 10, "tax_ids": False})
                    ],
                }
            )
        )

    def test_manual_documents_are_not_judged(self):
        invoice = self.manual("out_invoice")
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
        credit = invoice._reverse_moves([{"invoice_date": "2026-01-02"}])
        credit.action_post()
        self.assertEqual(credit.state, "posted", "it takes an invoice back that was no order's")

    @covers("Q-05")
    def test_credit_out_of_nothing(self):
        """A credit note that takes back neither goods nor an invoice is a discount given afterwards."""
        credit = self.manual("out_refund")
        with self.assertRaisesRegex(UserError, "gives back"):
            credit.action_post()
        approval = credit.action_request_approval("price", "Good will")
        for user in (self.manager, self.gm):
            approval.with_user(user).action_approve()
        credit.action_post()
        self.assertEqual(credit.state, "posted")

    @covers("Q-05")
    def test_what_a_system_flow_did_to_the_order_is_held_at_the_invoice(self):
        order = self.order(partner=self.southern)
        order.action_confirm()
        order.sudo().order_line.price_unit = 900
        invoice = order.sudo()._create_invoices().with_user(self.accountant)
        with self.assertRaises(UserError):
            invoice.action_post()
