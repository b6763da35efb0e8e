from datetime import datetime, timedelta

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import covers
from .lead_common import LeadCase

DUE, LATE = "mail_activity_type_deadline", "mail_activity_type_escalation"


class TrialCase(LeadCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.territory = cls.env["sdw.territory"].create(
            {
                "name": "China",
                "country_ids": [Command.set(cls.china.ids)],
                "user_id": cls.manager.id,
                "member_ids": [Command.set(cls.second_salesperson.ids)],
            }
        )

    @classmethod
    def trial(cls, user=None, **values):
        trials = cls.env["sdw.trial.request"].with_user(user or cls.sales_admin)
        return trials.create({"applicant": "Silk Mill", "product_id": cls.product.id, **values})

    def granted(self, **values):
        day = self.company._sdw_today()
        trial = self.trial(user_id=self.salesperson.id, **values)
        trial.write({"trial_from": day, "trial_to": day + timedelta(days=14)})
        trial.with_user(self.salesperson).action_grant()
        return trial


@tagged("post_install", "-at_install")
class TestTrial(TrialCase):
    """Applied for, given to the account manager of the region, answered in time, followed up (S-04…S-07)."""

    @covers("S-04", "S-07", "A-56")
    def test_assigned_by_region_and_timed(self):
        trial = self.trial(country_id=self.china.id)
        self.assertEqual((trial.territory_id, trial.user_id), (self.territory, self.second_salesperson))
        self.assertRegex(trial.name, "^TRY/")
        self.assertEqual(self.activities(trial, DUE).user_id, self.second_salesperson)
        owned = self.trial(partner_id=self.customer.id, country_id=self.china.id)
        self.assertEqual(owned.user_id, self.salesperson, "whoever knows the customer looks after him")
        nowhere = self.trial()
        self.assertIn(nowhere.user_id, self.users.values())

    @covers("S-04", "Z-31")
    def test_working_days(self):
        trial = self.trial()
        for day, days, due in (
            (datetime(2026, 3, 2, 9), 2, "2026-03-04"),  # Monday
            (datetime(2026, 3, 5, 9), 2, "2026-03-09"),  # Thursday
            (datetime(2026, 3, 7, 9), 2, "2026-03-10"),  # Saturday
        ):
            self.assertEqual(str(trial._sdw_local_date(trial._sdw_days_later(day, days))), due)
        self.env["sdw.deadline.mixin"]._cron_deadlines(trial.deadline + timedelta(hours=1))
        self.assertEqual(trial.deadline_state, "escalated")

    @covers("S-04")
    def test_late_goes_to_the_regional_manager(self):
        trial = self.trial(country_id=self.china.id)
        self.env["sdw.deadline.mixin"]._cron_deadlines(trial.deadline + timedelta(hours=1))
        self.assertEqual(self.activities(trial, LATE).user_id, self.manager)

    @covers("S-04")
    def test_refused_with_a_reason(self):
        trial = self.trial(user_id=self.salesperson.id).with_user(self.salesperson)
        with self.assertRaises(UserError):
            trial.action_refuse("")
        trial.action_refuse("No free machine this month")
        self.assertEqual((trial.state, trial.deadline_state), ("refused", "met"))
        with self.assertRaises(UserError):
            trial.action_grant()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            trial.write({"applicant": "Another"})

    @covers("S-06")
    def test_return_visits(self):
        lead = self.lead()
        trial = self.granted(lead_id=lead.id)
        self.assertEqual((trial.state, trial.deadline_state), ("running", "met"))
        start, end = trial.visit_ids
        days = [visit._sdw_local_date(visit.deadline) - self.company._sdw_today() for visit in (start, end)]
        self.assertEqual(days, [timedelta(days=3), timedelta(days=15)])
        self.assertEqual(self.activities(start, DUE).user_id, self.salesperson)
        mine = start.with_user(self.salesperson)
        with self.assertRaises(UserError):
            mine.action_record()
        mine.write({"usage": "Daily", "opinion": "Quiet", "intention": "medium"})
        mine.action_record()
        self.assertEqual((mine.deadline_state, lead.sdw_intention), ("met", "medium"))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.write({"opinion": "Loud"})
        self.env["sdw.deadline.mixin"]._cron_deadlines(end.deadline + timedelta(hours=1))
        self.assertEqual(end.deadline_state, "escalated")

    @covers("S-05", "X-17")
    def test_vip_first(self):
        """Grade A, and what the table of levels calls VIP, tries new products first; whoever they are on the list."""
        customers = self.customer | self.env["res.partner"].create({"name": "Second", "is_company": True})
        plain, vip = customers
        vip.with_user(self.manager).customer_grade = "a"
        requests = [self.trial(partner_id=partner.id, applicant=False) for partner in (vip, plain)]
        self.assertEqual([request.priority for request in requests], ["1", "0"])
        listed = self.env["sdw.trial.request"].search([("id", "in", [request.id for request in requests])])
        self.assertEqual(listed[0], requests[0])
        level = self.env["sdw.customer.level"].search([("grade", "=", "b")], limit=1)
        level.is_vip = True
        plain.with_user(self.manager).customer_grade = "b"
        self.assertEqual(self.trial(partner_id=plain.id, applicant=False).priority, "1")

    @covers("S-04", "S-06")
    def test_result_feeds_the_lead(self):
        lead = self.lead(sdw_budget=600000)
        trial = self.granted(lead_id=lead.id).with_user(self.salesperson)
        with self.assertRaises(UserError):
            trial.action_end()
        trial.result = "interested"
        trial.action_end()
        self.assertEqual((trial.state, lead.sdw_intention, lead.sdw_lead_grade), ("ended", "high", "a"))

    @covers("S-06")
    def test_no_visit_where_the_company_asks_none(self):
        self.company.sdw_trial_call_days = 0
        self.assertEqual(self.granted().visit_ids.mapped("kind"), ["end"])

    @covers("S-04", "S-07")
    def test_roles(self):
        trial = self.trial(user_id=self.salesperson.id)
        with self.assertRaises(AccessError):
            trial.with_user(self.second_salesperson).read(["applicant"])
        with self.assertRaises(AccessError):
            trial.with_user(self.salesperson).write({"user_id": self.second_salesperson.id})
        for user in (self.accountant, self.support, self.keeper):
            with self.assertRaises(AccessError):
                trial.with_user(user).action_refuse("No")
        for name, value in {"state": "running", "deadline": "2030-01-01", "met_on": "2026-01-01"}.items():
            with self.assertRaises(AccessError, msg=name), self.env.cr.savepoint():
                trial.with_user(self.gm).write({name: value})
        passed = {"user_id": self.supervisor.id}
        for reason in ({}, {"reassign_reason": " "}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                trial.with_user(self.manager).write({**passed, **reason})
        trial.with_user(self.manager).write({**passed, "reassign_reason": "Knows the product"})
        self.assertEqual(self.activities(trial, DUE).user_id, self.supervisor)
        with self.assertRaises(UserError):
            trial.sudo().unlink()

    @covers("S-04")
    def test_by_mail(self):
        self.env["res.config.settings"].create({"sdw_trial_alias": "try-it"}).execute()
        self.assertEqual(self.company.sdw_trial_alias_id.alias_name, "try-it")
        self.customer.email = "buyer@silk.example"
        message = {"subject": "Trial", "email_from": self.customer.email, "body": "<p>May we try it?</p>"}
        trial = self.env["sdw.trial.request"].message_new({**message, "author_id": self.customer.id})
        self.assertEqual((trial.origin, trial.partner_id, trial.user_id), ("email", self.customer, self.salesperson))
        self.assertIn("May we try it?", trial.description)


@tagged("post_install", "-at_install")
class TestTrialPortal(HttpCase, TrialCase):
    """A customer applies by himself, and sees only his own company's trials."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = new_test_user(cls.env, "sdw_trial_buyer", groups="base.group_portal")
        cls.buyer.partner_id.parent_id = cls.customer

    def send(self, csrf=True, **values):
        token = {"csrf_token": http.Request.csrf_token(self)} if csrf else {}
        return self.url_open("/my/trials", data={**token, **values})

    @covers("S-04")
    def test_applied_and_followed(self):
        foreign = self.trial(applicant="Secret Mill")
        self.authenticate("sdw_trial_buyer", "sdw_trial_buyer")
        page = self.send(product="Pump", note="Is it quiet? <script>alert(1)</script>")
        self.assertIn("Thank you", page.text)
        trial = self.env["sdw.trial.request"].search([("origin", "=", "portal")])
        self.assertEqual((trial.partner_id, trial.user_id), (self.buyer.partner_id, self.salesperson))
        self.assertIn(trial.name, page.text)
        self.assertNotIn(foreign.name, page.text)
        self.assertIn("please say", self.send(note=" ").text.lower())
        for _n in range(4):
            page = self.send(note="More")
        self.assertEqual(self.env["sdw.trial.request"].search_count([("origin", "=", "portal")]), 3)

    @covers("S-04")
    def test_not_without_login_or_token(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/trials").url)
        self.authenticate("sdw_trial_buyer", "sdw_trial_buyer")
        with mute_logger("odoo.http"):
            self.assertEqual(self.send(csrf=False, note="x").status_code, 400)
        with self.assertRaises(AccessError):
            self.env["sdw.trial.request"].with_user(self.buyer).search([])
