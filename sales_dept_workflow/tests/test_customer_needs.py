from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .card_common import CardCase
from .common import covers
from .visit_common import FORM, LINE


class NeedCase(CardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.customer_rank = 1
        cls.new, cls.parts, cls.custom = (
            cls.env.ref(f"sales_dept_workflow.need_kind_{name}") for name in ("new", "parts", "custom")
        )
        category = cls.env["product.category"].create({"name": "Pumps"})
        below = cls.env["product.category"].create({"name": "Clean Pumps", "parent_id": category.id})
        cls.product.categ_id = below
        cls.new.categ_ids = category

    @classmethod
    def lead(cls, user=None, kinds=None, **values):
        user = user or cls.salesperson
        return (
            cls.env["crm.lead"]
            .with_user(user)
            .create(
                {
                    "name": "Needs pumps",
                    "type": "opportunity",
                    "partner_id": cls.customer.id,
                    "user_id": user.id,
                    "company_id": cls.company.id,
                    "sdw_need_kind_ids": [Command.set((kinds or cls.new).ids)],
                    **values,
                }
            )
        )

    def proposals(self):
        return self.env["sdw.partner.proposal"].search(
            [("partner_id", "=", self.customer.id), ("state", "=", "review")]
        )


@tagged("post_install", "-at_install")
class TestCustomerNeeds(NeedCase):
    """Needs are sorted by kind on the lead, the visit and the card; news are proposed to the card (A-39, A-52)."""

    @covers("A-39", "A-52")
    def test_from_the_lead_to_the_card(self):
        lead = self.lead()
        proposal = self.proposals()
        self.assertRecordValues(
            proposal, [{"source": "salesperson", "user_id": self.salesperson.id, "res_id": lead.id}]
        )
        self.assertEqual(proposal.line_ids.shown_new, self.new.name)
        self.assertFalse(self.card().sdw_need_kind_ids)
        lead.sdw_need_kind_ids |= self.parts
        replaced = self.proposals()
        self.assertEqual(len(replaced), 1)
        self.assertNotEqual(replaced, proposal)
        with self.assertRaises(AccessError):
            replaced.with_user(self.salesperson).action_apply()
        replaced.with_user(self.archivist).action_apply()
        self.assertEqual(self.card().sdw_need_kind_ids, self.new | self.parts)
        self.assertEqual(self.customer.sdw_card_stamps["features"]["user"], self.salesperson.id)
        self.lead(kinds=self.parts)
        self.assertFalse(self.proposals())

    @covers("A-52", "V-11")
    def test_from_the_visit_to_lead_and_card(self):
        lead = self.lead(kinds=self.parts)
        self.proposals().with_user(self.archivist).action_reject("Not now")
        visits = self.env["sdw.visit"].with_user(self.salesperson)
        visit = visits.create({"partner_id": self.customer.id, "lead_id": lead.id, **LINE, "date_planned": False})
        with self.assertRaises(AccessError):
            visit.with_user(self.manager).write({"need_kind_ids": [Command.link(self.custom.id)]})
        visit.action_record(**FORM, need_kind_ids=self.custom.ids)
        self.assertEqual(lead.sdw_need_kind_ids, self.parts | self.custom)
        self.assertFalse(self.proposals())
        visit.action_hand_in()
        with self.assertRaises(UserError):
            visit.need_kind_ids = [Command.clear()]
        visit.with_user(self.sales_admin).action_file()
        line = self.proposals().line_ids.filtered(lambda line: line.field_name == "sdw_need_kind_ids")
        self.assertEqual(line.shown_new, self.custom.name)

    @covers("A-39")
    def test_wizard_of_the_visit(self):
        visit = (
            self.env["sdw.visit"]
            .with_user(self.salesperson)
            .create({"partner_id": self.customer.id, **LINE, "date_planned": False})
        )
        values = {**FORM, "visit_id": visit.id, "need_kind_ids": [Command.set(self.parts.ids)]}
        self.env["sdw.visit.record.wizard"].with_user(self.salesperson).create(values).action_confirm()
        self.assertEqual((visit.state, visit.need_kind_ids), ("recorded", self.parts))

    @covers("A-31", "A-39")
    def test_kept_by_the_archivist_alone(self):
        """Where files are the archivist's, nobody else changes the kinds, by whatever command."""
        self.customer.sdw_need_kind_ids = self.new
        self.switch("block", "customer_status")
        self.company.sdw_card_by_archivist = True
        mine = self.card().with_user(self.salesperson)
        for command in (
            Command.link(self.parts.id), Command.unlink(self.new.id), Command.clear(), Command.set(self.parts.ids),
            Command.create({"name": "Mine"}),
        ):  # fmt: skip
            with self.assertRaises(AccessError):
                mine.with_context(sdw_skip=True, su=True).write({"sdw_need_kind_ids": [command]})
        mine.write({"sdw_need_kind_ids": [Command.link(self.new.id)]})
        self.card().with_user(self.archivist).write({"sdw_need_kind_ids": [Command.link(self.parts.id)]})
        self.assertEqual(self.card().sdw_need_kind_ids, self.new | self.parts)

    @covers("A-17", "A-39")
    def test_hostile_values(self):
        proposal = self.env["sdw.partner.proposal"].with_user(self.salesperson).create({"partner_id": self.customer.id})
        rows = self.env["sdw.partner.proposal.line"].with_user(self.salesperson)
        for value in ("nothing", "999999999", "1;DROP TABLE", "-1", "[1]", f"{self.new.id},x"):
            with self.assertRaises(UserError):
                rows.create({"proposal_id": proposal.id, "field_name": "sdw_need_kind_ids", "value_new": value})
        line = rows.create(
            {
                "proposal_id": proposal.id,
                "field_name": "sdw_need_kind_ids",
                "value_new": f"{self.new.name}，{self.parts.id}",
            }
        )
        self.assertEqual(line.value_new, ",".join(map(str, sorted((self.new | self.parts).ids))))

    @covers("A-39")
    def test_master(self):
        """Kept by the sales manager and the office; what is in use is archived, not deleted."""
        for user in (self.salesperson, self.support, self.accountant):
            with self.assertRaises(AccessError):
                self.new.with_user(user).name = "Other"
            with self.assertRaises(AccessError):
                self.new.with_user(user).create({"name": "Another"})
        kind = self.new.with_user(self.sales_admin).create({"name": "Leasing"})
        self.customer.sdw_need_kind_ids = kind
        with self.assertRaises(AccessError):
            kind.unlink()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            kind.with_user(self.manager).unlink()
            self.env.flush_all()
        kind.with_user(self.manager).action_archive()

    @covers("A-39")
    def test_matching_products(self):
        """The products of the category, of what is below it, and those named; from lead, card and kind."""
        other = self.env["product.product"].create({"name": "Gasket", "sale_ok": True})
        hidden = self.env["product.product"].create({"name": "Not sold", "sale_ok": False})
        self.new.product_ids = other | hidden
        self.assertEqual(self.new.product_count, 2)
        lead = self.lead()
        self.customer.sdw_need_kind_ids = self.new
        for record in (lead, self.customer.with_user(self.salesperson), self.new.with_user(self.salesperson)):
            method = "action_matching_products" if record._name == "sdw.need.kind" else "action_sdw_matching_products"
            action = getattr(record, method)()
            self.assertEqual(self.env["product.product"].search(action["domain"]), self.product | other)
        with self.assertRaises(AccessError):
            lead.with_user(self.portal).action_sdw_matching_products()
        with self.assertRaises(AccessError):
            lead.with_user(self.second_salesperson).action_sdw_matching_products()
