from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .card_common import CardCase
from .common import covers
from .visit_common import FORM, LINE


class ContactCase(CardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Ms Li", "parent_id": cls.customer.id, "email": "li@customer.example"}
        )

    @classmethod
    def contact(cls, user=None, **values):
        return (
            cls.env["sdw.care.log"]
            .with_user(user or cls.salesperson)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "contact_id": cls.buyer.id,
                    "kind": "contact",
                    "direction": "in",
                    "channel": "wechat",
                    "note": "Asks for the new catalogue",
                    **values,
                }
            )
        )

    def history(self, user=None):
        rows = self.env["sdw.contact.history"].with_user(user or self.salesperson)
        return rows.search([("partner_id", "=", self.customer.id)])


@tagged("post_install", "-at_install")
class TestContactLog(ContactCase):
    """What is said between us and a customer, in both directions, in one history (A-33, L-22)."""

    @covers("A-33", "L-22", "A-42")
    def test_written_down(self):
        contact = self.contact(product_ids=[Command.set(self.product.ids)])
        self.assertRecordValues(
            self.history(),
            [
                {
                    "direction": "in",
                    "channel": "wechat",
                    "contact_id": self.buyer.id,
                    "subject": "Asks for the new catalogue",
                    "user_id": self.salesperson.id,
                    "res_model": "sdw.care.log",
                    "res_id": contact.id,
                }
            ],
        )
        self.assertEqual(self.customer.with_user(self.salesperson).sdw_contact_ids, self.history())
        self.assertEqual(self.history().action_open()["res_id"], contact.id)
        self.assertEqual(contact.product_ids, self.product)

    @covers("A-33")
    def test_what_it_says(self):
        for missing in ({"note": False}, {"channel": False}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.contact(**missing)
        stranger = self.env["res.partner"].create({"name": "Of somebody else"})
        with self.assertRaises(ValidationError):
            self.contact(contact_id=stranger.id)
        with self.assertRaises(AccessError):
            self.contact(user=self.second_salesperson, user_id=self.salesperson.id)
        with self.assertRaises(AccessError):
            self.contact(user=self.support)
        contact = self.contact()
        with self.assertRaises(AccessError):
            contact.with_user(self.second_salesperson).note = "Never"
        with self.assertRaises(AccessError):
            contact.unlink()

    @covers("A-33", "A-42", "V-13")
    def test_visits_are_part_of_it(self):
        visit = (
            self.env["sdw.visit"]
            .with_user(self.salesperson)
            .create({"partner_id": self.customer.id, **LINE, "date_planned": False})
        )
        self.assertFalse(self.history())
        visit.action_record(**FORM)
        self.assertRecordValues(
            self.history(), [{"direction": "out", "channel": "person", "subject": FORM["topics"], "res_id": visit.id}]
        )

    @covers("A-33")
    def test_mails_and_portal_are_not_written_down_again(self):
        """What Odoo keeps already stands there by itself: what came in, what went out; internal notes do not."""
        order = self.order()
        customer, order = self.customer.sudo(), order.sudo()
        customer.message_post(
            body=Markup("<p>Where is <b>my</b> pump &amp; seal?</p>"),
            message_type="email",
            author_id=self.buyer.id,
            subtype_xmlid="mail.mt_comment",
        )
        order.message_post(
            body="Please hurry", message_type="comment", author_id=self.buyer.id, subtype_xmlid="mail.mt_comment"
        )
        sender = self.salesperson.partner_id.id
        order.message_post(
            body="It leaves today", message_type="comment", author_id=sender, partner_ids=self.buyer.ids,
            subtype_xmlid="mail.mt_comment",
        )  # fmt: skip
        order.message_post(body="Among ourselves", author_id=sender, subtype_xmlid="mail.mt_note")
        order.message_post(body="To nobody", message_type="comment", author_id=sender, subtype_xmlid="mail.mt_comment")
        rows = {(row.direction, row.channel, row.subject, row.res_model) for row in self.history()}
        self.assertEqual(
            rows,
            {
                ("in", "email", "Where is  my  pump & seal?", "res.partner"),
                ("in", "portal", "Please hurry", "sale.order"),
                ("out", "email", "It leaves today", "sale.order"),
            },
        )
        self.assertFalse(self.env["sdw.care.log"].search([("commercial_partner_id", "=", self.customer.id)]))

    @covers("A-33", "R-34")
    def test_who_reads_what(self):
        self.contact()
        for user, seen in (
            (self.salesperson, True), (self.second_salesperson, False), (self.manager, True), (self.director, True),
            (self.sales_admin, True),
        ):  # fmt: skip
            self.assertEqual(bool(self.history(user)), seen, user.name)
        for user in (self.support, self.portal, self.production):
            with self.assertRaises(AccessError):
                self.history(user)
        other = self.env["res.company"].create({"name": "Other"})
        self.director.company_ids = [Command.link(other.id)]
        rows = self.env["sdw.contact.history"].with_user(self.director).with_context(allowed_company_ids=[other.id])
        self.assertFalse(rows.search([("partner_id", "=", self.customer.id)]))
        with self.assertRaises(AccessError):
            self.history().with_user(self.second_salesperson).action_open()

    @covers("A-33")
    def test_button_on_the_customer(self):
        """It opens the form for an incoming contact of this customer, and asks for no more than what it was about."""
        action = self.customer.with_user(self.salesperson).action_sdw_new_contact()
        context = {"default_channel": "phone", "default_note": "Wants a date", **action["context"]}
        made = self.env["sdw.care.log"].with_user(self.salesperson).with_context(**context).create({})
        self.assertRecordValues(made, [{"partner_id": self.customer.id, "direction": "in", "kind": "contact"}])
        whole = self.customer.with_user(self.salesperson).action_sdw_contacts()
        self.assertEqual(self.env["sdw.contact.history"].search(whole["domain"]).res_id, made.id)
