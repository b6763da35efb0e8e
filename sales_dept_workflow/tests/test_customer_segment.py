from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .status_common import StatusCase


@tagged("post_install", "-at_install")
class TestCustomerSegment(StatusCase):
    """Free tags by dimension on the card, and the share in our sales that each has (A-19, A-23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.sale_team_id = cls.team
        cls.ownership = cls.env.ref("sales_dept_workflow.tag_ownership")
        cls.private = cls.env.ref("sales_dept_workflow.tag_ownership_private")
        cls.other = cls.env["res.partner"].create(
            {"name": "Other", "is_company": True, "user_id": cls.salesperson.id, "customer_rank": 1}
        )

    @covers("A-19")
    def test_dimensions_and_tags(self):
        """The four dimensions are there; a salesperson adds tags and dimensions of his own, and finds by them."""
        for name in ("ownership", "trait", "group", "situation"):
            self.assertTrue(self.env.ref(f"sales_dept_workflow.tag_{name}").child_ids, name)
        tags = self.env["res.partner.category"].with_user(self.salesperson)
        dimension = tags.create({"name": "Season"})
        tag = tags.create({"name": "Buys in spring", "parent_id": dimension.id})
        self.customer.with_user(self.salesperson).category_id = tag
        partners = self.env["res.partner"].with_user(self.salesperson)
        self.assertEqual(partners.search([("category_id", "child_of", dimension.id)]), self.customer)
        found = partners._read_group([("id", "in", (self.customer | self.other).ids)], ["category_id"], ["__count"])
        self.assertIn((tag, 1), found)
        tag.with_user(self.archivist).name = "Orders in spring"
        with self.assertRaises(AccessError):
            tags.with_user(self.support).create({"name": "Mine"})
        shown = self.env["res.partner"].with_user(self.salesperson).get_view(view_type="form")["arch"]
        self.assertGreaterEqual(shown.count('name="category_id"'), 2)

    def shares(self, user=None, dimension=None):
        rows = (
            self.env["sdw.customer.segment"]
            .with_user(user or self.director)
            ._read_group(
                [("dimension_id", "=", (dimension or self.ownership).id)],
                ["tag_id"],
                ["share:sum", "turnover:sum", "customers:count_distinct"],
            )
        )
        return {tag: (round(share), turnover, customers) for tag, share, turnover, customers in rows}

    @covers("A-19", "A-23")
    def test_share_of_each_tag(self):
        """A dimension makes up the whole: whoever has no tag of it stands there without one."""
        self.env["sale.order"].search([("state", "=", "sale")])._sdw_system().write({"state": "cancel"})
        self.customer.category_id = self.private
        self.sold(amount=3000.0)
        self.sold(self.other, amount=1000.0)
        shares = self.shares()
        self.assertEqual(shares[self.private], (75, 3000.0, 1))
        nothing = self.private.browse()
        self.assertEqual(shares[nothing][:2], (25, 1000.0))
        self.assertEqual(sum(row[0] for row in shares.values()), 100)
        group = self.shares(dimension=self.env.ref("sales_dept_workflow.tag_group"))
        self.assertEqual(group[nothing][:2], (100, 4000.0))

    @covers("A-19")
    def test_below_and_archived(self):
        """A tag below a tag counts for its dimension; an archived one for nothing."""
        deeper = self.private.create({"name": "Family-owned", "parent_id": self.private.id})
        self.customer.category_id = deeper
        self.sold()
        self.assertIn(deeper, self.shares())
        deeper.active = False
        self.assertNotIn(deeper, self.shares())

    @covers("A-19")
    def test_who_reads_it(self):
        self.customer.category_id = self.private
        self.sold()
        self.assertIn(self.private, self.shares(self.manager))
        self.second_salesperson.sale_team_id = self.env["crm.team"].create({"name": "West"})
        self.customer.user_id = self.second_salesperson
        self.customer.territory_id = False
        self.assertNotIn(self.private, self.shares(self.manager))
        for user in (self.salesperson, self.archivist, self.support):
            with self.assertRaises(AccessError):
                self.shares(user)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.director.company_ids = [Command.link(company.id)]
        rows = self.env["sdw.customer.segment"].with_user(self.director).with_context(allowed_company_ids=company.ids)
        self.assertFalse(rows.search([("turnover", ">", 0)]))
