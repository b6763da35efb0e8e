from odoo.fields import Command
from odoo.tests import tagged

from .common import SdwCase, covers

RULES = ("territory", "price", "credit", "shipping_hold")


class CostCase(SdwCase):
    """Counts the queries of a step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.taxes_id = cls.env["account.tax"].search(
            [("type_tax_use", "=", "sale"), ("company_id", "=", cls.company.id)], limit=1
        )

    def quotations(self, size):
        """One each for customers of their own."""
        china = self.env.ref("base.cn")
        state = self.env["res.country.state"].search([("country_id", "=", china.id)], limit=1)
        where = {"country_id": china.id, "state_id": state.id}
        partners = self.env["res.partner"].create([{"name": f"P{number}", **where} for number in range(size)])
        line = Command.create({"product_id": self.product.id, "product_uom_qty": 2})
        values = [{"partner_id": partner.id, "order_line": [line] * 3} for partner in partners]
        return self.env["sale.order"].with_user(self.salesperson).create(values)

    def queries(self, call, cold=True):
        self.env.flush_all()
        if cold:
            self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestCosts(CostCase):
    """What the rules together cost in queries: little for one order, nothing for each further one."""

    def confirming(self, mode, size):
        self.switch(mode, *RULES)
        return self.queries(self.quotations(size).action_confirm)

    @covers("Q-05", "O-04")
    def test_confirming(self):
        """All rules on against all off: the price check, the accountant's three checks, the request and who is told."""
        self.confirming("off", 2), self.confirming("block", 2)  # caches that a running server has
        extra = {size: self.confirming("block", size) - self.confirming("off", size) for size in (1, 20)}
        # Four to judge the prices, two for the stock and what is owed, the rest what is written: the nodes, the three
        # checks, the request, its activity and who follows it.
        self.assertLessEqual(extra[1], 11, extra)
        self.assertLessEqual(extra[20], extra[1] + 6, extra)

    def test_no_growth_with_the_history(self):
        self.switch("block", *RULES)
        self.quotations(2).action_confirm()
        first = self.quotations(1)
        before = self.queries(first.action_confirm)
        for _number in range(12):
            first.copy().action_confirm()
        again = first.copy()
        self.assertLessEqual(self.queries(again.action_confirm), before + 1)

    @covers("O-04")
    def test_panel_of_a_list(self):
        self.switch("block", *RULES)
        costs = []
        for size in (2, 5, 40):
            orders = self.quotations(size)
            costs.append(self.queries(lambda listed=orders: listed.mapped("blocker_panel")))
        self.assertLessEqual(costs[2], costs[1] + 2, costs)


@tagged("post_install", "-at_install")
class TestApprovalCosts(CostCase):
    """What asking and deciding cost, with the caches that a running server has."""

    def deciding(self, size):
        """Queries of asking, of the manager's step and of the general manager's, for ``size`` orders at once."""
        orders = self.quotations(size)
        orders.order_line.discount = 5
        costs = [self.queries(lambda: orders.action_request_approval("price", "Large order"), cold=False)]
        domain = [("res_model", "=", "sale.order"), ("res_id", "in", orders.ids), ("code", "=", "price")]
        requests = self.env["sdw.approval"].search(domain)
        for user in (self.manager, self.gm):
            costs.append(self.queries(requests.with_user(user).action_approve, cold=False))
        self.assertEqual(set(requests.mapped("state")), {"approved"})
        return costs

    @covers("Q-05")
    def test_asking_and_deciding(self):
        self.switch("block", *RULES)
        self.deciding(2)
        asking, middle, last = self.deciding(1)
        self.assertLessEqual(asking, 6)
        self.assertLessEqual(middle, 6)
        self.assertLessEqual(last, 8)

    @covers("O-04")
    def test_accountant(self):
        """The checks are judged anew on the money as it is now, in a request of its own: nothing is cached."""
        self.switch("block", *RULES)
        costs = {size: self.releasing(size) for size in (2, 1, 20)}
        self.assertLessEqual(costs[1], 31, costs)
        self.assertLessEqual(costs[20], costs[1] + 6, costs)

    def releasing(self, size):
        orders = self.quotations(size)
        orders.action_confirm()
        domain = [("res_model", "=", "sale.order"), ("res_id", "in", orders.ids), ("code", "=", "credit")]
        requests = self.env["sdw.approval"].search(domain)
        requests = requests.with_user(self.accountant)
        cost = self.queries(requests.browse(requests.ids).action_approve)
        self.assertEqual(set(requests.mapped("state")), {"approved"})
        return cost

    def test_no_growth_with_the_number(self):
        self.switch("block", *RULES)
        self.deciding(2)
        few, many = self.deciding(5), self.deciding(40)
        for before, after in zip(few, many, strict=True):
            self.assertLessEqual(after, before + 2, (few, many))
