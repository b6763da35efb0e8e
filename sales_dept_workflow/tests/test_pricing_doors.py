import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import covers
from .common_pricing import PricingCase

PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()


@tagged("post_install", "-at_install")
class TestPricingDoors(PricingCase, HttpCase):
    """Further doors to a price: the customer's own page, imports, the invoice's unit and currency, the catalogue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")

    def approved(self, quantity=1, price=900):
        """A quotation below the list, agreed to by the general manager."""
        order = self.order(partner=self.southern, lines=[(self.product, quantity, {})])
        order.order_line.price_unit = price
        self.approve(order.action_request_approval("price", "Please"), self.manager, self.gm)
        self.assertFalse(order.get_blockers("confirm"))
        return order

    # ------------------------------------------------------------------ optional lines on the portal
    def optional(self, order, price):
        """Append an optional section with one line of nothing to ``order``, as its salesperson would."""
        section = {"display_type": "line_section", "name": "If you like", "is_optional": True, "sequence": 90}
        line = {"product_id": self.product.id, "product_uom_qty": 0, "sequence": 91}
        order.write({"order_line": [Command.create(section), Command.create(line)]})
        order.order_line[-1].price_unit = price
        return order.order_line[-1]

    def customer_takes(self, order, line, quantity):
        token = order.sudo()._portal_ensure_token()
        return self.make_jsonrpc_request(
            f"/my/orders/{order.id}/update_line_dict",
            {"line_id": line.id, "access_token": token, "input_quantity": quantity},
        )

    def customer_signs(self, order):
        token = order.sudo()._portal_ensure_token()
        return self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": token, "name": "Buyer", "signature": PIXEL},
        )

    @covers("Q-05", "Q-07")
    def test_optional_line_taken_on_the_portal(self):
        self.authenticate(None, None)
        order = self.order(partner=self.southern, require_signature=True, require_payment=False)
        line = self.optional(order, price=1)
        order.action_quotation_sent()
        for quantity in (5, -1):
            self.customer_takes(order, line, quantity)
            self.assertEqual(line.product_uom_qty, quantity, "core's own door")
            self.assertIn("price_approval", self.codes(order))
            answer = self.customer_signs(order)
            self.assertIn("error", answer, "no Sign while an internal blocker stands")
            self.assertEqual(order.state, "sent")
        self.customer_takes(order, line, 0)
        self.assertFalse(self.codes(order))
        self.customer_signs(order)
        self.assertEqual(order.state, "sale")

    @covers("Q-05")
    def test_honest_optional_line(self):
        self.authenticate(None, None)
        order = self.order(partner=self.southern, require_signature=True, require_payment=False)
        line = self.optional(order, price=1000)
        order.action_quotation_sent()
        self.customer_takes(order, line, 3)
        self.customer_signs(order)
        self.assertEqual((order.state, order.amount_untaxed), ("sale", 4000))

    # ------------------------------------------------------------------ after the approval
    @covers("Q-07")
    def test_more_at_the_approved_price(self):
        order = self.approved()
        order.order_line.product_uom_qty = 50
        self.assertHeld(order, "price_approval")
        self.assertEqual(order.price_approval_state, "lapsed")
        fewer = self.approved(quantity=5)
        fewer.order_line.product_uom_qty = 4
        self.assertFalse(self.codes(fewer), "less is conceded than agreed")

    @covers("Q-05")
    def test_copy_of_lines_and_of_the_order(self):
        order = self.approved()
        order.action_confirm()
        copy = order.copy()
        copy.order_line.price_unit = 900
        self.assertHeld(copy, "price_approval")
        order.with_user(self.manager).action_unlock()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.write({"order_line": [Command.create(order.order_line.copy_data()[0])]})

    # ------------------------------------------------------------------ import
    @covers("Q-05")
    def test_imported_as_confirmed_and_locked(self):
        orders = self.env["sale.order"].with_user(self.salesperson)
        names = ["partner_id/.id", "state", "locked", "order_line/product_id/.id", "order_line/price_unit"]
        row = [str(self.southern.id), "sale", "1", str(self.product.id), "1"]
        before = orders.search_count([])
        try:
            result = orders.with_context(import_file=True).load(names, [row])
        except UserError:
            result = {"ids": False}
        self.assertFalse(result["ids"])
        self.assertEqual(orders.search_count([]), before)

    # ------------------------------------------------------------------ who sets prices
    @covers("Q-10")
    def test_salespeople_set_no_price_of_the_house(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Colour", "value_ids": [Command.create({"name": "Red"}), Command.create({"name": "Blue"})]}
        )
        template = self.env["product.template"].create({"name": "Valve", "list_price": 900})
        template.attribute_line_ids = [
            Command.create({"attribute_id": attribute.id, "value_ids": [Command.set(attribute.value_ids.ids)]})
        ]
        template.flush_recordset()
        value = self.env["product.template.attribute.value"].search([("product_tmpl_id", "=", template.id)], limit=1)
        ways = {
            "catalogue price": lambda user: template.with_user(user).write({"list_price": 1}),
            "price of an attribute": lambda user: value.with_user(user).write({"price_extra": -500}),
            "tax": lambda user: template.with_user(user).write({"taxes_id": [Command.clear()]}),
            "unit": lambda user: template.with_user(user).write({"uom_id": self.env.ref("uom.product_uom_dozen").id}),
            "pricelist": lambda user: self.pricelist.with_user(user).write({"active": False}),
            "pricelist's place": lambda user: self.cheap.with_user(user).write({"sequence": 0}),
            "rate": lambda user: self.env["res.currency.rate"].with_user(user).create({"rate": 2}),
            "customer's pricelist": lambda user: self.southern.with_user(user).write(
                {"property_product_pricelist": self.cheap.id}
            ),
        }
        for user in (self.salesperson, self.supervisor, self.sales_admin, self.accountant, self.keeper):
            for name, way in ways.items():
                with self.subTest(user=user.name, way=name):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        way(user)

    # ------------------------------------------------------------------ on the invoice
    def invoice(self):
        self.product.invoice_policy = "order"
        order = self.order(partner=self.southern, lines=[(self.product, 12, {})])
        order.action_confirm()
        return order.sudo()._create_invoices().with_user(self.accountant)

    @covers("Q-05")
    def test_invoice_in_another_unit_or_currency(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        invoice = self.invoice()
        invoice.invoice_line_ids.write({"product_uom_id": dozen.id, "quantity": 1, "price_unit": 1000})
        with self.assertRaisesRegex(UserError, "below the prices of the order"):
            invoice.action_post()
        invoice.invoice_line_ids.write({"price_unit": 12000})
        invoice.action_post()
        weak = self.env["res.currency"].create({"name": "XTW", "symbol": "w", "rounding": 0.01})
        self.env["res.currency.rate"].create({"currency_id": weak.id, "rate": 20, "name": "2020-01-01"})
        invoice = self.invoice()
        invoice.currency_id = weak
        invoice.invoice_line_ids.price_unit = 1000
        with self.assertRaisesRegex(UserError, "below the prices of the order"):
            invoice.action_post()

    @covers("Q-05")
    def test_invoice_discount_tax_and_quantity(self):
        included = self.tax("Included 13", 13, included=True)
        for values in ({"discount": 0.5}, {"tax_ids": [Command.set(included.ids)]}):
            invoice = self.invoice()
            invoice.invoice_line_ids.write(values)
            with self.assertRaisesRegex(UserError, "below the prices of the order"):
                invoice.action_post()

    @covers("Q-05")
    def test_credit_afterwards(self):
        """Whatever the credit note calls it: money back without goods is a discount."""
        invoice = self.invoice()
        invoice.action_post()
        for line in (
            {"name": "Loyalty", "quantity": 1, "price_unit": 100, "tax_ids": False},
            {"name": "Pump", "product_id": self.product.id, "quantity": 1, "price_unit": 100, "tax_ids": False},
        ):
            refund = invoice.sudo()._reverse_moves().with_user(self.accountant)
            refund.write({"invoice_line_ids": [Command.clear(), Command.create(line)]})
            with self.assertRaisesRegex(UserError, "without a return of goods"):
                refund.with_context(sdw_bypass=True).action_post()
            with self.assertRaises(UserError):
                refund.write({"state": "posted"})
