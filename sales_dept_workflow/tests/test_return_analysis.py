from datetime import datetime, timedelta

from odoo.tests import Form, tagged

from .analysis_common import AnalysisCase
from .common import covers


@tagged("post_install", "-at_install")
class TestReturnAnalysis(AnalysisCase):
    """What came back of what was delivered; who buys again."""

    def returned(self, picking, quantity):
        with Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
        ) as form:
            wizard = form.save()
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.ship(back, quantity)
        return back

    @covers("X-07")
    def test_rate(self):
        picking = self.shipment(datetime(2026, 3, 10, 8), quantity=8)
        self.shipment(datetime(2026, 3, 11, 8), quantity=2, partner=self.southern, user=self.second_salesperson)
        self.returned(picking, 2)
        self.env.flush_all()
        analysis = self.env["sdw.return.analysis"]
        domain = [("product_id", "=", self.product.id)]
        measures = ["delivered:sum", "returned:sum", "return_rate:avg"]
        rows = analysis.with_user(self.director)._read_group(domain, ["partner_id"], measures)
        figures = {partner: numbers for partner, *numbers in rows}
        self.assertEqual(figures, {self.northern: [8.0, 2.0, 25.0], self.southern: [2.0, 0.0, 0.0]})
        [[rate]] = analysis.with_user(self.director)._read_group(domain, [], ["return_rate:avg"])
        self.assertEqual(rate, 20.0, "of all goods, not the average of the rates")
        mine = analysis.with_user(self.salesperson).search(domain)
        self.assertEqual(mine.partner_id, self.northern)
        analysis.with_user(self.manager).get_views([(False, kind) for kind in ("pivot", "graph", "search")])

    def test_other_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order(partner=self.northern, lines=[(self.product, 1, {"product_uom_id": dozen.id})])
        order.sudo().action_confirm()
        self.ship(order.sudo().picking_ids)
        self.env.flush_all()
        row = self.env["sdw.return.analysis"].search([("order_id", "=", order.id)])
        self.assertEqual(row.delivered, 12.0)

    @covers("X-15")
    def test_repurchase(self):
        now = datetime.now()
        self.shipment(now - timedelta(days=400))
        self.shipment(now - timedelta(days=10))
        self.shipment(now - timedelta(days=20), partner=self.southern)
        lead = self.env["crm.lead"].with_user(self.salesperson).create({"name": "Asks for pumps"})
        lead.sdw_recommended_by_id = self.northern
        self.env.flush_all()
        analysis = self.env["sdw.repurchase.analysis"].with_user(self.director)
        domain = [("partner_id", "in", (self.northern | self.southern).ids)]
        rows = {row.partner_id: row for row in analysis.search(domain)}
        self.assertRecordValues(rows[self.northern], [{"orders": 2, "bought": 1, "again": 1, "recommended": 1}])
        self.assertRecordValues(rows[self.southern], [{"orders": 1, "bought": 1, "again": 0, "recommended": 0}])
        [[rate]] = analysis._read_group(domain, [], ["rate:avg"])
        self.assertEqual(rate, 50.0)
        analysis.get_views([(False, kind) for kind in ("pivot", "list", "search")])
        lead.with_user(self.salesperson).get_views([(False, "form")])
