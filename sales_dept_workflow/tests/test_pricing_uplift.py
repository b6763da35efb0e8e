from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import covers
from .uplift_common import UpliftCase


@tagged("post_install", "-at_install")
class TestPricingUplift(UpliftCase):
    """Must hold: the protected region, end to end, at RPC level with the real users."""

    @covers("Q-04")
    def test_new_line_offers_the_uplifted_price(self):
        order = self.order()
        self.assertEqual(order.territory_id, self.east)
        self.assertEqual(order.distributor_id, self.agreement)
        self.assertEqual(order.territory_uplift_percent, 10)
        self.assertEqual(order.sdw_distributor_phone, self.dealer.phone)
        self.assertEqual(order.order_line.price_unit, 1100.00)
        self.assertEqual(order.order_line.policy_price_unit, 1100.00)
        self.assertEqual(order.concession_amount, 0)
        self.assertEqual(order.price_approval_state, "not_needed")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    @covers("Q-04")
    def test_form_offers_the_uplifted_price(self):
        with Form(self.env["sale.order"].with_user(self.salesperson)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.product
                self.assertEqual(line.price_unit, 1100.00)

    def ways_below(self):
        """{name: what makes an order a cent cheaper than allowed}"""
        other_tax = self.tax("Included 13", 13, included=True)
        dozen = self.env.ref("uom.product_uom_dozen")
        return {
            "price": lambda order: order.order_line.write({"price_unit": 1099.99}),
            "discount": lambda order: order.order_line.write({"discount": 0.01}),
            "line": lambda order: order.write(
                {
                    "order_line": [
                        Command.create({"product_id": self.product.id, "product_uom_qty": 1, "price_unit": -0.01})
                    ]
                }
            ),
            "negative quantity": lambda order: order.write(
                {
                    "order_line": [
                        Command.create({"product_id": self.product.id, "product_uom_qty": -0.01, "price_unit": 1.0})
                    ]
                }
            ),
            "tax": lambda order: order.order_line.write({"tax_ids": [Command.set(other_tax.ids)]}),
            "down payment": lambda order: order.order_line.write({"is_downpayment": True, "price_unit": 1}),
            "expense": lambda order: order.order_line.write({"is_expense": True, "price_unit": 1}),
            "tax data": lambda order: order.order_line.write(
                {
                    "price_unit": 1,
                    "extra_tax_data": {"manual_total_excluded_currency": 1100.0, "manual_tax_amounts": {}},
                }
            ),
            "stored amounts": lambda order: (
                order.order_line.write({"price_unit": 1}),
                order.sudo().order_line.write({"price_subtotal": 1100}),
            ),
            "unit": lambda order: order.order_line.write({"product_uom_id": dozen.id, "price_unit": 1100.0}),
        }

    @covers("Q-04", "Q-05")
    def test_a_cent_below_is_held_whatever_the_way(self):
        for name, way in self.ways_below().items():
            with self.subTest(way=name):
                order = self.order()
                way(order)
                self.assertTrue(set(self.codes(order)) & {"territory_uplift", "price_approval"})
                with self.assertRaisesRegex(UserError, "Distributor protection|Price policy"):
                    order.action_confirm()
                with self.assertRaises(UserError):
                    order.write({"state": "sent"})
                with self.assertRaises(UserError):
                    order.action_quotation_send()

    @covers("Q-04", "Q-05")
    def test_switched_pricelist_is_held(self):
        order = self.order()
        order.pricelist_id = self.cheap
        order.action_update_prices()
        self.assertAlmostEqual(order.order_line.price_subtotal, 770.0)
        self.assertHeld(order, "price_approval", "territory_uplift")

    @covers("Q-04")
    def test_refusal_names_rule_distributor_and_who_clears_it(self):
        order = self.order()
        order.order_line.price_unit = 1099.99
        self.assertHeld(order, "territory_uplift")
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        for text in (
            "Distributor protection",
            "East Dealer",
            "+86 21 5555 1234",
            "华东",
            "1,099.99",
            "1,100.00",
            "Sales Manager",
        ):
            self.assertIn(text, str(refused.exception))

    @covers("Q-05")
    def test_created_as_confirmed_is_held(self):
        lines = [(self.product, 1, {"price_unit": 1099.99})]
        for state in ("sale", "sent"):
            with self.assertRaises(UserError):
                self.order(lines=lines, state=state)
        forged = self.env["sale.order"].with_user(self.salesperson).with_context(default_state="sale")
        line = Command.create({"product_id": self.product.id, "price_unit": 1})
        with self.assertRaises(UserError):
            forged.create({"partner_id": self.customer.id, "order_line": [line]})

    @covers("Q-06", "Q-07")
    def test_manager_then_general_manager(self):
        order = self.order()
        order.order_line.price_unit = 1050
        approval = order.action_request_approval("price", "Big hospital, reference customer")
        self.assertEqual(order.price_approval_state, "pending")
        self.assertEqual(approval.facts["concession"], 50)
        self.assertAlmostEqual(approval.percent, 50 / 1100 * 100, 3)
        with self.assertRaises(AccessError):
            self.approve(approval, self.salesperson)
        self.approve(approval, self.manager)
        self.assertHeld(order, "territory_uplift")
        self.approve(approval, self.gm)
        self.assertEqual(order.price_approval_state, "approved")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    @covers("Q-07")
    def test_a_cent_less_after_approval_lapses(self):
        order = self.order()
        order.order_line.price_unit = 1050
        approval = self.approve(order.action_request_approval("price", "why"), self.manager, self.gm)
        order.order_line.price_unit = 1060
        self.assertEqual(approval.state, "approved", "what is better for us keeps it")
        order.order_line.price_unit = 1050
        order.order_line.price_unit = 1049.99
        self.assertEqual(approval.state, "lapsed")
        self.assertEqual(order.price_approval_state, "lapsed")
        self.assertIn(
            "Concession in percent",
            [row["label"] for row in approval.facts_panel["changes"]],
            "the request shows what changed",
        )
        self.assertHeld(order, "territory_uplift")

    @covers("Q-07")
    def test_other_customer_or_line_lapses(self):
        order = self.order(lines=[(self.product, 1, {"price_unit": 1050}), (self.product, 1, {})])
        approval = self.approve(order.action_request_approval("price", "why"), self.manager, self.gm)
        order.order_line[1].price_unit = 1099
        self.assertEqual(approval.state, "lapsed")
        approval = self.approve(order.action_request_approval("price", "why"), self.manager, self.gm)
        order.partner_id = self.env["res.partner"].create(
            {
                "name": "Other",
                "country_id": self.china.id,
                "state_id": self.shanghai.id,
            }
        )
        self.assertEqual(approval.state, "lapsed")

    @covers("Q-05")
    def test_copy_of_an_approved_order(self):
        order = self.order()
        order.order_line.price_unit = 1050
        self.approve(order.action_request_approval("price", "why"), self.manager, self.gm)
        copy = order.copy()
        self.assertEqual(copy.order_line.price_unit, 1050)
        self.assertEqual(copy.price_approval_state, "needed")
        self.assertHeld(copy, "territory_uplift")

    @covers("Q-04", "Z-06")
    def test_the_distributor_himself(self):
        branch = self.env["res.partner"].create(
            {
                "name": "Dealer's Branch",
                "is_company": True,
                "parent_id": self.dealer.id,
                "country_id": self.china.id,
                "state_id": self.shanghai.id,
            }
        )
        contact = self.env["res.partner"].create({"name": "Mr Dealer", "parent_id": self.dealer.id})
        for partner in self.dealer | branch | contact:
            order = self.order(partner=partner)
            self.assertEqual(order.order_line.price_unit, 1000.00, partner.name)
            self.assertFalse(order.distributor_id)
            order.action_confirm()
            self.assertEqual(order.state, "sale")

    @covers("Q-05")
    def test_unprotected_customer_below_list(self):
        order = self.order(partner=self.southern)
        self.assertEqual(order.order_line.price_unit, 1000)
        order.order_line.price_unit = 999.99
        self.assertHeld(order, "price_approval")

    @covers("Q-05")
    def test_above_policy_does_not_make_up(self):
        order = self.order(
            partner=self.southern,
            lines=[(self.product, 1, {"price_unit": 2000}), (self.product, 1, {"price_unit": 999})],
        )
        self.assertEqual(order.concession_amount, 1)
        self.assertHeld(order, "price_approval")

    @covers("Q-04")
    def test_update_prices_and_change_of_address(self):
        order = self.order(partner=self.southern)
        with Form(order) as form:
            form.partner_id = self.customer
            self.assertTrue(form.show_update_pricelist)
        self.assertEqual(order.order_line.price_unit, 1000, "prices change only when asked to")
        self.assertHeld(order, "territory_uplift")
        order.action_update_prices()
        self.assertEqual(order.order_line.price_unit, 1100)
        order.action_confirm()

    def test_warn_changes_no_price_and_files_one_finding(self):
        self.switch("warn", "territory", "price")
        order = self.order()
        self.assertEqual(order.order_line.price_unit, 1000)
        self.assertEqual(order.order_line.policy_price_unit, 1100)
        order.write({"state": "sent"})
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        finding = self.env["sdw.audit.finding"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])
        self.assertRecordValues(finding, [{"code": "territory_uplift", "rule": "territory"}])
