from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase

SMALL, LARGE = 20, 200


@tagged("post_install", "-at_install")
class TestPricingCosts(PricingCase):
    """An order of 200 lines costs no more of our queries than one of 20.

    Core's own queries may grow with the lines: compared is what the rules add to the same work without them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.env["product.product"].create(
            [
                {"name": f"P{number}", "type": "consu", "list_price": 100 + number, "taxes_id": False}
                for number in range(LARGE)
            ]
        )

    def quotation(self, size, mode):
        self.switch(mode, "territory", "price")
        return self.order(lines=[(product, 2, {}) for product in self.products[:size]])

    def queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertNoGrowth(self, work, slack=3):
        """What the rules add to ``work(order)`` is the same for both sizes."""
        self.queries(lambda: work(self.quotation(SMALL, "block")))  # caches that a running server has
        extra = {}
        for size in (SMALL, LARGE):
            on, off = (self.quotation(size, mode) for mode in ("block", "off"))
            self.switch("block", "territory", "price")
            costs = self.queries(lambda on=on: work(on))
            self.switch("off", "territory", "price")
            extra[size] = costs - self.queries(lambda off=off: work(off))
        self.assertLessEqual(extra[LARGE], extra[SMALL] + slack, extra)

    @covers("Q-05")
    def test_blockers(self):
        self.assertNoGrowth(lambda order: order._get_blockers("confirm"))

    @covers("Q-05")
    def test_panel_and_concession(self):
        self.assertNoGrowth(lambda order: (order.blocker_panel, order.concession_amount, order.price_approval_state))

    @covers("Q-05")
    def test_writing_one_line(self):
        self.assertNoGrowth(lambda order: order.order_line[5].write({"price_unit": 90}))

    @covers("Q-05")
    def test_changing_one_line_in_the_form(self):
        def change(order):
            line = order.order_line[5]
            order.onchange({"note": "x"}, ["note"], {"note": {}, "concession_amount": {}})
            line.onchange({"price_unit": 90.0}, ["price_unit"], {"price_unit": {}, "concession_amount": {}})

        self.assertNoGrowth(change)

    @covers("Q-06", "Q-07")
    def test_asking_for_approval(self):
        def ask(order):
            if order.company_id._sdw_mode("price") == "block":
                order.action_request_approval("price", "Please")

        self.assertNoGrowth(ask)

    @covers("Q-05")
    def test_confirming(self):
        self.assertNoGrowth(lambda order: order.sudo().action_confirm())
