from odoo.exceptions import UserError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestDunningParent(CollectionCase):
    """Nobody steps out of a hold by a change of parent, an import or a merge: only a release lets him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()
        cls.haven = cls.env["res.partner"].create({"name": "Haven", "is_company": True})

    @covers("C-07")
    def test_nobody_moves_out(self):
        self.refuse(self.case)
        for user in (self.salesperson, self.sales_admin, self.manager, self.finance, self.gm, self.archivist):
            for partner in (self.address, self.subsidiary, self.subsidiary_address):
                for parent in (self.haven.id, False):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        partner.with_user(user).write({"parent_id": parent})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.subsidiary.sudo().write({"parent_id": self.haven.id})
        self.assertTrue(self.subsidiary_address.shipping_hold)

    @covers("C-07")
    def test_moving_within_the_hold(self):
        self.refuse(self.case)
        self.subsidiary_address.with_user(self.manager).write({"parent_id": self.customer.id})
        self.assertTrue(self.subsidiary_address.shipping_hold)
        self.customer.with_user(self.manager).write({"parent_id": self.haven.id})
        self.assertTrue(self.customer.shipping_hold, "his own case goes where he goes")

    @covers("C-07")
    def test_import_moves_nobody_out(self):
        self.refuse(self.case)
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "subsidiary", "model": "res.partner", "res_id": self.subsidiary.id}
        )
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "haven", "model": "res.partner", "res_id": self.haven.id}
        )
        for user in (self.sales_admin, self.manager):
            result = (
                self.env["res.partner"]
                .with_user(user)
                .load(["id", "parent_id/id"], [["__import__.subsidiary", "__import__.haven"]])
            )
            self.assertFalse(result["ids"])
        self.assertEqual(self.subsidiary.parent_id, self.customer)

    @covers("C-07")
    def test_merge_leads_nobody_out(self):
        self.refuse(self.case)
        contact = self.env["res.partner"].create({"name": "Somebody", "parent_id": self.haven.id})
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        with self.assertRaises(UserError), self.cr.savepoint():
            wizard._merge((self.subsidiary | contact).ids, contact)
        self.assertTrue(self.subsidiary.exists())
        wizard._merge((contact | self.address).ids, self.address)
        self.assertTrue(self.address.shipping_hold, "into the hold, and not out of it")

    @covers("C-05", "C-07")
    def test_a_plan_to_be_signed_is_not_left_either(self):
        self.customer.credit_grade = "d"
        self.sweep()
        self.assertTrue(self.case.plan_required)
        for user in (self.salesperson, self.manager):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.subsidiary.with_user(user).write({"parent_id": False})

    @covers("C-07")
    def test_an_open_case_goes_along(self):
        """No hold yet: who becomes a contact of somebody brings his case along."""
        self.customer.with_user(self.manager).write({"parent_id": self.haven.id, "is_company": False})
        self.assertEqual(self.case.partner_id, self.haven)
