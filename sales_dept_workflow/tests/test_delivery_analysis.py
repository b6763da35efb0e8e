from datetime import datetime

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .analysis_common import AnalysisCase
from .common import covers


@tagged("post_install", "-at_install")
class TestDeliveryAnalysis(AnalysisCase):
    """What left for customers, and how long it took."""

    def rows(self, user=None, domain=()):
        mine = [("partner_id", "in", (self.northern | self.southern).ids), *domain]
        return self.env["sdw.delivery.analysis"].with_user(user or self.gm).search(mine)

    @covers("I-04")
    def test_figures(self):
        picking = self.shipment(datetime(2026, 3, 10, 8), days=2, quantity=3)
        [row] = self.rows()
        self.assertEqual(row.picking_id.sudo(), picking)
        self.assertEqual((row.cycle_days, row.late_days, row.amount), (2, 0, 3000))
        self.assertEqual((row.territory_id, row.user_id), (self.north, self.salesperson))
        picking.sale_id.commitment_date = datetime(2026, 3, 9, 20)
        self.env.invalidate_all()
        self.assertEqual(self.rows().late_days, 0.5)

    def test_units_currencies_and_part_deliveries(self):
        yen = self.env["res.currency"].create({"name": "XTY", "symbol": "y", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"currency_id": yen.id, "rate": 20, "name": "2020-01-01", "company_id": self.company.id}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Yen", "currency_id": yen.id})
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order(
            partner=self.northern,
            pricelist_id=pricelist.id,
            lines=[(self.product, 2, {"product_uom_id": dozen.id, "price_unit": 240000})],
        )
        order.sudo().action_confirm()
        self.ship(order.sudo().picking_ids, quantity=6)
        self.env.flush_all()
        self.assertEqual([row.amount for row in self.rows()], [6000], "half a dozen of 240,000 y at 20")

    def test_what_is_no_shipment(self):
        picking = self.shipment(datetime(2026, 3, 10, 8))
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.ship(back)
        self.order(partner=self.northern).sudo().action_confirm()
        self.env.flush_all()
        self.assertEqual(self.rows().picking_id.sudo(), picking)

    @covers("D-01")
    def test_arrival(self):
        self.company.sdw_arrival_days = 7
        picking = self.shipment(datetime(2026, 3, 10, 8))
        self.assertEqual((self.rows().arrival_state, self.rows().calls, self.rows().called_late), ("to_call", 0, 0))
        followup = self.env["sdw.arrival.followup"].search([("picking_id", "=", picking.id)])
        followup.shipped_on = picking.date_done
        followup.with_user(self.salesperson).action_log_call("unreachable")
        followup.with_user(self.salesperson).action_log_call("arrived", arrived_on="2026-03-13")
        self.env.flush_all()
        [row] = self.rows()
        self.assertEqual((row.arrival_state, row.calls, row.arrival_days), ("arrived", 2, 3))
        followup.sudo().deadline = datetime(2026, 3, 12)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.rows().called_late, 1)

    def test_own_team_all(self):
        self.shipment(datetime(2026, 3, 10, 8))
        self.shipment(datetime(2026, 3, 11, 8), user=self.second_salesperson)
        users = (self.salesperson, self.manager, self.director, self.sales_admin, self.accountant)
        self.assertEqual([len(self.rows(user)) for user in users], [1, 1, 2, 2, 2])
        for user in (self.keeper, self.support, self.archivist):
            with self.assertRaises(AccessError):
                self.rows(user)
        other = self.other_company()
        analysis = self.env["sdw.delivery.analysis"].with_user(self.gm).with_context(allowed_company_ids=other.ids)
        self.assertFalse(analysis.search_count([]))

    def test_opening(self):
        picking = self.shipment(datetime(2026, 3, 10, 8))
        action = self.rows().action_open_transfer()
        self.assertEqual((action["res_model"], action["res_id"]), ("stock.picking", picking.id))
        row = self.rows()
        self.second_salesperson.write({"group_ids": [Command.link(self.env.ref("base.group_user").id)]})
        with self.assertRaises(AccessError):
            row.with_user(self.second_salesperson).action_open_transfer()
