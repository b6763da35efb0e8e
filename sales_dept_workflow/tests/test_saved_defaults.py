from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import covers
from .visit_common import VisitCase


@tagged("post_install", "-at_install")
class TestSavedDefaults(VisitCase):
    """Everybody may save defaults of his own; what the system sets, or some decide, takes none."""

    def save(self, model, user=None, **values):
        defaults = self.env["ir.default"].with_user(user or self.salesperson)
        for name, value in values.items():
            defaults.set(model, name, value, user_id=True)

    @covers("V-05", "V-06")
    def test_stamps(self):
        self.save("sdw.visit", state="filed", handed_on="2020-01-01 00:00:00", due_on="2020-01-01", place="Their works")
        self.save("sdw.visit.plan", state="approved")
        visit = self.visit(place=False)
        self.assertEqual((visit.state, visit.handed_on, visit.due_on), ("planned", False, False))
        given = self.env["sdw.visit"].with_user(self.salesperson).create({"partner_id": self.customer.id})
        self.assertEqual(given.place, "Their works", "his other defaults are his own")
        self.assertEqual(self.plan(count=0).state, "draft")
        shown = self.env["sdw.visit"].with_user(self.salesperson).default_get(["state", "place"])
        self.assertEqual(shown, {"state": "planned", "place": "Their works"})

    @covers("A-45", "A-21", "A-49")
    def test_customers(self):
        self.switch("block", "customer_status", "credit")
        self.save("res.partner", customer_status="active", customer_grade="a", sdw_size_class="key")
        self.save("res.partner", profile_completeness=100, shipping_hold=False)
        partner = self.env["res.partner"].with_user(self.salesperson).create({"name": "New", "is_company": True})
        self.assertEqual((partner.customer_status, partner.customer_grade), ("lead", False))
        self.assertFalse(partner.sdw_size_class)
        self.assertLess(partner.profile_completeness, 100)
        self.save("res.partner", payment_mode="credit")
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.salesperson).create({"name": "Second", "is_company": True})

    @covers("A-35", "A-21")
    def test_levels(self):
        self.save("sdw.customer.level", self.manager, credit_grade="a")
        self.env["sdw.customer.level"].search([("grade", "=", "b")]).unlink()
        level = self.env["sdw.customer.level"].with_user(self.manager).create({"name": "B", "grade": "b"})
        self.assertFalse(level.credit_grade)

    @covers("Q-04")
    def test_orders(self):
        """Neither saved nor in a context: amounts are computed."""
        self.switch("block", "credit")
        self.save("sale.order", amount_total=1, sdw_confirmed_on="2020-01-01 00:00:00")
        self.save("sale.order.line", price_subtotal=1, price_total=1)
        orders = self.env["sale.order"].with_user(self.salesperson).with_context(default_amount_total=2)
        line = {"product_id": self.product.id, "product_uom_qty": 2}
        order = orders.create({"partner_id": self.customer.id, "order_line": [(0, 0, line)]})
        self.env.flush_all()
        order.invalidate_recordset()
        self.assertEqual((order.amount_total, order.sdw_confirmed_on), (2000, False))
        self.assertEqual(order.order_line.price_subtotal, 2000)

    @covers("G-11")
    def test_the_administrators_are_no_exception(self):
        admin = self.env.ref("base.user_admin")
        self.env["ir.default"].with_user(admin).set("sdw.visit", "state", "filed")
        self.assertEqual(self.visit().state, "planned")
