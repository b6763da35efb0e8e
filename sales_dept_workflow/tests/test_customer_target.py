from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .card_common import CardCase
from .common import covers

ACTIONS = ("action_files_to_complete", "action_status_review")


@tagged("post_install", "-at_install")
class TestCustomerTarget(CardCase):
    """How complete a file has to be, by the size of the customer; who is below is listed (A-05, A-08)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"sdw_profile_target_key": 95, "sdw_profile_target": 70, "sdw_profile_target_scattered": 20})
        cls.customer.customer_rank = 1

    def size(self, size):
        self.customer.with_user(self.manager).sdw_size_class = size
        return self.card().with_user(self.salesperson)

    def listed(self, user=None, below=True, **context):
        partners = self.env["res.partner"].with_user(user or self.salesperson).with_context(**context)
        domain = [("sdw_below_target", "=", below), ("id", "=", self.customer.id)]
        return bool(partners.search(domain))

    def fill_to(self, percent):
        """Answer questions until the file is about so complete."""
        for item in self.env["sdw.card.item"].search([]):
            if self.card().profile_completeness >= percent:
                break
            field = self.customer._fields.get(item.field_name)
            if field and field.type in ("char", "text"):
                self.customer[item.field_name] = "Known"
        return self.card().profile_completeness

    @covers("A-05", "A-08")
    def test_key_customers_need_more(self):
        done = self.fill_to(45)
        self.assertTrue(20 <= done < 70)
        targets = {size: self.size(size).sdw_profile_target for size in (False, "scattered", "general", "key")}
        self.assertEqual(targets, {False: 70, "scattered": 20, "general": 70, "key": 95})
        for size, below in ((False, True), ("scattered", False), ("general", True), ("key", True)):
            self.assertEqual(self.size(size).sdw_below_target, below, size)
            self.assertEqual(self.listed(), below, size)
            self.assertEqual(self.listed(below=False), not below, size)

    @covers("A-05")
    def test_of_each_company(self):
        """The class and the target are those of the reader's company."""
        self.fill_to(45)
        self.size("scattered")
        other = self.env["res.company"].create({"name": "Other", "sdw_profile_target": 100})
        self.salesperson.company_ids |= other
        self.assertFalse(self.listed())
        self.assertTrue(self.listed(allowed_company_ids=[other.id]))
        self.assertEqual(self.customer.with_company(other).sdw_profile_target, 100)

    @covers("A-05", "A-08")
    def test_whoever_may_not_read_the_class(self):
        """The size class is not for everybody; the list of incomplete files is the archivist's all the same."""
        self.size("key")
        self.assertTrue(self.listed(self.archivist))
        with self.assertRaises(AccessError):
            self.customer.with_user(self.support).read(["sdw_size_class"])
        with self.assertRaises(AccessError):
            self.listed(self.portal)
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).sdw_profile_target_key = 0

    @covers("A-05")
    def test_sensible_figures(self):
        for name in ("sdw_profile_target", "sdw_profile_target_key", "sdw_profile_target_scattered"):
            for figure in (-1, 101):
                with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.company[name] = figure
                    self.env.flush_all()

    @covers("A-05", "A-45")
    def test_on_a_phone(self):
        """Both work-lists have cards, which a phone shows instead of the list; the list begins with who is below."""
        for name in ACTIONS:
            action = self.env.ref(f"sales_dept_workflow.{name}")
            self.assertIn("kanban", [kind for _view, kind in action.views])
            views = self.env[action.res_model].with_user(self.salesperson).get_views(action.views)["views"]
            self.assertTrue(etree.fromstring(views["kanban"]["arch"]).xpath("//t[@t-name='card']"))
        action = self.env.ref("sales_dept_workflow.action_files_to_complete")
        self.assertIn("search_default_sdw_below_target", action.context)
