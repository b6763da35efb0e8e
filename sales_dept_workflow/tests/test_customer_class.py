from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import covers
from .status_common import StatusCase


@tagged("post_install", "-at_install")
class TestCustomerClass(StatusCase):
    """Classes, steps, assignment and composition."""

    @covers("A-02", "A-03")
    def test_classes(self):
        partners = self.env["res.partner"]
        old, past, planned = partners.create([{"name": name} for name in ("Old", "Past", "Planned")])
        self.sold(old, days=800), self.sold(old, days=5)
        self.sold(past, days=800)
        self.order(partner=planned)
        self.sold(days=5)
        expected = {
            self.customer: ("new", "current"),
            old: ("existing", "current"),
            past: ("existing", "past"),
            planned: ("future", "planned"),
            partners.create({"name": "Nobody"}): ("future", "none"),
        }
        for partner, (time, trade) in expected.items():
            self.assertEqual((partner.sdw_time_class, partner.sdw_trade_class), (time, trade), partner.name)
            for name, value in (("sdw_time_class", time), ("sdw_trade_class", trade)):
                self.assertIn(partner, partners.search([(name, "=", value)]))
                self.assertNotIn(partner, partners.search([(name, "!=", value), ("parent_id", "=", False)]))
        self.assertEqual(old.sdw_order_days, 795)

    @covers("A-02", "A-37", "L-12")
    def test_queries_do_not_grow(self):
        names = ("sdw_time_class", "sdw_steps", "sdw_order_days", "customer_grade", "rfm_segment", "sdw_route_id")
        costs = []
        for size in (20, 200):
            partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(size)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.read(names)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 2, costs)

    @covers("A-37")
    def test_eight_steps(self):
        self.assertEqual(self.customer.sdw_steps_done, 0)
        self.assertEqual(self.customer.sdw_steps.count("badge"), 8)
        self.customer.write({"city": "Suzhou", "phone": "1"})
        self.sold()
        self.customer.with_user(self.finance).credit_grade = "b"
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer._sdw_steps_taken()[self.customer.id], {"collect", "develop", "sign", "rate"})

    @covers("A-07", "A-23", "A-24", "A-25")
    def test_composition(self):
        other = self.env["res.partner"].create({"name": "Other", "user_id": self.second_salesperson.id})
        self.sold(days=5, amount=300.0)
        self.sold(other, days=5, amount=100.0)
        self.customer.with_user(self.manager).customer_grade = "a"
        rows = self.env["sdw.customer.analysis"]
        domain = [("partner_id", "in", (self.customer | other).ids)]
        found = rows._read_group(domain, ["grade"], ["turnover:sum", "customers:count_distinct"])
        self.assertEqual({grade: figures for grade, *figures in found}, {"a": [300.0, 1], False: [100.0, 1]})
        shares = dict(rows._read_group(domain, ["partner_id"], ["share:sum"]))
        self.assertAlmostEqual(shares[self.customer], 3 * shares[other])
        self.customer.sdw_nature = "government"
        by_nature = dict(rows._read_group(domain, ["nature"], ["turnover:sum"]))
        self.assertEqual(by_nature, {"government": 300.0, False: 100.0})
        by_category = rows._read_group(domain, ["categ_id"], ["turnover:sum"])
        self.assertEqual(by_category, [(self.product.categ_id, 400.0)])
        self.assertTrue(rows.with_user(self.manager).search([("partner_id", "=", self.customer.id)]))
        self.assertFalse(rows.with_user(self.manager).search([("partner_id", "=", other.id)]))
        self.assertTrue(rows.with_user(self.director).search([("partner_id", "=", other.id)]))
        for user in (self.salesperson, self.keeper):
            with self.assertRaises(AccessError):
                rows.with_user(user).search([])

    @covers("A-23", "A-25", "A-26")
    def test_conclusion(self):
        values = {"kind": "region", "problem": "The south buys less", "solution": "A dealer"}
        finding = self.env["sdw.composition.finding"].with_user(self.manager).create(values)
        self.assertEqual(finding.company_id, self.company)
        with self.assertRaises(AccessError):
            finding.with_user(self.salesperson).solution = "None"

    @covers("A-46")
    def test_window_knows_the_lead(self):
        """What was written on his lead need not be written again."""
        said = {"sdw_need": "Ten pumps", "sdw_budget": 5000.0, "sdw_wanted_by": self.today + timedelta(days=40)}
        own = {"user_id": self.salesperson.id, "partner_id": self.customer.id, "company_id": self.company.id}
        self.env["crm.lead"].create({"name": "Pumps", **own, **said})
        self.customer.sdw_demand = "Twelve pumps"
        action = self.customer.with_user(self.salesperson).action_ask_status()
        wizards = self.env["sdw.status.wizard"].with_user(self.salesperson).with_context(**action["context"])
        with Form(wizards) as form:
            form.status = "base"
            form.reason = "He told us"
            self.assertEqual(
                (form.demand, form.budget, form.timetable), ("Twelve pumps", 5000.0, self.today + timedelta(days=40))
            )
            self.assertFalse(form.lacks)
        form.record.action_confirm()
        self.assertEqual(self.customer.sdw_budget, 5000.0)
        self.assertEqual(self.customer.sdw_status_requested, "base")

    @covers("A-46", "A-49")
    def test_window(self):
        action = self.customer.with_user(self.salesperson).action_ask_status()
        wizards = self.env["sdw.status.wizard"].with_user(self.salesperson).with_context(**action["context"])
        with Form(wizards) as form:
            form.status = "base"
            self.assertIn("budget", form.lacks)
            form.demand, form.budget, form.timetable = "Pumps", 1000.0, self.today
            self.assertFalse(form.lacks)
            form.reason = "He told me"
        form.record.action_confirm()
        self.assertEqual((self.customer.sdw_status_requested, self.customer.sdw_budget), ("base", 1000.0))


