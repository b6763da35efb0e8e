from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

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
