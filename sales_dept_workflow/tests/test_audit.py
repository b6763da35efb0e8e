from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.common.rules import CODES, declare
from .common import SdwCase


@tagged("post_install", "-at_install")
class TestAudit(SdwCase):
    """The nightly audit finds what got there by another way, once, and the manager answers for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        declare("test_audit", "negotiation", ("confirm",), "Test check", "group_sdw_sales_manager")
        cls.addClassCleanup(CODES.pop, "test_audit")

    def setUp(self):
        super().setUp()
        original = self.registry["sale.order"]._get_blockers

        def blockers(orders, gate):
            found = original(orders, gate)
            if gate == "confirm":
                for order in orders._sdw_subject_to("negotiation"):
                    found[order].append(order._sdw_blocker("test_audit", "No negotiation."))
            return found

        patcher = patch.object(self.registry["sale.order"], "_get_blockers", blockers)
        patcher.start()
        self.addCleanup(patcher.stop)

    def _smuggled(self):
        """An order confirmed past Odoo altogether."""
        self.switch("block", "negotiation")
        order = self.order()
        order.flush_recordset()
        self.env.cr.execute("UPDATE sale_order SET state = 'sale' WHERE id = %s", [order.id])
        order.invalidate_recordset()
        return order

    def _findings(self, order):
        return self.env["sdw.audit.finding"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])

    def test_found_once(self):
        order = self._smuggled()
        self.env["sdw.audit.finding"]._cron_audit()
        self.env["sdw.audit.finding"]._cron_audit()
        finding = self._findings(order)
        self.assertRecordValues(
            finding, [{"origin": "audit", "code": "test_audit", "responsible_id": self.salesperson.id}]
        )

    def test_explained_by_a_manager_only(self):
        order = self._smuggled()
        self.env["sdw.audit.finding"]._cron_audit()
        finding = self._findings(order)
        with self.assertRaises(AccessError):
            finding.with_user(self.salesperson).action_explain("It was urgent.")
        with self.assertRaises(AccessError):
            finding.with_user(self.salesperson).write({"state": "fixed"})
        finding.with_user(self.manager).action_explain("The customer's line stood still.")
        self.assertEqual(finding.state, "explained")

    def test_exempt_order_is_no_finding(self):
        order = self.order()
        order.action_confirm()
        self.switch("block", "negotiation")
        self.env["sdw.audit.finding"]._cron_audit()
        self.assertFalse(self._findings(order))

    def test_off_costs_no_query(self):
        orders = self.order() | self.order()
        orders.fetch(["state", "company_id"])
        self.assertFalse(self.company._sdw_any_rule())
        with self.assertQueryCount(0):
            orders._check_gate("confirm")
            orders._sdw_changed()
