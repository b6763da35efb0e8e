from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .collection_common import CollectionCase
from .common import covers
from .visit_common import VisitCase

#: Every analysis of the department tells its figures by branch.
ANALYSES = (
    "sdw.sales.analysis", "sdw.receivable.analysis", "sdw.collection.receipt.analysis", "sdw.process.analysis",
    "sdw.delivery.analysis", "sdw.visit.analysis", "sdw.customer.report", "sdw.duty.report", "sdw.complaint.analysis",
    "sdw.tender.analysis", "sdw.collection.plan.analysis",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestBranches(VisitCase, CollectionCase):
    """A sales team is a branch with its region and its manager; figures and duties are told by branch (S-08, S-02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.salesperson | cls.supervisor).sale_team_id = cls.team
        group = "sales_dept_workflow.group_sdw_%s"
        cls.western_manager = new_test_user(cls.env, "sdw_west_manager", groups=group % "sales_manager")
        cls.western = new_test_user(cls.env, "sdw_west", groups=group % "salesperson")
        region = cls.env["sdw.territory"].create({"name": "West"})
        cls.west = cls.env["crm.team"].create(
            {
                "name": "West Branch",
                "user_id": cls.western_manager.id,
                "member_ids": [Command.set(cls.western.ids)],
                "sdw_territory_ids": [Command.set(region.ids)],
            }
        )
        cls.western.sale_team_id = cls.west
        cls.western_customer = cls.env["res.partner"].create(
            {"name": "Western Works", "is_company": True, "user_id": cls.western.id}
        )

    def figures(self, model, measure, user=None):
        teams = self.east_and_west().ids
        rows = self.env[model].with_user(user or self.director)
        return dict(rows._read_group([("team_id", "in", teams)], ["team_id"], [measure]))

    def east_and_west(self):
        return self.team | self.west

    def sell(self):
        self.order().action_confirm()
        for _number in range(2):
            self.order(self.western, self.western_customer).action_confirm()
        self.env.flush_all()

    @covers("S-08")
    def test_figures_by_branch(self):
        """The director compares branches; a regional manager sees his own."""
        self.sell()
        self.assertEqual(self.figures("sdw.sales.analysis", "revenue:sum"), {self.team: 1000.0, self.west: 2000.0})
        self.assertEqual(self.figures("sdw.sales.analysis", "revenue:sum", self.western_manager), {self.west: 2000.0})
        self.assertEqual(self.figures("sdw.duty.report", "sold_amount:sum"), {self.team: 1000.0, self.west: 2000.0})
        self.assertEqual((self.west.user_id, self.west.sdw_territory_ids.name), (self.western_manager, "West"))

    @covers("S-08")
    def test_every_analysis_knows_the_branch(self):
        self.sell()
        for name in ANALYSES:
            field = self.env[name]._fields["team_id"]
            self.assertEqual(field.comodel_name, "crm.team")
            self.env[name].with_user(self.director)._read_group([], ["team_id"], ["__count"])

    @covers("S-08")
    def test_money_and_visits_by_branch(self):
        self.invoice(700.0, days=20, partner=self.western_customer, user=self.western)
        self.recorded()
        self.recorded(self.western, self.western_customer)
        self.env.flush_all()
        self.assertEqual(self.figures("sdw.visit.analysis", "made:sum"), {self.team: 1, self.west: 1})
        owed = self.figures("sdw.receivable.analysis", "residual:sum", self.western_manager)
        self.assertEqual(list(owed), [self.west])

    @covers("S-02")
    def test_the_seven_duties(self):
        self.sell()
        self.recorded(self.western, self.western_customer, competitor_terms="Five percent less")
        self.recorded(self.western, self.western_customer, outcome="not_met")
        leads = self.env["crm.lead"].with_user(self.western)
        for kind in ("customer", "customer", "agent", "partner"):
            leads.create({"name": f"New {kind}", "sdw_lead_kind": kind, "user_id": self.western.id})
        self.env["sdw.care.log"].with_user(self.western).create(
            {"partner_id": self.western_customer.id, "kind": "call"}
        )
        self.env["sdw.competitor.price"].with_user(self.western).create({"competitor": "Flowmaster", "price": 900})
        self.env.flush_all()
        names = ("sold_amount", "care", "customers", "partners", "competitors", "needs")
        domain = [("user_id", "=", self.western.id), ("date", ">=", fields.Date.today().replace(day=1))]
        duties = self.env["sdw.duty.report"]
        [found] = duties.with_user(self.western_manager)._read_group(
            domain, ["user_id"], [f"{name}:sum" for name in names]
        )
        self.assertEqual(found, (self.western, 2000.0, 2, 2, 2, 2, 1))
        self.assertTrue(duties.with_user(self.western).search_count(domain))
        for user in (self.salesperson, self.manager):
            self.assertFalse(duties.with_user(user).search_count(domain), "another branch's")

    @covers("S-02")
    def test_money_collected_is_a_duty(self):
        invoice = self.invoice(700.0, days=20, partner=self.western_customer, user=self.western)
        self.env["account.payment.register"].with_context(active_model="account.move", active_ids=invoice.ids).create(
            {}
        )._create_payments()
        self.env.flush_all()
        self.assertEqual(self.figures("sdw.duty.report", "received_amount:sum")[self.west], invoice.amount_total)
