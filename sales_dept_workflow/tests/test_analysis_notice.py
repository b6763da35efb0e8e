from datetime import datetime, timedelta

from odoo.tests import freeze_time, tagged

from .common import covers
from .notice_common import NoticeCase

START = datetime(2026, 3, 2, 8, 0)
STAMPS = ("requested_on", "signed_on", "handed_over_on", "checked_on", "loaded_on")


@tagged("post_install", "-at_install")
class TestAnalysisNotice(NoticeCase):
    """A delivery notice in the figures: where it lies, and what became of it."""

    def rows(self, notice):
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("res_model", "=", notice._name), ("res_id", "=", notice.id), ("step", "like", "notice_")]
        return self.env["sdw.process.analysis"].with_user(self.gm).search(domain, order="id")

    def stamped(self, notice, *names):
        """One hour after the other, from the START on; the others are not yet."""
        moments = {name: START + timedelta(hours=number + 1) for number, name in enumerate(STAMPS) if name in names}
        notice.write({name: moments.get(name, False) for name in STAMPS})
        self.env.flush_all()
        self.env.cr.execute("UPDATE sdw_delivery_notice SET create_date = %s WHERE id = %s", (START, notice.id))

    @covers("I-04", "O-08", "O-10")
    def test_each_leg(self):
        picking = self.transfer(self.released())
        notice = self.loaded(picking)
        self.stamped(notice, *STAMPS[:3])
        with freeze_time(START + timedelta(hours=9)):
            rows = self.rows(notice)
            self.assertEqual(rows.mapped("step"), ["notice_ask", "notice_hand_over", "notice_check"])
            self.assertEqual(rows.mapped("state"), ["done", "done", "waiting"])
            self.assertEqual(rows.mapped("hours"), [1, 1, 6])
            self.assertEqual(rows[2].role_id, self.env.ref("sales_dept_workflow.group_sdw_warehouse"))
            self.assertEqual(set(rows.order_id.sudo().ids), set(notice.order_id.ids))
        self.stamped(notice, *STAMPS)
        self.assertEqual(self.rows(notice).mapped("state"), ["done"] * 4 + ["waiting"])
        goods = [("step", "=", "goods"), ("res_id", "=", picking.id)]
        self.assertFalse(self.env["sdw.process.analysis"].search_count(goods), "the notice tells it in more detail")

    def test_signature(self):
        picking = self.transfer(self.released())
        notice = self.asked(picking)
        domain = [("step", "=", "delivery_notice"), ("res_id", "=", notice.id)]
        self.env.flush_all()
        [row] = self.env["sdw.process.analysis"].with_user(self.gm).search(domain)
        self.assertEqual((row.state, row.gate, row.order_id.sudo()), ("waiting", "ship", notice.order_id))

    def test_void(self):
        picking = self.transfer(self.released())
        notice = self.signed(picking)
        notice.with_user(self.sales_admin).action_cancel("Wrong goods")
        self.assertEqual(set(self.rows(notice).mapped("state")), {"done"})

    @covers("O-13")
    def test_columns_of_the_shipment(self):
        picking = self.transfer(self.released())
        notice = self.loaded(picking)
        picking.with_user(self.keeper)._action_done()
        self.stamped(notice, *STAMPS)
        self.env.flush_all()
        [row] = self.env["sdw.delivery.analysis"].with_user(self.gm).search([("picking_id", "=", picking.id)])
        self.assertEqual(row.notice_id.sudo(), notice)
        self.assertEqual((row.notice_signed_by_id, row.notice_keeper_id), (self.gm, self.keeper))
        self.assertEqual((row.notice_driver, row.notice_vehicle), ("Driver Dan", "SU-A 12345"))
        self.assertEqual((row.notice_copies, row.notice_days), (1, 0.125))
        workbook = self.env["sdw.workbook.deliveries"].with_user(self.gm)
        titles = [column.title for column in workbook._columns()]
        self.assertIn("Signature to Loading (days)", titles)
