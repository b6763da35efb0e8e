from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .lead_common import LeadCase


@tagged("post_install", "-at_install")
class TestLeadGrade(LeadCase):
    """How good a lead is, whose it is, and why it is none."""

    @covers("L-02", "L-11")
    def test_grade_from_intention_and_budget(self):
        for intention, budget, grade in (
            ("high", 600000, "a"),
            ("high", 20000, "b"),
            ("medium", 150000, "b"),
            ("low", 0, "c"),
            ("none", 600000, "b"),
            (False, 0, False),
        ):
            lead = self.lead(sdw_intention=intention, sdw_budget=budget)
            self.assertEqual(lead.sdw_lead_grade, grade, (intention, budget))

    @covers("L-11")
    def test_the_settings_weigh(self):
        lead = self.lead(sdw_intention="high", sdw_budget=0)
        self.assertEqual(lead.sdw_lead_grade, "b")
        self.company.sdw_lead_intention_weight = 90
        self.assertEqual(lead.sdw_lead_grade, "a")
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).sdw_lead_intention_weight = 10
        with self.assertRaises(AccessError):
            lead.write({"sdw_lead_grade": "c"})

    @covers("L-02", "K-33")
    def test_invalid_with_a_reason(self):
        lead = self.lead()
        for nothing in ("", "  ", None, 5):
            with self.assertRaises(UserError):
                lead.action_reject_lead(nothing)
        with self.assertRaises(AccessError):
            lead.with_user(self.accountant).action_reject_lead("No such firm")
        lead.action_reject_lead("No such firm")
        self.assertFalse(lead.active)
        self.assertEqual((lead.won_status, lead.sdw_invalid_count), ("lost", 1))
        self.assertEqual((lead.sdw_reject_reason, lead.sdw_rejected_by_id), ("No such firm", self.salesperson))
        self.assertEqual(lead.lost_reason_id, self.env.ref("sales_dept_workflow.lost_reason_invalid"))
        with self.assertRaises(UserError):
            lead.action_reject_lead("Once more")
        lead.action_restore()
        self.assertEqual((lead.sdw_reject_reason, lead.sdw_invalid_count), (False, 0))

    @covers("L-02")
    def test_stamps_are_not_forged(self):
        lead = self.lead()
        forged = {"sdw_reject_reason": "x", "sdw_rejected_on": "2026-01-01", "sdw_converted_count": 1}
        for name, value in forged.items():
            with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                lead.with_user(self.gm).write({name: value})
        context = {f"default_{name}": value for name, value in forged.items()}
        leads = self.env["crm.lead"].with_user(self.salesperson).with_context(**context)
        self.assertFalse(leads.create({"name": "Forged"}).sdw_reject_reason)

    @covers("A-56", "S-07")
    def test_assigned_by_region(self):
        territory = self.env["sdw.territory"].create(
            {"name": "China", "country_ids": [Command.set(self.china.ids)], "user_id": self.manager.id}
        )
        lead = self.lead(self.sales_admin, user_id=False, country_id=self.china.id)
        self.assertEqual(lead.territory_id, territory)
        with self.assertRaises(AccessError):
            lead.with_user(self.salesperson).action_sdw_assign_by_region()
        lead.action_sdw_assign_by_region()
        self.assertEqual(lead.user_id, self.manager)
        territory.member_ids = self.salesperson
        other = self.lead(self.sales_admin, user_id=False, country_id=self.china.id)
        other.action_sdw_assign_by_region()
        self.assertEqual(other.user_id, self.salesperson)

    @covers("L-18")
    def test_partners_have_their_own_list(self):
        agent, customer = self.lead(sdw_lead_kind="agent"), self.lead(sdw_potential="high")
        leads = self.env["crm.lead"].with_user(self.salesperson)
        action = self.env.ref("sales_dept_workflow.action_partner_leads")
        found = leads.search(literal_eval(action.domain))
        self.assertIn(agent, found)
        self.assertNotIn(customer, found)

    @covers("L-04", "L-17")
    def test_analysis(self):
        lost, kept = self.lead(), self.lead()
        lost.action_reject_lead("Wrong number")
        kept.convert_opportunity(self.env["res.partner"])
        leads = self.env["crm.lead"].with_user(self.manager).with_context(active_test=False)
        rows = leads._read_group(
            [("id", "in", (lost | kept).ids)],
            ["source_id"],
            ["__count", "sdw_invalid_count:sum", "sdw_converted_count:sum"],
        )
        self.assertEqual(rows, [(self.source, 2, 1, 1)])

    @covers("L-15", "L-16")
    def test_the_register_of_each_salesperson(self):
        """Everybody's own potential customers, what they use now, and which of them promise most."""
        mine = self.lead(sdw_current_situation="Two pumps of 1998", sdw_potential="high")
        small = self.lead(partner_name="Corner Shop", phone=False, email_from="a@corner.example", sdw_potential="low")
        hers = self.lead(self.second_salesperson, partner_name="Dye Works", phone=False, email_from="a@dye.example")
        register = self.env["crm.lead"].with_user(self.salesperson)
        self.assertEqual(register.search([("id", "in", (mine | small | hers).ids)]), mine | small)
        view = self.env.ref("sales_dept_workflow.crm_lead_view_search_leads")
        [high] = etree.fromstring(view.arch).xpath("//filter[@name='sdw_high_potential']")
        self.assertEqual(register.search(literal_eval(high.get("domain"))) & (mine | small), mine)
        mine.with_user(self.salesperson).convert_opportunity(self.customer)
        self.assertEqual((mine.type, mine.sdw_current_situation), ("opportunity", "Two pumps of 1998"))
