from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCollectionJoin(CollectionCase):
    """Two customers become one: core moves foreign keys in SQL and would crash on the index of open cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twin = cls.env["res.partner"].create(
            {"name": "Twin", "is_company": True, "user_id": cls.second_salesperson.id}
        )
        cls.invoice(1000.0)
        cls.invoice(200.0, partner=cls.twin)
        cls.sweep()
        cls.case, cls.twin_case = cls.case_of(), cls.case_of(cls.twin)

    def merge(self, source, target):
        self.env["base.partner.merge.automatic.wizard"].sudo()._merge((source | target).ids, target)

    @covers("C-07")
    def test_open_cases_are_joined_and_the_hold_wins(self):
        self.twin_case.with_user(self.second_salesperson).action_dun("visit", "Nobody there")
        self.twin_case.with_user(self.second_salesperson).action_refused("He will not sign")
        self.merge(self.twin, self.customer)
        self.assertFalse(self.twin.exists())
        self.assertRecordValues(
            self.case,
            [{"state": "legal", "hold": True, "overdue_amount_company": 1200.0, "partner_id": self.customer.id}],
        )
        self.assertEqual(self.case.action_ids.result, "Nobody there")
        self.assertRecordValues(self.twin_case, [{"state": "closed", "hold": False, "partner_id": self.customer.id}])
        self.assertTrue(self.customer.shipping_hold)
        self.sweep()
        self.assertEqual(self.case_of().filtered(lambda case: case.state != "closed"), self.case)

    def test_the_hold_of_the_target_stays(self):
        self.refuse(self.case)
        self.merge(self.twin, self.customer)
        self.assertTrue(self.customer.shipping_hold)

    def test_the_only_case_moves(self):
        haven = self.env["res.partner"].create({"name": "Haven", "is_company": True})
        self.refuse(self.case)
        self.merge(self.customer, haven)
        self.assertEqual(self.case.partner_id, haven)
        self.assertTrue(haven.shipping_hold)
        picking = self.transfer(haven)
        with self.assertRaises(UserError):
            picking.button_validate()

    def test_merging_into_a_contact_of_another(self):
        haven = self.env["res.partner"].create({"name": "Haven", "is_company": True})
        contact = self.env["res.partner"].create({"name": "Somebody", "parent_id": haven.id})
        self.refuse(self.case)
        self.merge(self.customer, contact)
        self.assertEqual(self.case.partner_id, haven)
        self.assertTrue(contact.shipping_hold)

    def test_a_contact_is_merged_without_touching_cases(self):
        one, two = self.env["res.partner"].create(
            [{"name": "A", "parent_id": self.customer.id}, {"name": "B", "parent_id": self.twin.id}]
        )
        self.merge(one, two)
        self.assertEqual((self.case.state, self.twin_case.state), ("dunning", "dunning"))

    def test_findings_follow(self):
        blocker = {"rule": "shipping_hold", "code": "shipping_hold", "message": "x"}
        findings = self.env["sdw.audit.finding"]
        findings._file(
            [(self.twin, blocker), (self.customer, blocker), (self.twin, {**blocker, "code": "other"})], "audit"
        )
        self.merge(self.twin, self.customer)
        found = findings.search([("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)])
        self.assertEqual(
            sorted(found.mapped(lambda finding: (finding.code, finding.state))),
            [("other", "open"), ("shipping_hold", "fixed"), ("shipping_hold", "open")],
        )

    def test_becoming_a_contact_joins(self):
        self.twin.write({"is_company": False, "parent_id": self.customer.id})
        self.assertEqual(self.twin_case.state, "closed")
        self.assertEqual(self.case.overdue_amount_company, 1200.0)
        self.sweep()
        self.assertEqual(len(self.case_of().filtered(lambda case: case.state != "closed")), 1)

    def test_one_open_case_by_the_database(self):
        values = {"partner_id": self.customer.id, "company_id": self.company.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.cases.sudo().create(values)
