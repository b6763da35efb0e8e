import base64

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import covers
from .complaint_common import MajorCase
from .test_arrival_portal import picture


@tagged("post_install", "-at_install")
class TestComplaintPortal(HttpCase, MajorCase):
    """The customer files a complaint, follows it, adds to it; nothing of others, nothing internal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = new_test_user(cls.env, "sdw_buyer", groups="base.group_portal")
        cls.buyer.partner_id.parent_id = cls.customer
        cls.stranger = new_test_user(cls.env, "sdw_stranger", groups="base.group_portal")

    def setUp(self):
        super().setUp()
        self.bought = self.delivered()
        self.authenticate("sdw_buyer", "sdw_buyer")

    def file(self, **params):
        return self.make_jsonrpc_request("/my/complaints/file", {"note": "Two pumps leak", **params})

    def made(self):
        return self.env["sdw.complaint"].search([("channel", "=", "portal")])

    def line(self, quantity=2, **values):
        return {"move_id": self.bought.picking_ids.move_line_ids.id, "quantity": quantity, "kind": "damage", **values}

    @covers("X-01", "X-06")
    def test_filed_followed_and_added_to(self):
        self.assertIn(self.bought.name, self.url_open("/my/complaints/new").text)
        self.assertIn("Pump", self.url_open(f"/my/complaints/new?order={self.bought.id}").text)
        answer = self.file(
            order_id=str(self.bought.id), claim="return", amount="2000", lines=[self.line()], photos=[picture()],
            state="closed", partner_id=1, user_id=1, severity="minor",
        )  # fmt: skip
        complaint = self.made()
        self.assertEqual(answer, {"redirect_url": f"/my/complaints/{complaint.id}"})
        self.assertRecordValues(
            complaint,
            [
                {
                    "partner_id": self.customer.id,
                    "contact_id": self.buyer.partner_id.id,
                    "order_id": self.bought.id,
                    "user_id": self.salesperson.id,
                    "recorded_by_id": self.buyer.id,
                    "claim": "return",
                    "claim_amount": 2000.0,
                    "severity": "major",
                    "state": "new",
                }
            ],
        )
        self.assertTrue(complaint.manager_informed_on, "the manager hears at once")
        self.assertRecordValues(complaint.line_ids, [{"product_id": self.product.id, "quantity": 2, "kind": "damage"}])
        self.assertEqual(complaint.sdw_paper_ids.mapped("mimetype"), ["image/jpeg"])
        page = f"/my/complaints/{complaint.id}"
        self.assertIn("You will have our answer by", self.url_open(page).text)
        answer = self.make_jsonrpc_request(f"{page}/supplement", {"note": "<script>x</script> A third one"})
        self.assertIn("redirect_url", answer)
        complaint.with_user(self.salesperson).action_respond("We look into it")
        text = self.url_open(page).text
        self.assertIn("We look into it", text)
        self.assertIn("&lt;script&gt;x", text)
        self.assertEqual(complaint.description, "Two pumps leak")
        complaint.with_user(self.salesperson).action_solve("New pumps are on their way")
        self.assertIn("New pumps are on their way", self.url_open(page).text)

    @covers("X-06")
    def test_what_stays_inside(self):
        self.file()
        complaint = self.made()
        complaint.with_user(self.salesperson).write({"cause": "SECRET cause", "technician_task": "SECRET task"})
        complaint.with_user(self.salesperson).message_post(body="SECRET note")
        complaint.with_user(self.salesperson).message_post(
            body="SECRET comment", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        page = self.url_open(f"/my/complaints/{complaint.id}").text
        self.assertIn("Two pumps leak", page)
        self.assertNotIn("SECRET", page)
        theirs = self.env["sdw.complaint"].with_user(self.buyer)
        for call in (lambda: theirs.search([]), lambda: theirs.browse(complaint.id).read(["cause"])):
            with self.assertRaises(AccessError):
                call()
        for method in ("action_close", "action_manager_noted", "action_approve", "action_make_refund"):
            with self.assertRaises(AccessError):
                getattr(theirs.browse(complaint.id), method)()

    @covers("X-06")
    def test_strangers_reach_nothing(self):
        self.file()
        complaint = self.made()
        self.authenticate("sdw_stranger", "sdw_stranger")
        self.assertNotIn("Two pumps leak", self.url_open(f"/my/complaints/{complaint.id}").text)
        self.assertNotIn(complaint.name, self.url_open("/my/complaints").text)
        self.assertNotIn("Pump", self.url_open(f"/my/complaints/new?order={self.bought.id}").text)
        self.assertIn("error", self.make_jsonrpc_request(f"/my/complaints/{complaint.id}/supplement", {"note": "x"}))
        self.assertIn("error", self.file(order_id=self.bought.id))
        self.authenticate("sdw_salesperson", "sdw_salesperson")
        self.assertIn("error", self.file(note="In the customer's name"))
        self.assertEqual(self.made(), complaint)
        self.authenticate(None, None)
        self.assertNotIn("Two pumps leak", self.url_open(f"/my/complaints/{complaint.id}").text)

    @covers("X-01")
    def test_hostile_posts(self):
        foreign = self.delivered(partner=self.env["res.partner"].create({"name": "Other"}))
        svg = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
        mine = {"order_id": self.bought.id}
        for params in (
            {"note": ""},
            {"note": ["x"]},
            {"note": "x" * 5000},
            {"order_id": foreign.id},
            {"order_id": "1 OR 1=1"},
            {"order_id": {"a": 1}},
            {"order_id": 10**12},
            {**mine, "lines": [self.line(99)]},
            {**mine, "lines": [self.line(-1)]},
            {**mine, "lines": [self.line("1")]},
            {**mine, "lines": [self.line(move_id=foreign.picking_ids.move_line_ids.id)]},
            {**mine, "lines": [self.line(), self.line()]},
            {**mine, "lines": "all"},
            {"lines": [self.line()]},
            {"amount": "much"},
            {"amount": -5},
            {"amount": "inf"},
            {"amount": "1e300"},
            {"amount": True},
            {"photos": [svg]},
            {"photos": [base64.b64encode(b"MZ program").decode()]},
            {"photos": [picture()] * 7},
            {"photos": ["A" * 14_000_000]},
        ):
            self.assertIn("error", self.file(**params), str(params)[:80])
        self.assertFalse(self.made())
        self.assertIn("redirect_url", self.file(claim="everything", kind="suggestion"))
        self.assertEqual((self.made().claim, self.made().kind), ("none", "complaint"))

    @covers("X-01")
    def test_sent_twice_is_filed_once(self):
        first, second = self.file(order_id=self.bought.id), self.file(order_id=self.bought.id)
        self.assertEqual(first, second)
        self.assertEqual(len(self.made()), 1)
        for number in range(12):
            self.file(note=f"Another {number}")
        self.assertEqual(len(self.made()), 10, "whoever has more to say calls")
        page = f"/my/complaints/{self.made()[0].id}/supplement"
        answers = [self.make_jsonrpc_request(page, {"note": f"More {number}"}) for number in range(12)]
        self.assertEqual(sum("error" in answer for answer in answers), 2)

    def test_list_does_not_grow(self):
        costs = []
        for size in (5, 20):
            complaints = (
                self.env["sdw.complaint"]
                .sudo()
                .create([{"partner_id": self.customer.id, "description": f"Leak {n}"} for n in range(size)])
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            [complaint._for_portal() for complaint in complaints]
            costs.append(self.cr.sql_log_count - before)
        self.assertLess(costs[1] - costs[0], 5, costs)
