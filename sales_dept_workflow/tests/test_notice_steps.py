from odoo.tests import tagged

from .common import covers
from .notice_common import NoticeCase


@tagged("post_install", "-at_install")
class TestNoticeSteps(NoticeCase):
    @covers("O-06", "O-07", "O-08", "O-10", "O-12", "O-13", "O-15")
    def test_from_order_to_gate(self):
        order = self.released(lines=[(self.product, 5, {})])
        picking = self.transfer(order)
        notice = self.loaded(picking)
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(picking.state, "done")
        self.assertEqual(notice.state, "shipped")
