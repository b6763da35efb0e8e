from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .card_common import CardCase
from .common import covers
from .test_customer_export import CARD
from .test_customer_export_doors import TestCustomerExportDoors


@tagged("post_install", "-at_install")
class TestExportPurpose(CardCase):
    """Whoever takes customers' data out says first what for; the log keeps it (A-32)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "customer_status")
        cls.company.sdw_export_purpose = True
        cls.env.ref("base.group_allow_export").user_ids = [Command.link(cls.salesperson.id)]

    def export(self, user=None, **context):
        return self.customer.with_user(user or self.archivist).with_context(**context).export_data(["name", "phone"])

    def say(self, text="Greeting cards of the year", user=None, **values):
        return self.env["sdw.export.purpose"].with_user(user or self.archivist).create({"purpose": text, **values})

    def logs(self):
        return self.env["sdw.export.log"].search([])

    @covers("A-32", "A-30")
    def test_asked_at_every_door(self):
        """By the button, by RPC, with a forged context: nothing goes out before, and the way to say it is shown."""
        for context in ({}, {"purpose": "x"}, {"default_purpose": "x"}, {"su": True}, {"allowed_company_ids": []}):
            with self.assertRaises(RedirectWarning) as refusal:
                self.export(**context)
        self.assertEqual(refusal.exception.args[1], self.env.ref("sales_dept_workflow.action_export_purpose").id)
        with self.assertRaises(RedirectWarning):
            self.env["ir.actions.report"].with_user(self.archivist)._render_qweb_html(CARD, self.customer.ids)
        books = self.env["sdw.workbook"].with_user(self.archivist)._codes()["customers"]
        with self.assertRaises(RedirectWarning):
            books._check_allowed()
        self.assertFalse(self.logs())
        said = self.say()
        self.assertTrue(self.export()["datas"])
        books._check_allowed()
        self.assertRecordValues(
            self.logs(), [{"kind": "export", "purpose": "Greeting cards of the year", "purpose_id": said.id}]
        )

    @covers("A-32")
    def test_holds_an_hour(self):
        said = self.say()
        self.export()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)), self.assertRaises(RedirectWarning):
            self.export()
        self.assertEqual(said.log_ids, self.logs())

    @covers("A-32")
    def test_everybody_for_himself(self):
        """What one archivist said is no word of another's, and no leave for whoever may not export at all."""
        self.say(user=self.archivist)
        other = self.archivist.copy({"login": "sdw_archivist_two", "name": "Two"})
        with self.assertRaises(RedirectWarning):
            self.export(other)
        with self.assertRaises(AccessError):
            self.export(self.salesperson)
        with self.assertRaises(AccessError):
            self.say(user=self.salesperson)

    @covers("A-32", "I-03")
    def test_stays_as_it_was_said(self):
        for empty in ("", "   ", False):
            with self.assertRaises(UserError):
                self.say(empty)
        forged = self.say(
            user_id=self.salesperson.id,
            valid_until="2099-01-01 00:00:00",
            company_id=self.env["res.company"].create({"name": "X"}).id,
        )
        self.assertEqual((forged.user_id, forged.company_id), (self.archivist, self.company))
        self.assertLess(forged.valid_until, fields.Datetime.now() + timedelta(hours=2))
        for change in ({"purpose": "Other"}, {"valid_until": "2099-01-01 00:00:00"}, {"user_id": self.salesperson.id}):
            with self.assertRaises(AccessError):
                forged.write(change)
        with self.assertRaises(AccessError):
            forged.unlink()
        self.export()
        log = self.logs().with_user(self.archivist)
        with self.assertRaises(AccessError):
            log.purpose = "Something nicer"
        with self.assertRaises(AccessError):
            log.purpose_id = False

    @covers("A-32")
    def test_off_and_warn(self):
        """Without the setting, or while the rule only warns, nothing is refused; what was said is kept all the same."""
        self.company.sdw_export_purpose = False
        self.export()
        self.company.sdw_export_purpose = True
        self.switch("warn", "customer_status")
        self.say("Asked by the bank")
        self.export()
        self.assertEqual(sorted(self.logs().mapped("purpose"), key=str), ["Asked by the bank", False])

    @covers("A-32")
    def test_strictest_company(self):
        self.company.sdw_export_purpose = False
        strict = self.env["res.company"].create(
            {"name": "Strict", "sdw_mode_customer_status": "block", "sdw_export_purpose": True}
        )
        self.archivist.company_ids = [Command.link(strict.id)]
        with self.assertRaises(RedirectWarning):
            self.export(allowed_company_ids=self.company.ids)


@tagged("post_install", "-at_install")
class TestExportPurposeDoors(TestCustomerExportDoors):
    """Over HTTP the client is told what is asked for, and where to say it."""

    @covers("A-32")
    def test_over_http(self):
        self.company.sdw_export_purpose = True
        self.authenticate("sdw_archivist", "sdw_archivist")
        for answer in (self.export("csv"), self.export("xlsx"), self.pivot()):
            self.assertEqual(answer.status_code, 500)
            self.assertIn("odoo.exceptions.RedirectWarning", answer.text)
        self.assertGreaterEqual(self.sheet().status_code, 400)
        self.assertFalse(self.kinds())
        self.env["sdw.export.purpose"].with_user(self.archivist).create({"purpose": "Asked by the bank"})
        for answer in (self.export("csv"), self.pivot(), self.sheet()):
            self.assertEqual(answer.status_code, 200)
        purposes = set(self.env["sdw.export.log"].search([]).mapped("purpose"))
        self.assertEqual(purposes, {"Asked by the bank"})
