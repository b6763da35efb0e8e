from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import covers
from .tender_common import SIGNATURE, TenderCase

MONDAY = datetime(2026, 3, 2, 8, 0)


@tagged("post_install", "-at_install")
class TestTenderFlow(TenderCase):
    """A tender step by step, each by whoever takes it."""

    @covers("T-01", "Z-08")
    def test_the_manager_hears_of_it_at_once(self):
        tender = self.tender(source="notice")
        self.assertTrue(tender.name.startswith("TND/"))
        self.assertRecordValues(tender, [{"state": "registered", "manager_id": self.manager.id, "report_late": False}])
        approval = self.pending(tender)
        self.assertRecordValues(
            approval, [{"code": "tender_bid", "assignee_id": self.manager.id, "requester_id": self.salesperson.id}]
        )
        self.assertEqual(self.activities(tender, "deadline").user_id, self.manager)
        self.assertTrue(tender.deadline)
        self.assertEqual(tender.action_decide_bid()["res_id"], approval.id, "it waits already")

    @covers("T-01", "Z-08")
    def test_how_long_the_report_took(self):
        self.company.resource_calendar_id.tz = "UTC"
        self.company.sdw_prompt_hours = 4
        with freeze_time(MONDAY + timedelta(hours=2)):
            prompt = self.tender(received_on=MONDAY)
            late = self.tender(received_on=MONDAY - timedelta(days=3))
        self.assertEqual((prompt.report_delay, prompt.report_late), (2.0, False))
        self.assertGreaterEqual(late.report_delay, 8.0, "Friday counts, the weekend does not")
        self.assertLess(late.report_delay, 24.0)
        self.assertTrue(late.report_late)
        with self.assertRaises(ValidationError):
            self.tender(received_on=fields.Datetime.now() + timedelta(days=1))
        with self.assertRaises(AccessError):
            late.write({"received_on": MONDAY})
        late.with_user(self.manager).write({"received_on": late.reported_on})
        self.assertFalse(late.report_late)

    @covers("T-02")
    def test_the_manager_decides(self):
        tender = self.tender()
        with self.assertRaises(AccessError):
            tender.action_approve()
        tender.with_user(self.manager).action_approve("We bid.")
        self.assertRecordValues(tender, [{"state": "preparing", "bid_decided_by_id": self.manager.id}])
        self.assertEqual(set(tender.checklist_ids.mapped("name")), {"Certificates", "Technical proposal"})
        other = self.tender()
        with self.assertRaises(UserError):
            other.with_user(self.manager).action_reject("  ")
        other.with_user(self.manager).action_reject("Not our product.")
        self.assertRecordValues(other, [{"state": "no_bid", "result_note": "Not our product."}])
        self.assertFalse(self.activities(other, "deadline"))

    @covers("T-02")
    def test_a_manager_does_not_decide_on_his_own(self):
        tender = self.tender(user=self.manager)
        self.assertNotEqual(tender.manager_id, self.manager)
        with self.assertRaises(AccessError):
            tender.with_user(self.manager).action_approve()
        tender.with_user(self.director).action_approve()
        self.assertEqual(tender.state, "preparing")

    @covers("T-02")
    def test_nothing_is_begun_before_bid(self):
        tender = self.tender()
        file = self.file(tender)
        for values in (
            {"document_ids": [Command.link(file.id)]},
            {"document_ids": [Command.create({"name": "x", "raw": b"x"})]},
            {"checklist_ids": [Command.create({"name": "x"})]},
            {"author_id": self.salesperson.id},
        ):
            with self.assertRaises(UserError):
                tender.write(values)
            with self.assertRaises(UserError):
                self.tender(**values)
        with self.assertRaises(UserError):
            self.env["sdw.tender.item"].with_user(self.salesperson).create({"tender_id": tender.id, "name": "x"})
        with self.assertRaises(UserError):
            self.env["sdw.tender"].with_user(self.salesperson).with_context(
                default_document_ids=[Command.link(file.id)]
            ).create({"partner_id": self.customer.id})
        with self.assertRaises(UserError):
            tender.action_review()
        with self.assertRaises(UserError):
            tender.action_request_approval("tender_submit", "please")

    @covers("T-03")
    def test_review_takes_all_materials(self):
        tender = self.preparing()
        self.assertEqual(self.codes(tender, "review"), {"tender_checklist", "tender_documents"})
        for action in (tender.action_review, lambda: tender.action_request_approval("tender_submit", "please")):
            with self.assertRaises(UserError):
                action()
        tender.write({"author_id": self.salesperson.id, "document_ids": [Command.link(self.file(tender).id)]})
        with self.assertRaises(UserError):
            tender.action_review()
        with self.assertRaises(AccessError):
            tender.checklist_ids.unlink()
        with self.assertRaises(AccessError):
            tender.checklist_ids.write({"name": "Nothing"})
        tender.checklist_ids.done = True
        self.assertEqual(tender.checklist_ids.done_by_id, self.salesperson)
        self.assertEqual(tender.checklist_progress, 100)
        tender.action_review()
        self.assertEqual(tender.state, "in_review")
        with self.assertRaises(UserError):
            tender.checklist_ids.write({"done": False})

    @covers("T-04", "T-05")
    def test_review_signature_seal_submission(self):
        tender = self.ready(amount=5000, submission_deadline=fields.Datetime.now() + timedelta(days=5))
        tender.action_review()
        approval = self.pending(tender)
        self.assertEqual(approval.assignee_id, self.manager)
        shown = {row["label"]: row["value"] for row in approval.with_user(self.manager).facts_panel["rows"]}
        self.assertIn("5,000", shown["Bid amount"])
        self.assertIn("bid.pdf (", shown["Bid documents"])
        self.assertEqual(shown["Materials ready"], "2 / 2")
        with self.assertRaises(UserError):
            tender.action_bind()
        with self.assertRaises(AccessError):
            approval.with_user(self.supervisor).action_approve()
        approval.with_user(self.manager).action_approve()
        self.assertRecordValues(tender, [{"state": "in_review", "reviewed_by_id": self.manager.id}])
        tender.action_bind()
        self.assertEqual(tender.bound_by_id, self.salesperson)
        self.assertIn("tender_approval", self.codes(tender))
        for user in (self.manager, self.director, self.vp):
            with self.assertRaises(AccessError):
                approval.with_user(user).action_approve()
        approval.with_user(self.gm).action_approve()
        self.assertRecordValues(tender, [{"state": "approved", "gm_signed_by_id": self.gm.id}])
        self.assertEqual(tender.gm_signature, SIGNATURE)
        self.assertEqual(self.codes(tender), {"tender_unsealed"})
        with self.assertRaises(UserError):
            tender.action_submit()
        for user in (self.salesperson, self.manager):
            with self.assertRaises(AccessError):
                tender.with_user(user).action_seal("bid")
        with self.assertRaises(UserError):
            tender.with_user(self.sales_admin).action_seal("rubber")
        tender.with_user(self.sales_admin).action_seal("bid")
        self.assertRecordValues(tender, [{"seal": "bid", "sealed_by_id": self.sales_admin.id}])
        for never in (fields.Datetime.now() + timedelta(days=1), "2001-01-01"):
            with self.assertRaises(UserError):
                tender.action_submit("courier", "SF1", never)
        tender.action_submit("courier", "SF1")
        self.assertEqual((tender.state, tender.sent_method, tender.tracking_number), ("submitted", "courier", "SF1"))
        self.assertFalse(tender.met_on)

    @covers("T-04")
    def test_unbound_holds(self):
        tender = self.reviewed()
        self.pending(tender).with_user(self.gm).action_approve()
        tender.with_user(self.gm).action_seal("company")
        self.assertEqual(self.codes(tender), {"tender_unbound"})
        with self.assertRaises(UserError):
            tender.action_submit()

    @covers("T-06")
    def test_late(self):
        tender = self.signed(submission_deadline=fields.Datetime.now() + timedelta(hours=1))
        tender.with_user(self.gm).action_seal("bid")
        with freeze_time(datetime.now() + timedelta(hours=2)):
            tender.invalidate_recordset()
            self.assertEqual(self.codes(tender), {"tender_late"})
            with self.assertRaises(UserError):
                tender.action_submit()
            with self.assertRaises(AccessError):
                tender.action_allow_late("The customer waits for us.")
            with self.assertRaises(AccessError):
                tender.write({"submission_deadline": fields.Datetime.now() + timedelta(days=9)})
            with self.assertRaises(UserError):
                tender.with_user(self.manager).action_allow_late("")
            tender.with_user(self.manager).action_allow_late("The customer waits for us.")
            tender.action_submit("email")
        self.assertEqual(tender.state, "submitted")

    @covers("T-07")
    def test_on_site(self):
        when = fields.Datetime.now() + timedelta(days=9)
        tender = self.signed(on_site=True, on_site_on=when)
        tender.with_user(self.gm).action_seal("bid")
        self.assertEqual(self.codes(tender), {"tender_participants"})
        with self.assertRaises(UserError):
            tender.action_submit()
        users = [Command.set((self.salesperson | self.second_salesperson).ids)]
        for user in (self.salesperson, self.manager, self.vp, self.sales_admin):
            with self.assertRaises(AccessError):
                tender.with_user(user).write({"participant_ids": users})
        with self.assertRaises(AccessError):
            self.tender(participant_ids=users)
        with self.assertRaises(AccessError):
            tender.write({"on_site": False})
        tender.with_user(self.gm).write({"participant_ids": users})
        meeting = tender.sudo().meeting_id
        self.assertEqual(meeting.start, when)
        self.assertEqual(meeting.partner_ids, (self.salesperson | self.second_salesperson).partner_id)
        self.assertEqual(tender.with_user(self.second_salesperson).name, tender.name, "who goes may read it")
        with self.assertRaises(AccessError):
            tender.with_user(self.second_salesperson).write({"subject": "Mine"})
        tender.write({"on_site_on": when + timedelta(days=1)})
        self.assertEqual(meeting.start, when + timedelta(days=1))
        tender.action_submit()
        tender.with_user(self.manager).action_cancel("Withdrawn.")
        self.assertFalse(meeting.exists())

    @covers("T-03", "T-04", "T-05")
    def test_the_panel_says_what_is_missing(self):
        """With every switch off: the state machine of our own document always holds."""
        self.switch("off", "price", "credit")
        tender = self.preparing()

        def shown():
            tender.invalidate_recordset()
            return {item["code"] for item in tender.blocker_panel["items"] if not item["clear"]}

        self.assertEqual(shown(), {"tender_checklist", "tender_documents"}, "first things first")
        tender.write({"author_id": self.salesperson.id, "document_ids": [Command.link(self.file(tender).id)]})
        tender.checklist_ids.done = True
        self.assertFalse(shown())
        tender.action_review()
        self.assertEqual(shown(), {"tender_approval", "tender_unbound", "tender_unsealed"})
        self.pending(tender).with_user(self.manager).action_approve()
        tender.action_bind()
        self.assertEqual(shown(), {"tender_approval", "tender_unsealed"})

    def test_screens(self):
        """The form of each role, in each state."""
        for tender in (self.tender(), self.ready(), self.reviewed(), self.submitted(on_site=False)):
            for user in (self.salesperson, self.manager, self.gm, self.sales_admin):
                with Form(tender.with_user(user)) as form:
                    self.assertTrue(form.name)
        with Form(self.env["sdw.tender"].with_user(self.salesperson)) as form:
            form.partner_id = self.customer
            form.subject = "Valves"

    def test_from_the_opportunity(self):
        lead = self.env["crm.lead"].create({"name": "Valves", "partner_id": self.customer.id, "expected_revenue": 77})
        context = lead.with_user(self.gm).action_sdw_tender()["context"]
        tender = self.env["sdw.tender"].with_user(self.gm).with_context(**context).create({})
        self.assertRecordValues(tender, [{"partner_id": self.customer.id, "subject": "Valves", "amount": 77.0}])
        self.assertEqual(
            (lead.with_user(self.gm).sdw_tender_count, self.customer.with_user(self.gm).sdw_tender_count), (1, 1)
        )