@tagged("post_install", "-at_install")
class TestCustomerAssignment(StatusCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china = cls.env.ref("base.cn")
        states = cls.env["res.country.state"].search([("country_id", "=", cls.china.id)], limit=2)
        cls.place, cls.elsewhere = ({"country_id": cls.china.id, "state_id": state.id} for state in states)
        cls.region = cls.env["sdw.territory"].create(
            {
                "name": "Region",
                "state_ids": states[0].ids,
                "user_id": cls.manager.id,
                "member_ids": cls.salesperson.ids,
            }
        )

    @covers("A-56", "S-07")
    def test_by_region(self):
        partners = self.env["res.partner"].with_user(self.sales_admin)
        values = [{"name": "A", **self.place}, {"name": "B", **self.elsewhere}]
        values.append({"name": "C", **self.place, "user_id": self.second_salesperson.id})
        ours, others, given = partners.create(values)
        self.assertEqual(ours.user_id, self.salesperson)
        self.assertFalse(others.user_id)
        self.assertEqual(given.user_id, self.second_salesperson)
        self.company.sdw_assign_by_territory = False
        self.assertFalse(partners.create({"name": "D", **self.place}).user_id)

    @covers("A-56")
    def test_somebody_else_with_a_reason(self):
        partner = self.env["res.partner"].create({"name": "A", **self.place})
        other = {"user_id": self.second_salesperson.id}
        with self.assertRaises(AccessError):
            partner.with_user(self.second_salesperson).write(other)
        with self.assertRaises(UserError):
            partner.with_user(self.manager).write(other)
        partner.with_user(self.manager).write({**other, "sdw_assignment_reason": "He knows the owner"})
        self.assertEqual(partner.user_id, self.second_salesperson)
        partner.with_user(self.salesperson).write({"user_id": self.salesperson.id})
        self.switch("off", "customer_status")
        partner.with_user(self.second_salesperson).write(other)
