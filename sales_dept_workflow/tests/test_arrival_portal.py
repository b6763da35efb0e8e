import base64
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import SdwCase, covers

MAIL = "odoo.addons.sales_dept_workflow.models.arrival.arrival_mail"
PROBLEM = "sales_dept_workflow.mail_activity_type_arrival_problem"
DEADLINE = "sales_dept_workflow.mail_activity_type_deadline"


def picture(kind="PNG", size=(20, 10)):
    stream = BytesIO()
    Image.new("RGB", size, "white").save(stream, kind)
    return base64.b64encode(stream.getvalue()).decode()


class ShippedCase(SdwCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.salesperson.sdw_superior_id = cls.manager
        cls.portal = new_test_user(cls.env, "sdw_buyer", groups="base.group_portal")
        cls.portal.partner_id.parent_id = cls.customer
        cls.stranger = new_test_user(cls.env, "sdw_stranger", groups="base.group_portal")

    def shipped(self, quantity=5, **values):
        order = self.order(lines=[(self.product, quantity, {})], **values)
        order.sudo().action_confirm()
        self.ship(order.sudo().picking_ids)
        followup = self.env["sdw.arrival.followup"].search([("order_id", "=", order.id)])
        followup._sdw_system().shipped_on = fields.Datetime.now() - timedelta(days=3)
        return followup

    def activities(self, followup, xmlid):
        domain = [("res_model", "=", followup._name), ("res_id", "=", followup.id)]
        return self.env["mail.activity"].search([*domain, ("activity_type_id", "=", self.env.ref(xmlid).id)])

    def complaints(self, followup):
        return self.env["sdw.complaint"].search([("followup_id", "=", followup.id)])


@tagged("post_install", "-at_install")
class TestArrivalPortal(HttpCase, ShippedCase):
    """The customer confirms the arrival of his own goods, or says what is wrong, over HTTP."""

    def setUp(self):
        super().setUp()
        self.followup = self.shipped()
        self.page = f"/my/deliveries/{self.followup.id}"

    def tell(self, what, **params):
        return self.make_jsonrpc_request(f"{self.page}/{what}", params)

    def today(self, days=0):
        return str(fields.Date.context_today(self.followup) - timedelta(days=days))

    @covers("D-02")
    def test_confirmed(self):
        self.authenticate("sdw_buyer", "sdw_buyer")
        self.assertIn(self.followup.name, self.url_open("/my/deliveries").text)
        self.assertIn("Pump", self.url_open(self.page).text)
        for day in ("2001-01-01", "2099-01-01", "yesterday", {"a": 1}, [1]):
            self.assertIn("error", self.tell("arrived", arrived_on=day), day)
        self.assertFalse(self.followup.customer_result)
        answer = self.tell("arrived", arrived_on=self.today(1), note="All well", state="arrived", user_id=1)
        self.assertIn("redirect_url", answer)
        self.assertRecordValues(
            self.followup,
            [
                {
                    "customer_result": "arrived",
                    "customer_note": "All well",
                    "customer_contact_id": self.portal.partner_id.id,
                    "state": "to_call",
                    "met_on": False,
                }
            ],
        )
        self.assertTrue(self.activities(self.followup, DEADLINE), "the call remains due")
        self.assertIn("error", self.tell("arrived", arrived_on=self.today(1)), "once only")
        self.assertIn("Thank you", self.url_open(self.page).text)
        self.followup.with_user(self.salesperson).action_arrived()

    @covers("D-02")
    def test_confirmation_counts_where_the_company_says_so(self):
        self.company.sdw_arrival_by_customer = True
        self.authenticate("sdw_buyer", "sdw_buyer")
        self.assertIn("redirect_url", self.tell("arrived", arrived_on=self.today(1)))
        self.assertEqual((self.followup.state, self.followup.deadline_state), ("arrived", "met"))
        self.assertFalse(self.activities(self.followup, DEADLINE))

    @covers("D-02", "X-01")
    def test_problem_opens_one_complaint(self):
        self.authenticate("sdw_buyer", "sdw_buyer")
        move = self.followup.picking_id.move_ids
        line = {"move_id": move.id, "quantity": 2, "kind": "damage"}
        photos = [picture(), picture("JPEG", (3000, 10))]
        self.assertIn("redirect_url", self.tell("problem", note="Two are broken", lines=[line], photos=photos))
        complaint = self.complaints(self.followup)
        self.assertRecordValues(
            complaint,
            [
                {
                    "description": "Two are broken",
                    "channel": "portal",
                    "partner_id": self.customer.id,
                    "picking_id": self.followup.picking_id.id,
                    "user_id": self.salesperson.id,
                    "recorded_by_id": self.portal.id,
                    "state": "new",
                }
            ],
        )
        self.assertRecordValues(complaint.line_ids, [{"product_id": self.product.id, "quantity": 2, "kind": "damage"}])
        self.assertEqual(complaint.sdw_paper_ids.mapped("mimetype"), ["image/jpeg"] * 2)
        self.assertLessEqual(max(Image.open(BytesIO(file.raw)).width for file in complaint.sdw_paper_ids), 1920)
        with self.assertRaises(AccessError):
            complaint.sdw_paper_ids[:1].with_user(self.sales_admin).unlink()
        self.assertEqual(self.activities(self.followup, PROBLEM).user_id, self.manager)
        self.assertIn("error", self.tell("problem", note="Two are broken", lines=[line]), "the same again")
        self.assertIn("redirect_url", self.tell("problem", note="A third one, too", lines=[line]))
        self.assertEqual(self.complaints(self.followup), complaint)
        self.assertEqual(len(complaint.line_ids), 2)
        self.assertIn("A third one", str(complaint.message_ids.mapped("body")))
        self.followup.with_user(self.salesperson).action_log_call("problem", note="And a fourth")
        self.assertEqual(self.complaints(self.followup), complaint)
        for number in range(3):
            self.tell("problem", note=f"Again {number}")
        self.assertIn("error", self.tell("problem", note="Too often"))

    @covers("X-01")
    def test_hostile_problems(self):
        self.authenticate("sdw_buyer", "sdw_buyer")
        other = self.shipped(partner=self.env["res.partner"].create({"name": "Other"}))
        mine, theirs = self.followup.picking_id.move_ids, other.picking_id.move_ids
        good = {"move_id": mine.id, "quantity": 1, "kind": "damage"}
        text = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
        for params in (
            {"note": ""},
            {"note": "x" * 5000},
            {"lines": [{**good, "move_id": theirs.id}]},
            {"lines": [{**good, "quantity": 99}]},
            {"lines": [{**good, "quantity": -1}]},
            {"lines": [{**good, "quantity": "1"}]},
            {"lines": [{**good, "kind": "theft"}]},
            {"lines": [good] * 60},
            {"lines": "all"},
            {"lines": [7]},
            {"photos": [text]},
            {"photos": [base64.b64encode(b"MZ program").decode()]},
            {"photos": ["%%%"]},
            {"photos": [{"a": 1}]},
            {"photos": [picture()] * 7},
            {"photos": ["A" * 14_000_000]},
        ):
            self.assertIn("error", self.tell("problem", **{"note": "Broken", **params}), str(params)[:80])
        self.assertFalse(self.complaints(self.followup))
        self.assertFalse(self.followup.customer_result)

    @covers("D-02")
    def test_strangers_reach_nothing(self):
        for login in ("sdw_stranger", None):
            self.authenticate(login, login)
            for token in ({}, {"access_token": "guess"}):
                self.assertNotIn(self.followup.name, self.url_open(self.page).text)
                self.assertIn("error", self.tell("arrived", **token))
                self.assertIn("error", self.tell("problem", note="x", **token))
        self.authenticate("sdw_stranger", "sdw_stranger")
        self.assertNotIn(self.followup.name, self.url_open("/my/deliveries").text)
        foreign = self.shipped(partner=self.env["res.partner"].create({"name": "Other"}))
        foreign._sdw_system()._portal_ensure_token()
        self.authenticate(None, None)
        self.assertIn("error", self.tell("arrived", access_token=foreign.access_token), "another one's link")
        self.authenticate("sdw_salesperson", "sdw_salesperson")
        self.assertIn("error", self.tell("arrived"), "we do not confirm in the customer's name")
        self.assertFalse(self.followup.customer_result)

    @covers("D-02")
    def test_by_the_link(self):
        self.followup._sdw_system()._portal_ensure_token()
        self.authenticate(None, None)
        link = f"{self.page}?access_token={self.followup.access_token}"
        self.assertIn("Pump", self.url_open(link).text)
        self.assertIn("redirect_url", self.tell("arrived", access_token=self.followup.access_token))
        self.assertEqual(self.followup.customer_contact_id, self.customer)

    def test_what_the_portal_reads_over_rpc(self):
        mine = self.env["sdw.arrival.followup"].with_user(self.portal)
        self.assertEqual(mine.search([], order="id"), self.followup)
        self.assertFalse(mine.with_user(self.stranger).search([], order="id"))
        for name in ("condition", "user_id", "deadline", "call_ids", "picking_id", "phone"):
            with self.assertRaises(AccessError):
                mine.browse(self.followup.id).read([name])
        with self.assertRaises(AccessError):
            mine.browse(self.followup.id).write({"customer_result": "arrived"})
        with self.assertRaises(AccessError):
            mine.browse(self.followup.id).action_log_call("arrived")
        with self.assertRaises(AccessError):
            self.env["sdw.complaint"].with_user(self.portal).search([])


@tagged("post_install", "-at_install")
class TestArrivalCalls(ShippedCase):
    @covers("D-01", "D-02")
    def test_called_again_on_the_next_working_day(self):
        followup = self.shipped()
        mine = followup.with_user(self.salesperson)
        deadline = followup.deadline
        mine.action_unreachable()
        mine.action_unreachable()
        mine.action_not_yet()
        self.assertEqual(followup.unreachable_count, 2)
        again = self.activities(followup, DEADLINE).date_deadline
        now = fields.Datetime.now()
        self.assertGreater(again, followup._sdw_local_date(now))
        self.assertLessEqual(again, followup._sdw_local_date(now + timedelta(days=4)))
        self.assertLess(again.weekday(), 5)
        self.assertEqual(followup.deadline, deadline, "the deadline stays")

    @covers("D-02", "X-01")
    def test_a_problem_on_the_phone_is_a_complaint(self):
        followup = self.shipped()
        followup.with_user(self.salesperson).action_log_call("problem", note="Two crates broken")
        complaint = self.complaints(followup)
        self.assertEqual((complaint.description, complaint.channel), ("Two crates broken", "arrival"))
        self.assertEqual(complaint.recorded_by_id, self.salesperson)
        followup.with_user(self.salesperson).action_log_call("problem", note="A third one")
        self.assertEqual(self.complaints(followup), complaint)

    def test_nobody_writes_what_the_customer_says(self):
        followup = self.shipped()
        for user in (self.salesperson, self.sales_admin, self.manager):
            with self.assertRaises(AccessError):
                followup.with_user(user).write({"customer_result": "arrived"})

    @covers("D-01")
    def test_mail(self):
        mails = self.env["mail.mail"].search_count([])
        self.customer.email = "buyer@example.com"
        self.shipped()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "only where the company wants it")
        self.company.sdw_arrival_mail = True
        followup = self.shipped()
        mail = self.env["mail.mail"].search([("model", "=", followup._name), ("res_id", "=", followup.id)])
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(f"/my/deliveries/{followup.id}?access_token={followup.access_token}", mail.body_html)
        template = self.registry["mail.template"]
        with patch.object(template, "send_mail_batch", side_effect=UserError("Template")), mute_logger(MAIL):
            self.assertTrue(self.shipped(), "no shipment fails on a mail")

    def test_customers_day_is_checked(self):
        followup = self.shipped()
        for day in ("2001-01-01", "2099-01-01"):
            with self.assertRaises(UserError):
                followup._customer_confirms(day, "", self.customer)
