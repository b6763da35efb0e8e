from odoo.fields import Command
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestAgreementMail(CollectionCase):
    """What is sent reaches the customer, or the user hears that it does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()
        cls.customer.credit_limit = 100.0
        cls.case.invalidate_recordset()
        cls.customer.email = "buyer@example.com"

    def plan(self):
        action = self.case.with_user(self.salesperson).action_propose_agreement()
        agreement = self.env[action["res_model"]].browse(action["res_id"]).with_user(self.salesperson)
        agreement.line_ids = [Command.clear(), Command.create({"due_date": self.ahead(10), "amount": 1000.0})]
        return agreement

    def mails(self, agreement):
        domain = [("model", "=", agreement._name), ("res_id", "=", agreement.id)]
        return self.env["mail.mail"].sudo().search(domain)

    @covers("C-03")
    def test_link_and_paper_are_queued(self):
        agreement = self.plan()
        self.assertTrue(agreement.action_send())
        mail = self.mails(agreement)
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.customer))
        self.assertIn(agreement.name, mail.subject)
        self.assertIn(agreement.sudo().get_portal_url(), mail.body_html.replace("&amp;", "&"))
        self.assertTrue(mail.attachment_ids.name.startswith("Repayment agreement"))
        self.assertTrue(mail.attachment_ids.raw)
        self.assertEqual(agreement.sudo().message_ids.mail_ids, mail)

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("sales_dept_workflow.mail_template_repayment_agreement")
        template.with_context(lang="zh_CN").subject = "请签署 {{ object.name }}"
        self.customer.lang = "zh_CN"
        agreement = self.plan()
        agreement.with_context(lang="en_US").action_send()
        self.assertEqual(self.mails(agreement).subject, f"请签署 {agreement.name}")

    def test_to_whom_invoices_go(self):
        books = self.env["res.partner"].create(
            {"name": "Books", "type": "invoice", "parent_id": self.customer.id, "email": "books@example.com"}
        )
        agreement = self.plan()
        agreement.action_send()
        self.assertEqual(self.mails(agreement).recipient_ids, books)

    def test_without_an_address_it_goes_on_paper(self):
        for email in (False, "nobody"):
            self.customer.email = email
            agreement = self.plan()
            action = agreement.action_send()
            self.assertEqual((action["tag"], action["params"]["type"]), ("display_notification", "warning"))
            self.assertIn(agreement.name, action["params"]["message"])
            self.assertEqual(agreement.state, "sent")
            self.assertFalse(self.mails(agreement))
            self.assertIn("on paper", agreement.message_ids[:1].body)
            agreement.action_cancel()

    def test_a_removed_template_stops_nothing(self):
        self.env.ref("sales_dept_workflow.mail_template_repayment_agreement").unlink()
        agreement = self.plan()
        self.assertEqual(agreement.action_send()["tag"], "display_notification")
        self.assertEqual(agreement.state, "sent")
