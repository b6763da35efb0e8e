from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .common_pricing import PricingCase


@tagged("post_install", "-at_install")
class TestOutsideTerritory(PricingCase):
    """Whoever sells or resells outside his territory is shown to the manager (M-27)."""

    def findings(self, order):
        domain = [("res_model", "=", "sale.order"), ("res_id", "=", order.id), ("code", "=", "outside_territory")]
        return self.env["sdw.audit.finding"].with_user(self.director).search(domain)

    @covers("M-27", "M-28")
    def test_salesperson(self):
        self.switch("block", "territory")
        free = self.order(partner=self.southern)
        free.action_confirm()
        self.assertFalse(self.findings(free), "nobody assigned him a territory")
        self.east.with_user(self.manager).member_ids = self.salesperson
        outside = self.order(partner=self.southern)
        self.assertEqual(self.codes(outside), ["outside_territory"])
        self.assertEqual(outside.get_blockers("confirm")[0]["mode"], "warn")
        outside.action_confirm()
        finding = self.findings(outside)
        self.assertEqual((finding.rule, finding.responsible_id), ("territory", self.salesperson))
        self.assertIn("华南", finding.message)
        inside = self.order(lines=[(self.product, 1, {"price_unit": 1100})])
        inside.action_confirm()
        self.assertFalse(self.findings(inside))
        self.country.member_ids = self.salesperson
        whole = self.order(partner=self.southern)
        self.assertFalse(self.codes(whole), "the South is a part of his country")
        finding.with_user(self.manager).action_explain("Agreed with the South")
        self.assertEqual(finding.state, "explained")

    @covers("M-27")
    def test_distributor(self):
        self.switch("block", "territory")
        address = self.env["res.partner"].create(
            {
                "name": "Southern Store",
                "type": "delivery",
                "parent_id": self.dealer.id,
                "country_id": self.china.id,
                "state_id": self.guangdong.id,
            }
        )
        at_home = self.order(partner=self.dealer, partner_shipping_id=self.dealer.id)
        self.assertFalse(self.codes(at_home))
        outside = self.order(partner=self.dealer, partner_shipping_id=address.id)
        self.assertEqual(self.codes(outside), ["outside_territory"])
        outside.write({"state": "sale"})
        self.assertIn("East Dealer", self.findings(outside).message)
        self.agreement.territory_id = self.country
        self.assertFalse(self.codes(self.order(partner=self.dealer, partner_shipping_id=address.id)))

    @covers("M-27")
    def test_refused_where_the_company_says_so(self):
        self.switch("block", "territory")
        self.company.sdw_block_outside_territory = True
        self.east.member_ids = self.salesperson
        order = self.order(partner=self.southern)
        doors = [
            lambda: order.action_confirm(),
            lambda: order.with_context(sdw_block_outside_territory=False).action_confirm(),
            lambda: order.write({"state": "sale"}),
        ]
        for door in doors:
            with self.assertRaisesRegex(UserError, "华东"), self.env.cr.savepoint():
                door()
        order.action_quotation_sent()
        self.south.with_user(self.manager).member_ids = [Command.link(self.salesperson.id)]
        order.action_confirm()

    @covers("M-27")
    def test_off_is_silent(self):
        self.east.member_ids = self.salesperson
        order = self.order(partner=self.southern)
        self.assertFalse(self.codes(order))
        order.action_confirm()
        self.assertFalse(self.findings(order))

    @covers("M-28")
    def test_assignment_widens_no_rights(self):
        theirs = self.order(user=self.second_salesperson)
        before = self.env["sale.order"].with_user(self.salesperson).search_count([("id", "=", theirs.id)])
        self.east.member_ids = self.salesperson
        after = self.env["sale.order"].with_user(self.salesperson).search_count([("id", "=", theirs.id)])
        self.assertEqual((before, after), (0, 0))

    def test_many_cost_no_more(self):
        self.switch("block", "territory")
        self.east.member_ids = self.salesperson
        costs = {}
        for size in (20, 200):
            orders = self.env["sale.order"].create(
                [{"partner_id": (self.dealer if number % 2 else self.southern).id} for number in range(size)]
            )
            orders.flush_recordset()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._sdw_outside()
            costs[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(costs[200], costs[20] + 1, costs)
