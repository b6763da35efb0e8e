from lxml import etree

from odoo.tests import tagged

from .common import covers
from .lead_common import LeadCase
from .visit_common import LINE


@tagged("post_install", "-at_install")
class TestListCosts(LeadCase):
    """Lists and cards of customers, visits and leads open without a query for each row."""

    COUNT = 40

    def shown(self, records, kind, user):
        """What the client asks for when it opens this view of the records."""
        model = records.with_user(user).with_context(**{f"{kind}_view_ref": False})
        arch = etree.fromstring(model.get_view(view_type=kind)["arch"])
        fields = {node.get("name"): records._fields[node.get("name")] for node in arch.iter("field")}
        spec = {name: {"fields": {"display_name": {}}} if field.relational else {} for name, field in fields.items()}
        costs = []
        for count in (4, self.COUNT):
            rows = [("id", "in", records[:count].ids)]
            costs.append(self.queries(lambda rows=rows: model.web_search_read(rows, spec)))
        return costs

    def assertFlat(self, records, *kinds, users=None):
        self.assertEqual(len(records), self.COUNT)
        for user in users or (self.salesperson, self.manager):
            for kind in kinds:
                self.shown(records, kind, user)  # fills the caches that a server has
                few, many = self.shown(records, kind, user)
                self.assertLessEqual(many, few + 1, f"{records._name} {kind} of {user.name}: {few} → {many}")

    def customers(self):
        rows = [
            {"name": f"C{number}", "is_company": True, "user_id": self.salesperson.id} for number in range(self.COUNT)
        ]
        return self.env["res.partner"].create(rows)

    @covers("A-21", "A-45", "A-06")
    def test_customers(self):
        self.assertFlat(self.customers(), "list", "kanban", users=(self.salesperson, self.manager, self.archivist))

    @covers("V-05", "V-10")
    def test_visits(self):
        rows = [{"partner_id": customer.id, **LINE} for customer in self.customers()]
        self.assertFlat(self.env["sdw.visit"].with_user(self.salesperson).create(rows), "list", "kanban")

    @covers("L-07", "L-10")
    def test_leads(self):
        rows = [
            self.lead_values(
                partner_name=f"Works {number}", phone=f"+86 21 6000 {number:04}", email_from=f"w{number}@x.cn"
            )
            for number in range(self.COUNT)
        ]
        self.assertFlat(self.env["crm.lead"].with_user(self.salesperson).create(rows), "list", "kanban")

    @covers("V-13")
    def test_care(self):
        rows = [{"partner_id": customer.id, "kind": "call"} for customer in self.customers()]
        self.assertFlat(self.env["sdw.care.log"].with_user(self.salesperson).create(rows), "list")
