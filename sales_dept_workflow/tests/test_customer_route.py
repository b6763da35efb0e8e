from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import covers
from .status_common import StatusCase


@tagged("post_install", "-at_install")
class TestCustomerRoute(StatusCase):
    """Customers of a region in the order of a tour, for visits and vehicles."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.env["res.partner"].create([{"name": "First"}, {"name": "Second"}])
        cls.route = cls.draw("Monday", cls.second, cls.first)

    @classmethod
    def draw(cls, name, *partners):
        stops = [(0, 0, {"partner_id": partner.id, "sequence": number}) for number, partner in enumerate(partners, 1)]
        return cls.env["sdw.customer.route"].with_user(cls.supervisor).create({"name": name, "stop_ids": stops})

    @covers("A-22")
    def test_order(self):
        self.assertEqual(self.route.partner_ids.ids, [self.second.id, self.first.id])
        self.assertEqual((self.first.sdw_route_id, self.first.sdw_route_sequence), (self.route, 2))
        self.route.stop_ids.filtered(lambda stop: stop.partner_id == self.first).sequence = 0
        self.assertEqual(self.route.partner_ids.ids, [self.first.id, self.second.id])
        self.assertEqual(self.first.sdw_route_sequence, 0)

    @covers("A-22")
    def test_addresses_follow(self):
        address = self.env["res.partner"].create({"name": "Yard", "type": "delivery", "parent_id": self.first.id})
        self.assertEqual(address.sdw_route_id, self.route)
        tuesday = self.draw("Tuesday", address)
        self.assertEqual((address.sdw_route_id, self.first.sdw_route_id), (tuesday, self.route))
        tuesday.unlink()
        self.assertEqual(address.sdw_route_id, self.route)
        self.route.stop_ids.filtered(lambda stop: stop.partner_id == self.first).unlink()
        self.assertFalse(address.sdw_route_id | self.first.sdw_route_id)

    @covers("A-22")
    def test_who_draws(self):
        for user in (self.salesperson, self.keeper, self.accountant):
            self.assertEqual(self.route.with_user(user).name, "Monday")
            with self.assertRaises(AccessError):
                self.route.with_user(user).name = "Mine"
            with self.assertRaises(AccessError):
                self.route.stop_ids.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.customer.with_user(self.manager).sdw_route_id = self.route
        self.route.with_user(self.manager).name = "Monday morning"

    @covers("A-22")
    def test_region(self):
        china = self.env.ref("base.cn")
        state = self.env["res.country.state"].search([("country_id", "=", china.id)], limit=1)
        region = self.env["sdw.territory"].create({"name": "Region", "state_ids": state.ids})
        place = {"country_id": china.id, "state_id": state.id}
        partners = self.env["res.partner"].create([{"name": "Near", **place}, {"name": "Struck off", **place}])
        self.approve(self.request("invalid", user=self.sales_admin, partner=partners[1]), self.manager)
        self.route.with_user(self.supervisor).territory_id = region
        self.route.with_user(self.supervisor).action_add_region()
        self.assertEqual(self.route.partner_ids, self.second | self.first | partners[0])
        self.assertEqual(self.route.stop_count, 3)

    @covers("A-22", "O-09")
    def test_shipments_by_route(self):
        orders = self.order(partner=self.first) | self.order(partner=self.customer)
        orders.sudo().action_confirm()
        groups = dict(
            self.env["stock.picking"]
            .with_user(self.shipping)
            ._read_group([("id", "in", orders.sudo().picking_ids.ids)], ["sdw_route_id"], ["__count"])
        )
        self.assertEqual(groups, {self.route: 1, self.route.browse(): 1})
        notices = self.env["sdw.delivery.notice"].with_user(self.sales_admin)
        notices.create([{"picking_id": transfer.id} for transfer in orders.sudo().picking_ids])
        found = notices.search([("sdw_route_id", "=", self.route.id)])
        self.assertEqual(found.consignee_id, self.first)
        domain = [("picking_id", "in", orders.sudo().picking_ids.ids)]
        groups = dict(notices._read_group(domain, ["sdw_route_id"], ["__count"]))
        self.assertEqual(groups[self.route], 1)

    @covers("A-22", "A-49")
    def test_merging(self):
        """The history follows; of two stops one stays; what was requested on the merged one ends."""
        self.approve(self.request("invalid", user=self.sales_admin, partner=self.first), self.manager)
        self.request("invalid", user=self.sales_admin, partner=self.second)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.first | self.second).ids, self.first)
        self.assertFalse(self.second.exists())
        self.assertEqual(self.route.partner_ids, self.first)
        self.assertEqual(len(self.first.sdw_status_log_ids), 1)
        self.assertEqual(set(self.first.approval_ids.mapped("state")), {"approved", "cancelled"})
