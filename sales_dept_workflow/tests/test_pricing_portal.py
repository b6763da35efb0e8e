from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import covers
from .common_pricing import PricingCase

MODULE = "sales_dept_workflow"


@tagged("post_install", "-at_install")
class TestPricingPortal(PricingCase, HttpCase):
    """What a customer sees of a quotation that is held, and of our figures: nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "territory", "price")
        cls.portal = new_test_user(cls.env, "sdw_portal", groups="base.group_portal", name="Portal")
        cls.portal.partner_id.parent_id = cls.customer
        cls.held = cls.order(lines=[(cls.product, 1, {"price_unit": 1})])
        cls.free = cls.order()

    def test_no_field_of_ours_is_readable(self):
        records = {
            "sale.order": self.held,
            "sale.order.line": self.held.order_line,
            "res.partner": self.portal.partner_id,
        }
        for model, record in records.items():
            fields = self.env["ir.model.fields"].sudo().search([("model", "=", model)])
            ours = [
                field.name
                for field in fields
                if MODULE in (field.modules or "").split(", ") and field.modules == MODULE
            ]
            self.assertTrue(ours)
            for name in ours:
                with self.assertRaises(AccessError, msg=f"{model}.{name}"):
                    record.with_user(self.portal).read([name])

    def test_no_method_of_ours_is_callable(self):
        order = self.held.with_user(self.portal)
        for method, arguments in {
            "get_blockers": ("confirm",),
            "action_request_approval": ("price", "x"),
            "action_refer_to_distributor": (),
        }.items():
            with self.assertRaises(AccessError, msg=method):
                getattr(order, method)(*arguments)

    @covers("Q-04", "Q-05")
    def test_link_and_printout_of_a_held_quotation(self):
        self.held.sudo()._portal_ensure_token()
        self.free.sudo()._portal_ensure_token()
        self.authenticate(None, None)
        for order, shown in ((self.held, False), (self.free, True)):
            for suffix in ("", "&report_type=pdf"):
                answer = self.url_open(f"{order.sudo().get_portal_url()}{suffix}", allow_redirects=False)
                self.assertEqual(answer.status_code == 200, shown, f"{order.name} {suffix}")
        report = self.env["ir.actions.report"]
        with self.assertRaises(AccessError):
            report.with_user(self.portal)._render_qweb_html("sale.report_saleorder", self.held.ids)
        html = report.with_user(self.salesperson)._render_qweb_html("sale.report_saleorder", self.held.ids)[0].decode()
        self.assertIn("NOT RELEASED", html)
        html = report.with_user(self.salesperson)._render_qweb_html("sale.report_saleorder", self.free.ids)[0].decode()
        self.assertNotIn("NOT RELEASED", html)

    def test_customer_may_not_slip_in_a_line(self):
        with self.assertRaises(AccessError):
            self.held.with_user(self.portal).write({"order_line": [Command.clear()]})
