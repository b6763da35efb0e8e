from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestDunningReminders(CollectionCase):
    """Courtesy reminders before the due date, for customers who usually pay late; once per invoice, no case needed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "buyer@example.com"
        cls.due_soon = cls.env["sdw.due.soon"]
        cls.pay(cls.invoice(1000.0, days=20))  # paid today, twenty days late
        cls.soon = cls.invoice(500.0, days=-3)
        cls.later = cls.invoice(600.0, days=-30)

    def row(self, user=None):
        return self.due_soon.with_user(user or self.salesperson).search(
            [("move_id", "in", (self.soon | self.later).ids)]
        )

    def mails(self):
        return self.env["mail.mail"].sudo().search([("model", "=", "account.move"), ("res_id", "=", self.soon.id)])

    @covers("C-14")
    def test_who_is_on_the_list(self):
        row = self.row()
        self.assertEqual(row.move_id, self.soon, "due in three days; the other not within five")
        self.assertEqual((row.residual, row.due_date), (500.0, self.ahead(3)))
        self.assertGreater(row.days_late, 5)
        self.company.sdw_reminder_days = 40
        self.assertEqual(self.row().move_id, self.soon | self.later)
        self.company.sdw_reminder_late_days = 60
        self.assertFalse(self.row(), "he pays, on average, less than sixty days late")
        self.assertFalse(self.row(self.second_salesperson))

    @covers("C-14")
    def test_punctual_customers_are_left_alone(self):
        punctual = self.env["res.partner"].create(
            {"name": "Punctual", "is_company": True, "user_id": self.salesperson.id}
        )
        self.pay(self.invoice(1000.0, days=-1, partner=punctual))
        invoice = self.invoice(500.0, days=-3, partner=punctual)
        self.assertFalse(self.due_soon.search([("move_id", "=", invoice.id)]))

    @covers("C-14")
    def test_once_per_invoice(self):
        self.row().action_remind()
        self.assertTrue(self.soon.sdw_reminded_on)
        mail = self.mails()
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.customer))
        self.assertIn(self.soon.name, mail.subject)
        self.assertFalse(self.cases.search([("partner_id", "=", self.customer.id)]), "no case")
        with self.assertRaises(UserError):
            self.row().action_remind()
        self.row()._remind()
        self.assertEqual(len(self.mails()), 1)
        for user in (self.salesperson, self.manager, self.accountant):
            with self.assertRaises(AccessError):
                self.soon.with_user(user).write({"sdw_reminded_on": False})
        self.assertFalse(self.soon.copy().sdw_reminded_on)

    @covers("C-14")
    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("sales_dept_workflow.mail_template_payment_reminder")
        template.with_context(lang="zh_CN").subject = "发票即将到期 {{ object.name }}"
        self.customer.lang = "zh_CN"
        self.row().with_context(lang="en_US").action_remind()
        self.assertTrue(self.mails().subject.startswith("发票即将到期"))

    @covers("C-14")
    def test_without_an_address_he_is_named(self):
        self.customer.email = False
        action = self.row().action_remind()
        self.assertIn("Customer", action["params"]["message"])
        self.assertFalse(self.soon.sdw_reminded_on)

    @covers("C-14")
    def test_by_itself_only_where_the_company_says_so(self):
        self.due_soon._cron_remind()
        self.assertFalse(self.soon.sdw_reminded_on)
        self.company.sdw_reminder_auto = True
        for _run in range(2):
            self.due_soon._cron_remind()
        self.assertTrue(self.soon.sdw_reminded_on)
        self.assertEqual(len(self.mails()), 1)

    def test_a_disputed_invoice_is_not_reminded(self):
        self.soon.with_user(self.accountant).action_sdw_dispute("Wrong goods")
        self.assertFalse(self.row())

    def test_who_may(self):
        for user in (self.keeper, self.support):
            with self.assertRaises(AccessError):
                self.row(user)

    # ------------------------------------------------------------------ how fresh the bank is
    @covers("C-01")
    def test_bank_freshness(self):
        _debt, case = self.overdue_case()
        case.invalidate_recordset()
        self.assertIn(self.bank.name, case.bank_note)
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": self.today, "payment_ref": "In", "amount": 5.0}
        )
        case.invalidate_recordset()
        self.assertFalse(case.bank_note)
        [row] = [row for row in self.company._sdw_bank_freshness() if row["journal"] == self.bank]
        self.assertEqual((row["last"], row["matched"], row["stale"]), (self.today, False, False))
        line.date = self.ago(4)
        case.invalidate_recordset()
        self.assertIn(fields.Date.to_string(self.today - timedelta(days=4)), case.bank_note)
        self.company.sdw_bank_stale_days = 0
        case.invalidate_recordset()
        self.assertFalse(case.bank_note)
