from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .collection_common import CollectionCase
from .common import covers

RENDER = "odoo.addons.sales_dept_workflow.models.collection.dunning_send.render"


def paper(_record, _report, title):
    return f"{title}.pdf", b"%PDF"


@tagged("post_install", "-at_install")
class TestDunningLetters(CollectionCase):
    """Letters and mails by level: proposed, looked at, sent once, in the customer's language, logged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()
        cls.customer.email = "buyer@example.com"
        cls.letters = cls.env["sdw.dunning.letter"].with_user(cls.salesperson)
        cls.startClassPatcher(patch(RENDER, paper))

    def prepared(self):
        self.letters.action_prepare()
        return self.letters.search([("case_id", "=", self.case.id), ("state", "=", "draft")])

    def mails(self):
        domain = [("model", "=", self.case._name), ("res_id", "=", self.case.id)]
        return self.env["mail.mail"].sudo().search(domain)

    @covers("C-01", "C-13")
    def test_mail_of_the_first_level(self):
        letter = self.prepared()
        self.assertRecordValues(
            letter,
            [{"channel": "email", "email": "buyer@example.com", "amount": 1000.0, "day": self.company._sdw_today()}],
        )
        self.assertEqual(letter.level_id, self.env.ref("sales_dept_workflow.dunning_level_1"))
        letter.action_send()
        self.assertEqual(letter.state, "sent")
        mail = self.mails()
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.customer))
        self.assertEqual(len(mail.attachment_ids), 2)
        self.assertIn("1,000", mail.body_html)
        log = self.case.action_ids
        self.assertEqual((log.channel, log.level_id, log.user_id), ("email", letter.level_id, self.salesperson))
        self.assertEqual(self.case.last_level_id, letter.level_id)
        self.assertFalse(self.prepared(), "the level went today")
        with self.assertRaises(UserError):
            letter.action_send()
        self.assertEqual(len(self.mails()), 1)

    @covers("C-01")
    def test_never_twice_a_day_by_the_database(self):
        letter = self.prepared()
        letter.action_send()
        values = {"case_id": self.case.id, "level_id": letter.level_id.id, "channel": "email", "day": letter.day}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.letters.sudo().create(values)

    @covers("C-01")
    def test_no_address_is_named(self):
        self.customer.email = False
        letter = self.prepared()
        action = letter.action_send()
        self.assertIn("Customer", action["params"]["message"])
        self.assertEqual((letter.state, letter.note), ("draft", "No e-mail address"))
        self.assertFalse(self.mails())
        self.assertFalse(self.case.action_ids)

    @covers("C-01")
    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("sales_dept_workflow.mail_template_dunning_friendly")
        template.with_context(lang="zh_CN").subject = "货款逾期 {{ object.company_id.name }}"
        self.customer.lang = "zh_CN"
        self.prepared().with_context(lang="en_US").action_send()
        self.assertTrue(self.mails().subject.startswith("货款逾期"))

    @covers("C-01", "C-13")
    def test_letter_of_the_last_level(self):
        self.env["account.move"].browse(self.debt.id).line_ids.date_maturity = self.ago(60)
        self.case.invalidate_recordset()
        letter = self.prepared()
        self.assertEqual(letter.channel, "letter")
        letter.action_send()
        self.assertFalse(self.mails())
        self.assertEqual(len(self.case.sudo().sdw_paper_ids), 1)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("sales_dept_workflow.report_dunning_letter", letter.ids)[0]
            .decode()
        )
        self.assertIn("last warning", html)
        self.assertIn(self.debt.name, html)

    @covers("C-01")
    def test_who_is_spared(self):
        case = self.case.with_user(self.salesperson)
        case.action_dun("phone", "Pays", 0.0, self.ahead(3))
        self.assertFalse(self.prepared(), "he has promised and still has time")
        self.case.action_ids.write({"promise_state": "broken"})
        self.case.promised_date = False
        queued = self.prepared().sudo()
        queued.state = "queued"
        case.action_dun("phone", "Pays", 0.0, self.ahead(3))
        queued._send()
        self.assertEqual(queued.state, "cancelled", "promised meanwhile")
        self.case.action_ids.write({"promise_state": "broken"})
        self.case.promised_date = False
        letter = self.prepared()
        self.pay(self.debt)
        self.assertEqual(letter.state, "cancelled", "paid meanwhile: it leaves the list by itself")
        self.assertFalse(self.mails())

    @covers("C-01")
    def test_next_level_after_its_interval(self):
        self.prepared().action_send()
        self.case.last_level_on = self.ago(9)
        self.letters.search([]).sudo().write({"day": self.ago(9)})
        self.assertFalse(self.prepared(), "grade A: every ten days")
        self.case.last_level_on = self.ago(10)
        self.letters.search([]).sudo().write({"day": self.ago(10)})
        self.assertTrue(self.prepared())

    @covers("C-01")
    def test_more_than_a_few_go_with_the_job(self):
        partners = self.env["res.partner"].create(
            [
                {"name": f"D{number}", "is_company": True, "user_id": self.salesperson.id, "email": f"d{number}@x.com"}
                for number in range(8)
            ]
        )
        for partner in partners:
            self.invoice(partner=partner)
        self.sweep()
        self.letters.action_prepare()
        drafts = self.letters.search([("state", "=", "draft"), ("partner_id", "in", partners.ids)])
        self.assertEqual(len(drafts), 8)
        drafts.action_send()
        self.assertEqual(set(drafts.mapped("state")), {"queued"})
        for _run in range(2):
            self.env["sdw.dunning.letter"].sudo()._cron_send()
        self.assertEqual(set(drafts.mapped("state")), {"sent"})
        self.assertEqual(len(drafts.case_id.action_ids), 8)

    @covers("C-16")
    def test_rights(self):
        letter = self.prepared()
        with self.assertRaises(AccessError):
            letter.with_user(self.second_salesperson).action_send()
        for user in (self.salesperson, self.manager, self.gm):
            for values in ({"state": "sent"}, {"amount": 1.0}):
                with self.assertRaises(AccessError):
                    letter.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self.letters.with_user(user).create({"case_id": self.case.id})
        for user in (self.keeper, self.support):
            with self.assertRaises(AccessError):
                self.letters.with_user(user).action_prepare()
        level = self.env.ref("sales_dept_workflow.dunning_level_1")
        with self.assertRaises(AccessError):
            level.with_user(self.salesperson).days_overdue = 30
        level.with_user(self.manager).days_overdue = 3

    def test_levels_of_a_company(self):
        levels = self.env["sdw.dunning.level"]
        own = levels.create(
            {"name": "Ours", "company_id": self.company.id, "days_overdue": 5, "channel": "letter", "tone": "firm"}
        )
        self.case.invalidate_recordset()
        self.assertEqual(self.case.level_id, own)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertNotIn(own, levels._by_company(other)[other])

    def test_queries_of_preparing_do_not_grow(self):
        counts = []
        self.letters.action_prepare()
        for size in (5, 40):
            partners = self.env["res.partner"].create(
                [
                    {"name": f"P{size}-{number}", "is_company": True, "user_id": self.salesperson.id}
                    for number in range(size)
                ]
            )
            for partner in partners:
                self.invoice(partner=partner)
            self.sweep()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.letters.action_prepare()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
