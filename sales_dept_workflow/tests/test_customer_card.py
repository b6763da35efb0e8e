from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models.customer.codes import BLOCKS, CARD
from .card_common import CardCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCustomerCard(CardCase):
    """The four blocks of the customer card, from whom they are, and who reads them."""

    @covers("A-07", "A-09", "A-10", "A-11", "A-12", "A-34", "A-44", "A-52")
    def test_four_blocks(self):
        """Every field of the four blocks is on the contact form and is kept as the salesperson writes it."""
        self.assertEqual(set(CARD), set(BLOCKS))
        texts = [
            name
            for names in CARD.values()
            for name in names
            if name.startswith("sdw_") and self.customer._fields[name].type in ("char", "text")
        ]
        self.assertGreaterEqual(len(texts), 25)
        with Form(self.customer.with_user(self.salesperson)) as form:
            form.sdw_nature = "special"
            form.customer_source = "exhibition"
            form.sdw_founded_on = "1998-05-01"
            form.sdw_traded_since = "2020-01-15"
            form.sdw_assets = 5000000
            for name in texts:
                setattr(form, name, f"What {name} says")
        for name in texts:
            self.assertEqual(self.customer[name], f"What {name} says")
        self.assertEqual((self.customer.sdw_nature, self.customer.customer_source), ("special", "exhibition"))

    @covers("A-07", "A-44")
    def test_no_other_nature(self):
        for name in ("sdw_nature", "customer_source"):
            with self.assertRaises(ValueError):
                self.customer[name] = "none of these"

    @covers("A-13", "A-14", "A-27")
    def test_stamps(self):
        """Each block says from whom and when; each change is a version, a write that changes nothing is none."""
        mine = self.customer.with_user(self.salesperson)
        before = self.card().sdw_card_version
        mine.write({"sdw_owner": "Mr Zhou", "sdw_potential": "Large"})
        self.assertEqual(self.card().sdw_card_version, before + 1)
        stamps = self.customer.sdw_card_stamps
        today = str(self.company._sdw_today())
        expected = {"source": "salesperson", "date": today, "user": self.salesperson.id}
        self.assertEqual((stamps["basic"], stamps["features"]), (expected, expected))
        self.assertNotIn("business", stamps)
        self.assertIn(self.salesperson.name, self.customer.sdw_source_features)
        mine.write({"sdw_owner": "Mr Zhou"})
        self.assertEqual(self.card().sdw_card_version, before + 1)

    @covers("A-14", "A-27")
    def test_stamps_are_the_systems(self):
        """Nobody claims a source or a version by hand, neither in values nor in the context."""
        mine = self.customer.with_user(self.salesperson)
        for name, value in (
            ("sdw_card_version", 99),
            ("sdw_card_stamps", {}),
            ("profile_completeness", 100),
            ("sdw_card_reviewed_on", "2030-01-01"),
        ):
            with self.assertRaises(AccessError):
                mine.write({name: value})
            with self.assertRaises(AccessError):
                mine.create({"name": "Forged", name: value})
            forged = mine.with_context(**{f"default_{name}": value}).create({"name": "Forged"})
            self.assertNotEqual(forged.sudo()[name], value, name)

    @covers("A-27", "A-50")
    def test_changes_are_tracked(self):
        partner = self.env["res.partner"].with_context(tracking_disable=False).create({"name": "Tracked"})
        self.flush_tracking()
        partner.with_user(self.salesperson).write({"sdw_owner": "Mr Zhou", "sdw_nature": "ordinary"})
        self.flush_tracking()
        partner.with_user(self.salesperson).write({"sdw_owner": "Ms Li"})
        self.flush_tracking()
        values = partner.message_ids.sudo().tracking_value_ids
        self.assertIn("Mr Zhou", values.mapped("old_value_char"))
        self.assertIn("sdw_nature", values.field_id.mapped("name"))

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    @covers("A-11", "A-34")
    def test_what_he_bought(self):
        """Confirmed orders of this year and the last, one query for any number of customers."""
        order = self.order(lines=[(self.product, 2, {})]).sudo()
        order.action_confirm()
        old = self.order(lines=[(self.product, 3, {})]).sudo()
        old.action_confirm()
        old.date_order = fields.Datetime.subtract(old.date_order, years=1)
        self.order(lines=[(self.product, 7, {})])
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.customer.id})
        mine = (self.customer | contact).with_user(self.salesperson)
        self.assertEqual(mine.mapped("sdw_bought_this_year_company"), [2000.0, 2000.0])
        self.assertEqual(mine.mapped("sdw_bought_last_year_company"), [3000.0, 3000.0])

    @covers("A-12")
    def test_credit_problems(self):
        problems = self.env["sdw.credit.problem"]
        values = {"partner_id": self.customer.id, "kind": "broken", "amount": 1200, "date": "2026-03-01"}
        problem = problems.with_user(self.accountant).create(values)
        self.assertEqual(problem.user_id, self.accountant)
        self.assertEqual(self.customer.with_user(self.salesperson).sdw_credit_problem_ids, problem)
        for user in (self.keeper, self.support, self.portal):
            with self.assertRaises(AccessError):
                problems.with_user(user).search([])
        with self.assertRaises(AccessError):
            problems.with_user(self.accountant).create({**values, "user_id": self.salesperson.id})

    @covers("A-30", "A-29")
    def test_inside_only(self):
        """Every sales role reads the card; the portal reads none of it, his own included."""
        self.customer.write({"sdw_owner": "Mr Zhou"})
        ours = [name for names in CARD.values() for name in names if name.startswith("sdw_")]
        ours += ["customer_source", "profile_completeness", "missing_profile_fields", "sdw_card_stamps"]
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin, self.archivist, self.legal):
            self.assertEqual(self.customer.with_user(user).read(["sdw_owner"])[0]["sdw_owner"], "Mr Zhou")
        own = self.portal.partner_id.with_user(self.portal)
        for name in ours:
            with self.assertRaises(AccessError):
                own.read([name])
        for name in ("profile_completeness", "missing_profile_fields", "sdw_owner"):
            with self.assertRaises(AccessError):
                own.search([(name, "!=", False)])

    @covers("A-13")
    def test_printed(self):
        """The paper has the four blocks, version, day and source, and says that it is confidential."""
        self.fill(sdw_owner="Mr Zhou", sdw_potential="Large")
        report = self.env["ir.actions.report"].with_user(self.salesperson)
        page = report._render_qweb_html("sales_dept_workflow.report_customer_card", self.customer.ids)[0].decode()
        for text in ("Basic Information", "Features", "Business Status", "Transaction Status", "Mr Zhou", "Version"):
            self.assertIn(text, page)
        self.assertIn("Confidential", page)
        self.assertIn("Salesperson&#39;s Inquiries", page)
