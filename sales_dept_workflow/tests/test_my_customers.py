from datetime import datetime, timedelta

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import covers
from .lead_common import LeadCase

PLAIN = ("boolean", "integer", "float", "monetary", "date", "datetime", "char", "text", "selection")


@tagged("post_install", "-at_install")
class TestMyCustomers(LeadCase):
    """The account manager's own page: his customers by status, and what is open with each (S-11, A-28)."""

    COUNT = 40

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env.ref("sales_dept_workflow.action_my_customers")

    def domain(self, user):
        return safe_eval(self.action.domain, {"uid": user.id})

    def mine(self, user=None):
        user = user or self.salesperson
        return self.env["res.partner"].with_user(user).search(self.domain(user))

    @covers("S-11", "G-07")
    def test_what_it_shows(self):
        self.lead(partner_id=self.customer.id, type="opportunity", expected_revenue=7000)
        lost = self.lead(partner_id=self.customer.id, type="opportunity", expected_revenue=900)
        lost.sudo().action_set_lost()
        contact = self.env["res.partner"].create({"name": "Ms Li", "parent_id": self.customer.id})
        self.lead(partner_id=contact.id, expected_revenue=500)
        day = datetime.combine(self.company._sdw_today() + timedelta(days=3), datetime.min.time()) + timedelta(hours=4)
        visits = self.env["sdw.visit"].with_user(self.salesperson)
        visits.create([{"partner_id": self.customer.id, "date_planned": day + timedelta(days=more)} for more in (9, 0)])
        self.customer.invalidate_recordset()
        row = self.mine()
        self.assertRecordValues(
            row,
            [
                {
                    "id": self.customer.id,
                    "customer_status": "lead",
                    "sdw_open_lead_count": 2,
                    "sdw_expected_company": 7500,
                    "sdw_next_visit_on": day.date(),
                    "sdw_overdue_company": 0,
                }
            ],
        )
        self.assertEqual(row.action_sdw_open_leads()["domain"][1], ("won_status", "=", "pending"))

    @covers("S-11", "A-28")
    def test_own_and_of_every_status(self):
        """Future and potential customers stand on the same page, in the same files; others' customers do not."""
        statuses = ("lead", "base", "potential", "active", "dormant")
        made = self.env["res.partner"].create(
            [{"name": status, "is_company": True, "user_id": self.salesperson.id} for status in statuses]
        )
        for partner, status in zip(made, statuses, strict=True):
            partner._sdw_system().customer_status = status
        self.env["res.partner"].create({"name": "Not mine", "is_company": True, "user_id": self.second_salesperson.id})
        self.assertEqual(self.mine(), (made | self.customer).sorted("complete_name"))
        groups = (
            self.env["res.partner"]
            .with_user(self.salesperson)
            .formatted_read_group(self.domain(self.salesperson), ["customer_status"], ["__count"])
        )
        self.assertEqual({group["customer_status"] for group in groups}, set(statuses))
        report = self.env["sdw.customer.analysis"].sudo().search([("partner_id", "in", made.ids)])
        self.assertEqual(set(report.mapped("status")), set(statuses))
        self.assertEqual({partner.sdw_time_class for partner in made}, {"future"})
        self.assertTrue(all(partner.profile_completeness < 100 and partner.sdw_profile_gaps for partner in made))

    @covers("S-11")
    def test_no_query_for_each_row(self):
        rows = [{"name": f"C{n}", "is_company": True, "user_id": self.salesperson.id} for n in range(self.COUNT)]
        partners = self.env["res.partner"].create(rows)
        self.env["crm.lead"].with_user(self.salesperson).create(
            [
                self.lead_values(partner_id=partner.id, sdw_duplicate_reason="Another", expected_revenue=10)
                for partner in partners
            ]
        )
        self.env["sdw.visit"].with_user(self.salesperson).create(
            [{"partner_id": partner.id, "date_planned": datetime(2031, 1, 6, 4)} for partner in partners]
        )
        model = self.env["res.partner"].with_user(self.salesperson)
        for kind in ("kanban", "list"):
            view = dict((mode, view) for view, mode in self.action.views)[kind]
            arch = etree.fromstring(model.get_view(view, kind)["arch"])
            names = {node.get("name") for node in arch.iter("field")}
            self.assertIn("sdw_open_lead_count", names)
            self.assertIn("sdw_overdue_company", names)
            spec = {
                name: {} if model._fields[name].type in PLAIN else {"fields": {"display_name": {}}} for name in names
            }

            def opened(count, spec=spec):
                domain = [*self.domain(self.salesperson), ("id", "in", partners[:count].ids)]
                return self.queries(lambda: model.web_search_read(domain, spec))

            opened(4)
            few, many = opened(4), opened(self.COUNT)
            self.assertLessEqual(many, few + 1, f"{kind}: {few} → {many}")

    @covers("S-11", "S-03")
    def test_in_the_menu(self):
        """Its menu comes first among the customers'; the four functions of the department each have theirs."""
        menu = self.env.ref("sales_dept_workflow.menu_my_customers")
        self.assertEqual(menu, menu.parent_id.child_id.sorted("sequence")[0])
        functions = {
            "product sales": "menu_quotations",
            "customer development": "menu_sdw_leads",
            "collection": "menu_collection_cases",
            "pre-sale service": "menu_trial_requests",
        }
        for user in (self.salesperson, self.manager, self.director):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for function, name in functions.items():
                self.assertIn(self.env.ref(f"sales_dept_workflow.{name}").id, visible, function)

    @covers("S-11")
    def test_of_the_reader_s_companies(self):
        """Leads of a company the reader does not work in now are not counted."""
        other = self.env["res.company"].create({"name": "Other"})
        self.salesperson.company_ids = [Command.link(other.id)]
        self.lead(partner_id=self.customer.id, expected_revenue=7000)
        elsewhere = self.customer.with_user(self.salesperson).with_context(allowed_company_ids=[other.id])
        self.assertEqual((elsewhere.sdw_open_lead_count, elsewhere.sdw_expected_company), (0, 0))
