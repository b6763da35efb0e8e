from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestPricingSpecial(PricingCase):
    """Special requirement means the price goes up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")

    @covers("Q-08", "Q-09")
    def test_surcharge_or_reason(self):
        order = self.order(lines=[(self.product, 1, {"special_requirement": "Stainless steel"})])
        self.assertHeld(order, "special_requirement")
        with self.assertRaises(AccessError):
            order.action_waive_special_surcharge("because")
        with self.assertRaises(AccessError):
            order.order_line.sdw_special_reason = "because"
        manager = order.with_user(self.manager)
        with self.assertRaises(UserError):
            manager.action_waive_special_surcharge(" ")
        manager.action_waive_special_surcharge("Costs us nothing")
        self.assertFalse(order.get_blockers("confirm"))
        order.order_line.special_requirement = "Gold"
        self.assertHeld(order, "special_requirement")
        order.order_line.special_uplift_percent = 5
        self.assertEqual(order.order_line.policy_price_unit, 1155, "own price, uplift and surcharge")
        self.assertHeld(order, "territory_uplift")
        order.action_update_prices()
        self.assertEqual(order.order_line.price_unit, 1155)
        order.action_confirm()

    @covers("Q-08")
    def test_form_raises_the_price(self):
        with Form(self.env["sale.order"].with_user(self.salesperson)) as form:
            form.partner_id = self.southern
            with form.order_line.new() as line:
                line.product_id = self.product
                line.special_requirement = "Blue"
                line.special_uplift_percent = 10
                self.assertEqual(line.price_unit, 1100)

    @covers("Q-09")
    def test_printed(self):
        order = self.order(lines=[(self.product, 1, {"special_requirement": "Blue", "special_uplift_percent": 1})])
        report = self.env["ir.actions.report"].with_user(self.salesperson)
        self.assertIn("Blue", report._render_qweb_html("sale.report_saleorder", order.ids)[0].decode())

    # ------------------------------------------------------------------ on to warehouse and production
    def promised(self):
        kind = self.env.ref("sales_dept_workflow.special_category_material")
        extra = {
            "special_requirement": "Stainless steel",
            "sdw_special_category_id": kind.id,
            "special_uplift_percent": 5,
        }
        order = self.order(partner=self.southern, lines=[(self.product, 3, extra), (self.product, 1, {})])
        order.action_confirm()
        return order

    @covers("Q-09")
    def test_printed_with_its_kind(self):
        order = self.promised()
        report = self.env["ir.actions.report"].with_user(self.salesperson)
        html = report._render_qweb_html("sale.report_saleorder", order.ids)[0].decode()
        self.assertIn("Material", html)
        picking = order.sudo().picking_ids
        slip = self.env["ir.actions.report"].with_user(self.keeper)
        html = slip._render_qweb_html("stock.report_deliveryslip", picking.ids)[0].decode()
        self.assertIn("Stainless steel", html)

    @covers("Q-09")
    def test_passed_to_warehouse_and_production(self):
        order = self.promised()
        picking = order.sudo().picking_ids.with_user(self.keeper)
        self.assertTrue(picking.sdw_has_special)
        wishes = picking.move_ids.filtered("sdw_special_requirement")
        self.assertEqual(wishes.sdw_special_requirement, "Stainless steel")
        self.assertEqual(wishes.sdw_special_category_id.name, "Material")
        order.sudo().order_line[0].special_requirement = "Duplex steel"
        self.env.flush_all()
        self.assertEqual(wishes.sdw_special_requirement, "Duplex steel", "a link, not a copy")
        for user in (self.production, self.keeper, self.shipping, self.support):
            listed = self.env["sdw.special.requirement"].with_user(user).search([("order_name", "=", order.name)])
            self.assertEqual((listed.requirement, listed.quantity), ("Duplex steel", 3))
        self.assertNotIn("price", " ".join(listed._fields), "no prices for them")
        with self.assertRaises(AccessError):
            self.env["sdw.special.requirement"].with_user(self.accountant).search([])
        self.ship(order.sudo().picking_ids)
        self.env.flush_all()
        listed = self.env["sdw.special.requirement"].with_user(self.production).search([("id", "=", listed.id)])
        self.assertFalse(listed.is_open)

    @covers("L-19", "Q-09")
    def test_from_the_opportunity(self):
        lead = (
            self.env["crm.lead"]
            .with_user(self.salesperson)
            .create(
                {
                    "name": "Pumps",
                    "partner_id": self.southern.id,
                    "contact_name": "Mr Chen",
                    "phone": "+86 20 5555 4321",
                    "country_id": self.china.id,
                    "state_id": self.guangdong.id,
                    "expected_quantity": "Three pumps",
                    "sdw_customisation": "Explosion-proof",
                }
            )
        )
        lead.with_user(self.sales_admin).action_verify_inquirer()
        order = self.order(
            partner=self.southern, opportunity_id=lead.id, lines=[(self.product, 1, {}), (self.product, 2, {})]
        )
        self.assertEqual(order.order_line.mapped("special_requirement"), ["Explosion-proof", False])
        self.assertHeld(order, "special_requirement")
        order.order_line[0].special_requirement = "Explosion-proof, red"
        order.write({"order_line": [Command.create({"product_id": self.product.id})]})
        self.assertEqual(order.order_line[0].special_requirement, "Explosion-proof, red")
        self.assertFalse(order.order_line[2].special_requirement)
        action = lead.action_new_quotation()
        with Form(self.env["sale.order"].with_user(self.salesperson).with_context(**action["context"])) as form:
            with form.order_line.new() as line:
                line.product_id = self.product
                self.assertEqual(line.special_requirement, "Explosion-proof")
        self.assertFalse(self.order().order_line.special_requirement)

    @covers("Q-08", "Z-07")
    def test_any_surcharge_above_nothing(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.order(lines=[(self.product, 1, {"special_requirement": "x", "special_uplift_percent": -1})])
        order = self.order(
            partner=self.southern,
            lines=[(self.product, 1, {"special_requirement": "x", "special_uplift_percent": 0.1})],
        )
        self.assertFalse(self.codes(order))
        self.assertEqual(order.order_line.price_unit, 1001)

    @covers("Q-09")
    def test_kinds_are_configured(self):
        kinds = self.env["sdw.special.category"]
        kinds.with_user(self.manager).create({"name": "Voltage"})
        with self.assertRaises(AccessError):
            kinds.with_user(self.salesperson).create({"name": "Weight"})
