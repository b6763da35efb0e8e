from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models.customer import read_counter
from .card_common import CardCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCustomerReads(CardCase):
    """Whoever reads as many customers in a day as the company says is a finding; counting costs no query."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.many = cls.env["res.partner"].create([{"name": f"Customer {n}"} for n in range(120)])
        cls.company.sdw_read_alert = 100

    def setUp(self):
        super().setUp()
        read_counter.SEEN.clear()
        self.addCleanup(read_counter.SEEN.clear)
        self.mine = self.many.with_user(self.salesperson)

    def findings(self):
        return self.env["sdw.audit.finding"].search([("code", "=", "mass_read")])

    @covers("A-30")
    def test_many_are_found(self):
        self.switch("block", "customer_status")
        for _time in range(5):
            self.mine[:60].read(["name", "phone"])
        self.assertFalse(self.findings(), "the same sixty, however often")
        self.mine[60:].web_read({"name": {}, "phone": {}})
        self.assertEqual(self.findings().responsible_id, self.salesperson)
        self.mine.read(["name"])
        self.assertEqual(len(self.findings()), 1)
        counter = self.env["sdw.read.counter"].search([("user_id", "=", self.salesperson.id)])
        self.assertGreaterEqual(counter.records, 100)

    @covers("A-30")
    def test_the_hundredth_is_found(self):
        self.switch("block", "customer_status")
        self.mine[:99].read(["name"])
        self.assertFalse(self.findings())
        self.mine[99:100].read(["name"])
        self.assertEqual(self.findings().responsible_id, self.salesperson, "nobody stops just short of it")
        self.findings().sudo().unlink()
        read_counter.SEEN.clear()
        self.second_salesperson.sale_team_id = self.team
        self.many[:100].with_user(self.second_salesperson).read(["name"])
        self.assertEqual(self.findings().responsible_id, self.second_salesperson)
        self.findings().sudo().unlink()
        self.many[100:].with_user(self.second_salesperson).read(["name"])
        self.assertFalse(self.findings(), "once a day")

    @covers("A-30")
    def test_every_way_of_reading(self):
        self.switch("warn", "customer_status")
        domain, ids = [("id", "in", self.many.ids)], self.many.ids
        ways = (
            lambda partners: partners.search_read(domain, ["name"]),
            lambda partners: partners.web_search_read(domain, {"name": {}}),
            lambda partners: partners.browse(ids).read(["name"]),
            lambda partners: partners.formatted_read_group(domain, ["name"], ["__count"]),
            lambda partners: partners.web_read_group(domain, ["name"], ["__count"]),
        )
        for number, way in enumerate(ways):
            user = new_test_user(self.env, f"sdw_reader_{number}", groups="sales_dept_workflow.group_sdw_salesperson")
            way(self.env["res.partner"].with_user(user))
            self.assertIn(user, self.findings().responsible_id, number)

    @covers("A-30")
    def test_off_is_silent(self):
        self.mine.read(["name"])
        self.assertFalse(self.findings())
        self.assertFalse(read_counter.SEEN)
        self.switch("block", "customer_status")
        self.company.sdw_read_alert = 0
        self.mine.read(["name"])
        self.assertFalse(read_counter.SEEN)

    def test_no_query_to_count(self):
        self.switch("block", "customer_status")
        self.mine[:1].read(["name"])
        self.mine.mapped("name")
        before = self.cr.sql_log_count
        for partner in self.mine[1:9]:
            partner.read(["name"])
        self.assertEqual(self.cr.sql_log_count, before)

    @covers("A-30")
    def test_nobody_changes_the_count(self):
        self.switch("block", "customer_status")
        self.mine.read(["name"])
        counter = self.env["sdw.read.counter"].search([], limit=1)
        for user in (self.salesperson, self.manager, self.archivist):
            with self.assertRaises(AccessError):
                counter.with_user(user).write({"records": 0})
            with self.assertRaises(AccessError):
                counter.with_user(user).unlink()
        self.assertTrue(counter.with_user(self.manager).has_access("read"))
        self.assertFalse(counter.with_user(self.salesperson).has_access("read"))
