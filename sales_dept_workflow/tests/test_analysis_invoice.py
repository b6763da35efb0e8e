from datetime import date, datetime, timedelta

from odoo.tests import freeze_time, tagged

from .common import covers
from .entry_common import EntryCase
from .invoice_common import SHIPPED, DispatchCase

NUMBER = "12345678"


@tagged("post_install", "-at_install")
class TestAnalysisInvoice(DispatchCase):
    """The VAT invoice of a shipment in the figures."""

    def rows(self, dispatch, **order):
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("res_model", "=", dispatch._name), ("res_id", "in", dispatch.ids)]
        return self.env["sdw.process.analysis"].with_user(self.gm).search(domain, order="id")

    def shipment(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["sdw.delivery.analysis"].with_user(self.gm).search([("order_id", "=", order.id)])

    @covers("I-04", "D-03")
    def test_each_leg(self):
        order, dispatch = self.shipped()
        with freeze_time(SHIPPED + timedelta(hours=5)):
            [row] = self.rows(dispatch)
            self.assertEqual((row.step, row.state, row.hours, row.late), ("invoice_send", "waiting", 5, 0))
            self.assertEqual((row.order_id.sudo(), row.waiting_for_id), (order, dispatch.user_id))
        with freeze_time(SHIPPED + timedelta(days=5)):
            self.assertEqual(self.rows(dispatch).late, 1)
        _order, dispatch = self.mailed()
        rows = self.rows(dispatch)
        self.assertEqual(rows.mapped("step"), ["invoice_send", "invoice_issue", "invoice_mail", "invoice_receive"])
        self.assertEqual(rows.mapped("state"), ["done", "done", "done", "waiting"])

    @covers("D-05")
    def test_columns_of_the_shipment(self):
        order, dispatch = self.mailed()
        row = self.shipment(order)
        self.assertEqual((row.fapiao_state, row.fapiao_numbers), ("mailed", NUMBER))
        self.assertEqual((row.fapiao_issued_on, row.fapiao_received_on), (date(2026, 3, 2), False))
        row.picking_id.sudo().date_done = datetime(2026, 3, 2, 1)
        dispatch.sudo().write({"state": "received", "received_on": date(2026, 3, 6)})
        row = self.shipment(order)
        self.assertEqual((row.fapiao_state, row.fapiao_days), ("received", 4))
        titles = [column.title for column in self.env["sdw.workbook.deliveries"]._columns()]
        self.assertIn("VAT Invoice Number", titles)


@tagged("post_install", "-at_install")
class TestAnalysisSupply(EntryCase):
    """What production is asked in the figures."""

    @covers("I-04", "O-02")
    def test_supply_date(self):
        order = self.short()
        inquiry = self.inquiry(order)
        asked = inquiry.asked_on
        analysis = self.env["sdw.process.analysis"].with_user(self.gm)
        mine = [("order_id", "=", order.id), ("step", "in", ("supply", "goods"))]
        self.env.flush_all()
        with freeze_time(asked + timedelta(days=3)):
            [row] = analysis.search(mine)
            self.assertEqual((row.step, row.state, row.hours, row.late), ("supply", "waiting", 72, 1))
            self.assertEqual(row.waiting_for_id, self.production)
        self.promise(order)
        inquiry.answered_on = asked + timedelta(hours=2)
        self.env.flush_all()
        self.env.invalidate_all()
        [row] = analysis.search(mine)
        self.assertEqual((row.state, row.hours, row.late), ("done", 2, 0))
