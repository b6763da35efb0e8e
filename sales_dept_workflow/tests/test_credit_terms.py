from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import covers
from .credit_common import CreditCase


@tagged("post_install", "-at_install")
class TestCreditTerms(CreditCase):
    def pay(self, invoice, amount=None):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({})
        )
        if amount:
            wizard.amount = amount
        return wizard._create_payments()

    def down_payment(self, order, amount):
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids, active_id=order.id)
            .create({"advance_payment_method": "fixed", "fixed_amount": amount})
        )
        invoice = wizard._create_invoices(order.sudo())
        invoice.action_post()
        return invoice

    @covers("Y-08")
    def test_mode_comes_from_the_customer(self):
        self.assertEqual(self.order().payment_mode, "credit")
        self.customer.write({"payment_mode": "mixed", "sdw_prepaid_percent": 30})
        order = self.order()
        self.assertRecordValues(order, [{"payment_mode": "mixed", "prepaid_percent": 30}])
        order.payment_mode = "prepaid"
        order.action_confirm()
        with self.assertRaises(AccessError):
            order.payment_mode = "credit"
        with self.assertRaises(AccessError):
            order.with_user(self.accountant).payment_mode = "credit"
        order.with_user(self.finance).payment_mode = "mixed"

    @covers("Y-01")
    def test_prepaid(self):
        self.customer.payment_mode = "prepaid"
        order = self.confirmed()
        self.assertEqual(self.check(order, "payment").result, "failed")
        self.assertEqual(set(self.codes(order)), {"credit_approval", "prepayment_missing"})
        with self.assertRaises(UserError):
            self.pending(order).with_user(self.accountant).action_approve()
        invoice = self.down_payment(order, 1000)
        self.assertEqual(order.sudo()._sdw_prepaid_received()[order], 0, "an unpaid invoice is no money")
        self.pay(invoice, 999.99)
        self.assertIn("prepayment_missing", self.codes(order))
        self.pay(invoice)
        self.assertNotIn("prepayment_missing", self.codes(order))
        self.pending(order).with_user(self.accountant).action_approve()
        self.assertFalse(self.codes(order))
        payment = invoice._get_reconciled_payments() or self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        payment.action_draft()
        self.assertIn("prepayment_missing", self.codes(order), "money taken back holds the order again")

    @covers("Y-01")
    def test_override_waives_the_prepayment(self):
        self.customer.payment_mode = "prepaid"
        order = self.confirmed()
        self.check(order, "payment").with_user(self.accountant).action_override("Bank receipt seen")
        self.pending(order).with_user(self.accountant).action_approve()
        self.assertFalse(self.codes(order))

    @covers("Y-05")
    def test_mixed(self):
        self.customer.write({"payment_mode": "mixed", "sdw_prepaid_percent": 30})
        self.limit(700)
        order = self.confirmed()
        self.pay(self.down_payment(order, 300))
        order.with_user(self.accountant).action_recheck_credit()
        self.assertEqual(set(order.credit_check_ids.mapped("result")), {"passed"})
        self.pending(order).with_user(self.accountant).action_approve()
        self.assertFalse(self.codes(order))
        self.assertEqual(self.customer.sdw_exposure_company, 700)

    @covers("Y-03")
    def test_credit_not_granted(self):
        self.customer.payment_mode = "prepaid"
        order = self.confirmed(payment_mode="credit")
        self.assertEqual(self.check(order, "payment").result, "failed")
        self.customer.write({"payment_mode": "credit", "credit_grade": "d"})
        self.assertEqual(self.check(self.confirmed(), "payment").result, "failed")
        self.customer.credit_grade = "b"
        self.assertEqual(self.check(self.confirmed(), "payment").result, "passed")

    @covers("Y-01")
    def test_allocation_never_exceeds_the_credit(self):
        self.customer.payment_mode = "prepaid"
        first, second = self.confirmed(), self.confirmed()
        payment = self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 1500, "payment_type": "inbound", "partner_type": "customer"}
        )
        payment.action_post()
        with self.assertRaises(AccessError):
            first.with_user(self.salesperson).action_allocate_credit(10)
        with self.assertRaises(AccessError):
            first.with_user(self.accountant).write({"sdw_credit_allocated": 10})
        first.with_user(self.accountant).action_allocate_credit(1000)
        with self.assertRaisesRegex(UserError, "free"):
            second.with_user(self.accountant).action_allocate_credit(500.01)
        second.with_user(self.accountant).action_allocate_credit(500)
        self.assertNotIn("prepayment_missing", self.codes(first))
        self.assertIn("prepayment_missing", self.codes(second))
        payment.action_draft()
        self.assertIn("prepayment_missing", self.codes(first))

    @covers("Y-08", "O-04")
    def test_who_sets_credit_terms(self):
        for user in (self.salesperson, self.sales_admin, self.gm, self.accountant):
            for values in (
                {"credit_limit": 5},
                {"credit_grade": "a"},
                {"payment_mode": "credit"},
                {"property_payment_term_id": 1},
            ):
                with self.assertRaises(AccessError):
                    self.customer.with_user(user).write(values)
        self.customer.with_user(self.finance).write(
            {"credit_limit": 5000, "credit_grade": "a", "payment_mode": "credit"}
        )
        self.assertEqual(self.customer.credit_limit, 5000)
        for values in ({"name": "Mine"}, {"user_id": self.finance.id}, {"street": "x", "credit_limit": 1}):
            with self.assertRaises(AccessError):
                self.customer.with_user(self.finance).write(values)
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.salesperson).create({"name": "New", "payment_mode": "credit"})
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.salesperson).with_context(default_credit_grade="a").create(
                {"name": "New"}
            )
        child = (
            self.env["res.partner"]
            .with_user(self.salesperson)
            .create({"name": "Contact", "parent_id": self.customer.id})
        )
        child.write({"function": "Buyer"})
        self.switch("off", "credit")
        self.customer.with_user(self.salesperson).payment_mode = "mixed"

    @covers("O-04")
    def test_sales_only_enter_orders(self):
        order = self.order()
        for user in (self.accountant, self.finance, self.shipping, self.keeper):
            with self.assertRaises(AccessError):
                order.with_user(user).action_confirm()
            with self.assertRaises(AccessError):
                order.with_user(user).write({"payment_term_id": False})
            with self.assertRaises(AccessError):
                order.order_line.with_user(user).write({"price_unit": 1})
            with self.assertRaises(AccessError):
                order.with_user(user).write(
                    {"order_line": [Command.update(order.order_line.id, {"product_uom_qty": 9})]}
                )
        order.with_user(self.accountant).write({"client_order_ref": "PO 1"})
        self.company.sdw_entry_by_admin_only = True
        with self.assertRaises(AccessError):
            order.action_confirm()
        order.with_user(self.sales_admin).action_confirm()
        self.assertEqual(order.sdw_confirmed_by_id, self.sales_admin)

    def test_off_leaves_core_alone(self):
        self.switch("off", "credit")
        order = self.order()
        order.order_line.with_user(self.accountant).write({"price_unit": 1})
        order.with_user(self.accountant).write({"payment_term_id": False})

    @covers("O-04")
    def test_services_are_held_at_the_invoice(self):
        service = self.env["product.product"].create(
            {"name": "Work", "type": "service", "list_price": 100, "invoice_policy": "order"}
        )
        order = self.confirmed(lines=[(service, 1, {})])
        invoice = order.sudo()._create_invoices()
        with self.assertRaisesRegex(UserError, "three checks"):
            invoice.with_user(self.accountant).action_post()
        self.down_payment(self.confirmed(lines=[(service, 1, {})]), 10)
        self.pending(order).with_user(self.accountant).action_approve()
        invoice.with_user(self.accountant).action_post()
        mixed = self.confirmed(lines=[(service, 1, {}), (self.product, 1, {})])
        mixed.sudo()._create_invoices().action_post()

    def test_portal_reads_nothing(self):
        portal = new_test_user(self.env, "sdw_portal_credit", groups="base.group_portal")
        self.customer.message_subscribe(portal.partner_id.ids)
        order = self.released()
        order.sudo().partner_id = portal.partner_id
        for name in (
            "payment_mode",
            "credit_facts",
            "credit_approval_state",
            "sdw_credit_allocated",
            "credit_check_ids",
        ):
            with self.assertRaises(AccessError):
                order.with_user(portal).read([name])
        for name in (
            "credit_grade",
            "payment_mode",
            "sdw_exposure_company",
            "sdw_overdue_company",
            "sdw_available_credit_company",
        ):
            with self.assertRaises(AccessError):
                portal.partner_id.with_user(portal).read([name])
        with self.assertRaises(AccessError):
            order.with_user(portal).action_submit_credit()
