from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..models.common.rules import declare
from .approval_common import CODE, ApprovalCase


@tagged("post_install", "-at_install")
class TestTours(ApprovalCase, HttpCase):
    """The common screens in the browser, with a check of the test's own on orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        declare("test_panel", "negotiation", ("quote", "confirm"), "Test check", "group_sdw_sales_manager")
        for user in cls.users.values():
            user.password = user.login
        orders = cls.registry["sale.order"]
        original = orders._get_blockers

        def _get_blockers(records, gate):
            found = original(records, gate)
            if gate in ("quote", "confirm"):
                for order in records._sdw_subject_to("negotiation"):
                    action = order._sdw_ask_action(CODE)
                    found[order].append(order._sdw_blocker("test_panel", "Something is missing.", action))
            return found

        patcher = patch.object(orders, "_get_blockers", _get_blockers)
        patcher.start()
        cls.addClassCleanup(patcher.stop)
        cls.switch("block", "negotiation")

    def test_ask_from_the_panel(self):
        order = self.order()
        self.start_tour(f"/odoo/sales/{order.id}", "sdw_ask_from_panel", login=self.salesperson.login)
        self.assertRecordValues(order.approval_ids, [{"state": "pending", "requester_id": self.salesperson.id}])

    def test_inbox(self):
        approval = self.ask()
        self.start_tour("/odoo", "sdw_approval_inbox", login=self.manager.login)
        self.assertEqual(approval.decision_ids.user_id, self.manager)

    def test_inbox_on_a_phone(self):
        approval = self.ask()
        with patch.object(type(self), "browser_size", "390x844"), patch.object(type(self), "touch_enabled", True):
            self.start_tour("/odoo/approvals-to-decide", "sdw_approval_phone", login=self.manager.login)
        self.assertEqual(approval.decision_ids.user_id, self.manager)
