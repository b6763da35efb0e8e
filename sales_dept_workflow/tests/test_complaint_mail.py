from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import covers
from .test_complaint import DEADLINE, ComplaintCase

MAIL = """From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{number}@example.com>
{headers}MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/html; charset=utf-8

<p>The pump <b>leaks</b>.</p><script>alert(1)</script>

--x
Content-Type: text/plain; name="pump.txt"
Content-Disposition: attachment; filename="pump.txt"

Pressure 3 bar
--x--
"""
WAITING = "sales_dept_workflow.mail_activity_type_held"


@tagged("post_install", "-at_install")
class TestComplaintMail(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].search([("name", "=", "works.example.com")]) or cls.env[
            "mail.alias.domain"
        ].create({"name": "works.example.com", "bounce_alias": "b", "catchall_alias": "c"})
        cls.company.alias_domain_id = cls.domain
        cls.company._sdw_set_alias("sdw_complaint_alias_id", "sdw.complaint", "complaints")
        cls.customer.email = "buyer@customer.example.com"

    def receive(self, sender="buyer@customer.example.com", number=1, subject="Pump", headers="", to=None):
        text = MAIL.format(
            sender=sender,
            to=to or "complaints@works.example.com",
            subject=subject,
            number=number,
            headers=headers,
        )
        known = self.env["sdw.complaint"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].sudo().message_process(None, text)
        return self.env["sdw.complaint"].search([]) - known

    @covers("X-01")
    def test_recorded_as_it_was_written(self):
        complaint = self.receive()
        self.assertRecordValues(
            complaint,
            [
                {
                    "partner_id": self.customer.id,
                    "user_id": self.salesperson.id,
                    "channel": "message",
                    "recorded_by_id": False,
                    "state": "new",
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertIn("leaks", complaint.description)
        self.assertTrue(complaint.description.startswith("Pump"))
        self.assertNotIn("<", complaint.description)
        self.assertEqual(complaint.sdw_paper_ids.mapped("name"), ["pump.txt"])
        with self.assertRaises(AccessError):
            complaint.sdw_paper_ids.with_user(self.sales_admin).unlink()
        self.assertEqual(self.activities(complaint, DEADLINE).user_id, self.salesperson)
        for user in (self.salesperson, self.sales_admin, self.gm):
            with self.assertRaises(UserError), self.cr.savepoint():
                complaint.with_user(user).description = "All well"
        self.assertFalse(self.receive(), "the same mail again")

    @covers("X-01")
    def test_unknown_sender_waits_for_the_sales_admin(self):
        complaint = self.receive("Stranger <who@nowhere.example.com>")
        self.assertFalse(complaint.partner_id)
        self.assertIn("who@nowhere.example.com", complaint.sender)
        self.assertEqual(complaint.user_id, self.env["sdw.complaint"]._sales_admin(self.company))
        self.assertTrue(complaint.user_id.has_group("sales_dept_workflow.group_sdw_sales_admin"))
        with self.assertRaises(AccessError):
            complaint.with_user(self.manager).write({"partner_id": self.customer.id})
        with Form(complaint.with_user(self.sales_admin)) as form:
            form.partner_id = self.customer
        self.assertEqual((complaint.partner_id, complaint.user_id), (self.customer, self.salesperson))
        self.assertEqual(self.activities(complaint, DEADLINE).user_id, self.salesperson)
        other = self.env["res.partner"].create({"name": "Other"})
        for user in (self.sales_admin, self.gm):
            with self.assertRaises(UserError), self.cr.savepoint():
                complaint.with_user(user).write({"partner_id": other.id})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.complaint(partner_id=False)

    @covers("X-01")
    def test_a_reply_supplements(self):
        complaint = self.receive()
        said = complaint.description
        again = self.receive(number=2, subject="Re: Pump", headers="In-Reply-To: <1@example.com>\n")
        self.assertFalse(again)
        self.assertEqual(complaint.description, said)
        self.assertEqual(len(complaint.message_ids.filtered(lambda message: message.message_type == "email")), 2)
        self.assertEqual(len(complaint.sdw_paper_ids), 2)
        self.assertEqual(self.activities(complaint, WAITING).user_id, self.salesperson)

    @covers("X-01")
    def test_machines_complain_of_nothing(self):
        headers = (
            "Auto-Submitted: auto-replied\n",
            "Auto-Submitted: auto-generated; x=1\n",
            "X-Autoreply: yes\n",
            "Precedence: bulk\n",
            "List-Id: <news.example.com>\n",
            "Return-Path: <>\n",
        )
        for number, header in enumerate(headers, 10):
            self.assertFalse(self.receive(number=number, headers=header), header)
        self.assertFalse(self.receive("MAILER-DAEMON@customer.example.com", number=30))
        self.assertTrue(self.receive(number=40, headers="Auto-Submitted: no\n"))

    @covers("X-01")
    def test_forged_senders_decide_nothing(self):
        self.manager.partner_id.email = "boss@works.example.com"
        complaint = self.receive("boss@works.example.com", subject="state: closed, claim: return")
        self.assertFalse(complaint.partner_id, "one of us is no customer")
        self.assertRecordValues(complaint, [{"state": "new", "claim": "none", "manager_read_on": False}])

    @covers("X-05")
    def test_whoever_wrote_is_answered_in_writing(self):
        complaint = self.receive("Stranger <who@nowhere.example.com>")
        complaint.with_user(self.sales_admin).action_respond("We send a <fitter>")
        mails = self.env["mail.mail"].sudo().search([("model", "=", "sdw.complaint"), ("res_id", "=", complaint.id)])
        self.assertIn("who@nowhere.example.com", str(mails.mapped("email_to")))
        self.assertIn("We send a &lt;fitter&gt;", str(mails.mapped("body_html")))
        known = self.receive(number=5)
        known.with_user(self.salesperson).action_respond("Tomorrow")
        mails = self.env["mail.mail"].sudo().search([("model", "=", "sdw.complaint"), ("res_id", "=", known.id)])
        self.assertIn(self.customer, mails.recipient_ids)
        spoken = self.complaint()
        spoken.with_user(self.salesperson).action_respond("Told on the phone")
        mails = self.env["mail.mail"].sudo()
        self.assertFalse(mails.search([("model", "=", "sdw.complaint"), ("res_id", "=", spoken.id)]))

    def test_the_address_is_the_administrators(self):
        administrator = new_test_user(self.env, "sdw_mailbox", groups="base.group_system")
        with Form(self.env["res.config.settings"].with_user(administrator)) as form:
            self.assertEqual(form.sdw_complaint_alias, "complaints")
            form.sdw_complaint_alias = "after-sales"
        form.record.execute()
        self.assertEqual(self.company.sdw_complaint_alias_id.alias_full_name, "after-sales@works.example.com")
        self.assertTrue(self.receive(to="after-sales@works.example.com"))
        for user in (self.manager, self.gm, self.sales_admin):
            with self.assertRaises(AccessError):
                self.company.with_user(user)._sdw_set_alias("sdw_complaint_alias_id", "sdw.complaint", "mine")
        other = self.env["res.company"].create({"name": "Second", "alias_domain_id": self.domain.id})
        other._sdw_set_alias("sdw_complaint_alias_id", "sdw.complaint", "second")
        self.assertEqual(self.receive(to="second@works.example.com", number=9).company_id, other)
        self.company._sdw_set_alias("sdw_complaint_alias_id", "sdw.complaint", "")
        self.assertFalse(self.company.sdw_complaint_alias_id)
