from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .card_common import MANDATORY, CardCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCustomerProfile(CardCase):
    """How complete a card is, what it lacks, by the nature of the customer."""

    def items(self):
        return self.env["sdw.card.item"].sudo().search([])

    @covers("A-05", "A-06", "A-43")
    def test_grows_with_what_is_known(self):
        start = self.card().profile_completeness
        self.assertIn("sdw_owner", self.customer.sdw_profile_gaps)
        self.customer.with_user(self.salesperson).write({"sdw_owner": "Mr Zhou"})
        self.assertGreater(self.card().profile_completeness, start)
        self.assertNotIn("sdw_owner", self.customer.sdw_profile_gaps)
        self.assertNotIn("Owner", self.customer.missing_profile_fields)
        everything = {
            item.field_name: self.value_of(item.field_name) for item in self.items() if item.field_name != "contact"
        }
        self.customer.write(everything)
        self.assertLess(self.card().profile_completeness, 100)
        self.assertEqual(self.customer.sdw_profile_gaps, "contact")
        self.env["res.partner"].create({"name": "Ms Li", "parent_id": self.customer.id, "email": "li@example.com"})
        self.assertEqual(self.card().profile_completeness, 100)
        self.assertFalse(self.customer.missing_profile_fields)
        self.customer.child_ids.unlink()
        self.assertEqual(self.card().sdw_profile_gaps, "contact")

    def value_of(self, name):
        field = self.customer._fields[name]
        given = {
            "selection": lambda: field._description_selection(self.env)[0][0],
            "date": lambda: "2001-01-01",
            "monetary": lambda: 100.0,
            "many2one": lambda: self.env[field.comodel_name].search([], limit=1).id,
        }
        return given.get(field.type, lambda: f"Known {name}")()

    @covers("A-07", "A-20")
    def test_by_nature(self):
        """A government office is asked less than a company; a question less in the list is a question less."""
        self.customer.sdw_nature = "ordinary"
        asked = self.card().sdw_profile_gaps.split(",")
        self.customer.sdw_nature = "government"
        fewer = self.card().sdw_profile_gaps.split(",")
        self.assertIn("sdw_owner", asked)
        self.assertNotIn("sdw_owner", fewer)
        item = self.items().filtered(lambda row: row.field_name == "sdw_potential").with_user(self.archivist)
        item.unlink()
        item.action_recompute()
        self.assertNotIn("sdw_potential", self.card().sdw_profile_gaps)

    @covers("A-05", "A-43")
    def test_weights(self):
        """The share by weight, rounded down: nothing is complete before all of it is known."""
        weights = {"sdw_owner": 1, "sdw_needs": 2, "sdw_potential": 4}
        self.items().filtered(lambda item: item.field_name not in weights).unlink()
        for item in self.items():
            item.write({"weight": weights[item.field_name], "mandatory": item.field_name == "sdw_needs"})
        for values, percent in (
            ({"sdw_owner": "Mr Zhou"}, 14),
            ({"sdw_needs": "Pumps"}, 42),
            ({"sdw_owner": " "}, 28),
            ({"sdw_potential": "Large"}, 85),
            ({"sdw_owner": "Mr Zhou"}, 100),
        ):
            self.customer.write(values)
            self.assertEqual(self.card().profile_completeness, percent, values)
        self.customer.write({"sdw_owner": False, "sdw_needs": False})
        self.assertEqual(set(self.card().sdw_profile_gaps.split(",")), {"sdw_owner", "sdw_needs"})
        self.assertEqual(self.customer.sdw_profile_lacking, "sdw_needs")

    @covers("A-20")
    def test_who_shapes_the_card(self):
        for user in (self.salesperson, self.sales_admin, self.finance):
            with self.assertRaises(AccessError):
                self.items()[0].with_user(user).write({"weight": 5})
        self.items()[0].with_user(self.manager).weight = 5

    @covers("A-43")
    def test_registered_name(self):
        """A Chinese name of a company is the full registered one; names in other scripts are taken as they are."""
        for name, full in (
            ("无锡华东机电", False),
            ("无锡华东机电有限公司", True),
            ("无锡市第一中学", False),
            ("无锡市人民医院", True),
            ("Pumps Ltd", True),
        ):
            self.customer.name = name
            self.assertEqual("name" not in self.card().sdw_profile_gaps.split(","), full, name)

    @covers("A-43", "A-44")
    def test_mandatory(self):
        """Type, source, website, e-mail, background and a contact are mandatory, and named."""
        lacking = self.card().sdw_profile_lacking.split(",")
        self.assertEqual(
            set(lacking), {"sdw_nature", "customer_source", "contact", "email", "website", "sdw_background"}
        )
        with self.assertRaisesRegex(UserError, "Background"):
            self.customer._sdw_check_profile()
        self.fill()
        self.assertFalse(self.card().sdw_profile_lacking)
        self.customer._sdw_check_profile()

    @covers("A-05")
    def test_one_statement_for_any_number(self):
        """Twenty customers or two hundred: the same number of queries, of the nightly pass and of a write."""
        few = self.env["res.partner"].create([{"name": f"Few {n}", "is_company": True} for n in range(20)])
        many = self.env["res.partner"].create([{"name": f"Many {n}", "is_company": True} for n in range(200)])
        self.env.flush_all()
        counts = []
        for partners in (few, many, few, many):
            partners.write({"sdw_owner": f"Owner {len(counts)}"})
            self.env.flush_all()
            before = self.cr.sql_log_count
            partners._sdw_refresh_profiles()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 2)
        before = self.cr.sql_log_count
        self.env["res.partner"]._sdw_refresh_all_profiles()
        self.assertLessEqual(self.cr.sql_log_count - before, 2)

    @covers("A-05")
    def test_search_and_language(self):
        self.assertIn(self.customer, self.env["res.partner"].search([("missing_profile_fields", "ilike", "legal rep")]))
        self.customer.sdw_legal_representative = "Mr Zhou"
        self.assertNotIn(
            self.customer, self.env["res.partner"].search([("missing_profile_fields", "ilike", "legal rep")])
        )

    @covers("A-09")
    def test_trade_starts_with_the_first_order(self):
        order = self.order().sudo()
        order.action_confirm()
        self.env["res.partner"]._cron_sdw_profiles()
        self.assertEqual(self.card().sdw_traded_since, order.date_order.date())

    @covers("A-27", "A-33", "A-42")
    def test_gone_through_regularly(self):
        """Whose card nobody has gone through for months gets one reminder, which his review ticks off."""
        self.customer.customer_rank = 1
        later = fields.Date.add(self.company._sdw_today(), months=7)
        partners = self.env["res.partner"]
        partners._cron_sdw_profiles(today=later)
        self.assertFalse(self.reminders(), "silent while the rule is off")
        self.switch("warn", "customer_status")
        partners._cron_sdw_profiles(today=later)
        partners._cron_sdw_profiles(today=later)
        self.assertEqual(self.reminders().user_id, self.salesperson)
        self.assertEqual(len(self.reminders()), 1)
        with self.assertRaises(AccessError):
            self.customer.with_user(self.second_salesperson).action_sdw_card_reviewed()
        self.customer.with_user(self.salesperson).action_sdw_card_reviewed()
        self.assertFalse(self.reminders())
        self.assertEqual(self.card().sdw_card_reviewed_on, self.company._sdw_today())

    def reminders(self):
        kind = self.env.ref("sales_dept_workflow.mail_activity_type_card_review")
        return self.customer.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def test_mandatory_values_are_real_fields(self):
        self.assertLessEqual(set(MANDATORY), set(self.customer._fields))
