from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import covers
from .notice_common import NoticeCase


@tagged("post_install", "-at_install")
class TestFreightNotice(NoticeCase):
    """No delivery notice goes to the general manager before the freight is told and objections are decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("off", "credit")
        cls.switch("block", "freight")
        cls.salesperson.sdw_superior_id = cls.manager

    def refused(self, notice, words):
        for context in ({}, {"sdw_bypass": True, "default_freight_told_on": "2020-01-01"}):
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                notice.with_user(self.sales_admin).with_context(**context).action_request_signature()
            self.assertIn(words, str(caught.exception))
        self.assertEqual(notice.state, "draft")

    @covers("D-07", "D-08")
    def test_told_and_decided_first(self):
        order = self.order()
        order.sudo().action_confirm()
        notice = self.make(order.sudo().picking_ids)
        self.refused(notice, "told what the freight costs")
        order.with_user(self.sales_admin).action_freight_told(300.0, "phone")
        order.with_user(self.sales_admin).action_freight_objection("settlement", "Pays in May")
        self.refused(notice, "objects to how")
        request = order.sudo().approval_ids.filtered(lambda asked: asked.code == "freight")
        request.with_user(self.manager).action_reject("The terms stay")
        notice.with_user(self.sales_admin).action_request_signature()
        self.assertEqual(notice.state, "to_sign")
