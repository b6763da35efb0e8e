from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.customer.codes import INVESTIGATION, PROPOSAL
from .card_common import CardCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCustomerInvestigation(CardCase):
    """An agency is paid to find something out: reason, cost, the manager's decision, the result."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.env["res.partner"].create({"name": "Credit Agency", "is_company": True, "supplier_rank": 1})

    def investigation(self, **values):
        given = {
            "partner_id": self.customer.id,
            "agency_id": self.agency.id,
            "cost": 800,
            "reason": "Rumours of lawsuits",
        }
        return self.env[INVESTIGATION].with_user(self.salesperson).create({**given, **values})

    def approved(self):
        record = self.investigation()
        record.action_request()
        record.sudo().approval_ids.with_user(self.manager).action_approve()
        return record

    @covers("A-14", "A-16")
    def test_from_question_to_card(self):
        record = self.investigation()
        record.action_request()
        self.assertEqual(record.state, "requested")
        approval = record.sudo().approval_ids
        self.assertEqual((approval.code, approval.amount), ("investigation", 800.0))
        approval.with_user(self.manager).action_approve()
        self.assertEqual(record.state, "approved")
        with self.assertRaises(UserError):
            record.action_receive()
        record.write({"result": "Two lawsuits, pays after 90 days"})
        record.action_receive()
        with self.assertRaises(UserError):
            record.write({"result": "Nothing at all"})
        record.action_propose()
        proposal = self.env[PROPOSAL].search([("res_model", "=", INVESTIGATION), ("res_id", "=", record.id)])
        self.assertEqual((proposal.source, proposal.state), ("agency", "review"))
        proposal.with_user(self.archivist).action_apply()
        self.assertEqual(self.card().sdw_credit_standing, "Two lawsuits, pays after 90 days")
        self.assertEqual(self.customer.sdw_card_stamps["trade"]["source"], "agency")

    @covers("A-16")
    def test_the_manager_decides(self):
        record = self.investigation()
        record.action_request()
        with self.assertRaises(AccessError):
            record.sudo().approval_ids.with_user(self.salesperson).action_approve()
        for change in ({"state": "approved"}, {"received_on": "2026-01-01"}, {"user_id": self.manager.id}):
            with self.assertRaises(AccessError):
                record.with_context(sdw_skip=True).write(change)
        with self.assertRaises(UserError):
            record.write({"cost": 80000})
        record.sudo().approval_ids.with_user(self.manager).action_reject("Too dear")
        self.assertEqual(record.state, "rejected")
        with self.assertRaises(UserError):
            record.action_receive()

    @covers("A-16")
    def test_nothing_without_reason_or_cost(self):
        for lacking in ({"reason": False}, {"cost": 0}, {"agency_id": False}):
            with self.assertRaises(UserError):
                self.investigation(**lacking).action_request()
        with self.assertRaises(AccessError):
            self.env[INVESTIGATION].with_user(self.salesperson).create(
                {"partner_id": self.customer.id, "state": "approved"}
            )

    def test_withdrawn(self):
        record = self.approved()
        with self.assertRaises(AccessError):
            record.with_user(self.finance).action_cancel()
        record.action_cancel()
        self.assertEqual(record.state, "cancelled")
        with self.assertRaises(AccessError):
            record.unlink()

    def test_who_sees_them(self):
        record = self.investigation()
        self.assertTrue(record.with_user(self.manager).has_access("read"))
        self.assertTrue(record.with_user(self.finance).has_access("read"))
        for user in (self.second_salesperson, self.accountant, self.keeper, self.portal):
            self.assertFalse(record.with_user(user).has_access("read"))
