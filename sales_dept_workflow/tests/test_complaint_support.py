from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .test_complaint import ComplaintCase


@tagged("post_install", "-at_install")
class TestComplaintSupport(ComplaintCase):
    """A complaint asks the technicians; the answer stays on record with it (L-20, L-21)."""

    def asked(self, complaint):
        context = complaint.with_user(self.salesperson).action_ask_support()["context"]
        requests = self.env["sdw.support.request"].with_user(self.salesperson).with_context(**context)
        return requests.create({"question": "May the seal have been mounted the wrong way round?"})

    @covers("L-20", "L-21")
    def test_asked_and_answered(self):
        complaint = self.complaint()
        request = self.asked(complaint)
        self.assertEqual((request.complaint_id, request.partner_id), (complaint, complaint.partner_id))
        self.assertEqual(request.user_id, self.support)
        self.assertTrue(request.deadline)
        self.assertEqual(complaint.with_user(self.salesperson).support_ids, request)
        paper = self.env["ir.attachment"].with_user(self.support).create({"name": "Mounting.pdf", "raw": b"x"})
        request.with_user(self.support).attachment_ids = paper
        request.with_user(self.support).action_answer("No: it only fits one way.")
        self.assertEqual((request.state, request.answered_by_id), ("answered", self.support))
        with self.assertRaises(UserError):
            request.with_user(self.salesperson).complaint_id = False

    @covers("L-20")
    def test_who_asks(self):
        complaint = self.complaint()
        for user in (self.support, self.production):
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_ask_support()
        request = self.asked(complaint)
        with self.assertRaises(AccessError):
            request.with_user(self.support).read(["complaint_id"])
        with self.assertRaises(AccessError):
            request.with_user(self.support).question = "Something else"
