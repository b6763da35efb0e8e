from datetime import timedelta

from lxml import html

from odoo import fields, http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import covers
from .test_satisfaction_survey import GOOD, SurveyCase


@tagged("post_install", "-at_install")
class TestSatisfactionPortal(HttpCase, SurveyCase):
    """A customer answers by the link in his mail, over HTTP, without a login."""

    def setUp(self):
        super().setUp()
        self.round = self.opened()
        self.answer = self.answer_of(self.round, 0)
        self.page = f"/my/satisfaction/{self.answer.id}"
        self.token = self.answer.access_token
        self.authenticate(None, None)

    def open_page(self, token=None, page=None):
        return self.url_open(f"{page or self.page}?access_token={token or self.token}", allow_redirects=False)

    def send(self, token=None, page=None, csrf=True, **values):
        """Post the form of the page, as its button does."""
        data = {**GOOD, "access_token": token or self.token, **values}
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        data = {name: value for name, value in data.items() if value is not None}
        return self.url_open(page or self.page, data=data, allow_redirects=False)

    @covers("X-10")
    def test_answered_once(self):
        page = self.open_page()
        self.assertEqual(page.status_code, 200)
        self.assertEqual(len(html.fromstring(page.text).xpath("//input[@type='radio']")), 25)
        self.assertNotIn(self.customers[1].name, page.text)
        answered = self.send(score_price="1", comment="Dear <script>alert(1)</script>\0")
        self.assertIn("Thank you", answered.text)
        self.assertNotIn("<script>alert(1)", answered.text)
        self.assertRecordValues(
            self.answer,
            [
                {
                    "state": "answered",
                    "channel": "link",
                    "score_price": "1",
                    "score_overall": "4",
                    "recorded_by_id": False,
                    "comment": "Dear <script>alert(1)</script>",
                }
            ],
        )
        self.assertNotIn('<form class="o_sdw_satisfaction"', self.open_page().text)
        self.send(score_price="5")
        self.assertEqual(self.answer.score_price, "1")

    @covers("X-10")
    def test_only_with_the_link(self):
        other = self.answer_of(self.round, 1)
        stranger = new_test_user(self.env, "sdw_stranger", groups="base.group_portal")
        for login in (None, "sdw_stranger"):
            self.authenticate(login, login)
            for token in ("x", other.access_token, "None"):
                page = self.open_page(token)
                self.assertEqual((page.status_code, page.headers.get("Location", "").endswith("/my")), (303, True))
                self.assertIn(self.send(token).status_code, (303, 400))
            for page in ("/my/satisfaction/0", "/my/satisfaction/999999999", f"/my/satisfaction/{other.id}"):
                self.assertEqual(self.open_page(page=page).status_code, 303)
        self.assertEqual(self.answer.state, "asked")
        self.assertFalse(self.env["sdw.satisfaction.answer"].with_user(stranger).has_access("read"))

    @covers("X-10")
    def test_hostile_posts(self):
        for values in (
            {"score_overall": "6"},
            {"score_overall": "0"},
            {"score_overall": "5.0"},
            {"score_overall": "' OR 1=1"},
            {"score_overall": None},
            {"score_price": "٣"},
        ):
            answered = self.send(**values, comment="Kept while corrected")
            self.assertEqual(answered.status_code, 200)
            self.assertIn("1 to 5", answered.text)
            self.assertIn("Kept while corrected", answered.text)
            self.assertEqual(self.answer.state, "asked")
        with mute_logger("odoo.http"):
            self.assertEqual(self.send(csrf=False).status_code, 400)
        forged = {"state": "asked", "user_id": str(self.gm.id), "partner_id": "1", "recorded_by_id": str(self.gm.id)}
        answered = self.send(**forged, comment="x" * 9000)
        self.assertIn("Thank you", answered.text)
        self.assertRecordValues(
            self.answer, [{"user_id": self.salesperson.id, "partner_id": self.customers[0].id, "recorded_by_id": False}]
        )
        self.assertEqual(len(self.answer.comment), 4000)

    @covers("X-10")
    def test_over(self):
        self.round._sdw_system().valid_until = fields.Date.today() - timedelta(days=2)
        self.assertIn("This survey is over", self.open_page().text)
        self.send()
        self.assertEqual(self.answer.state, "asked")
        self.round._sdw_system().valid_until = fields.Date.today() + timedelta(days=2)
        self.round.with_user(self.manager).action_close()
        self.assertIn("This survey is over", self.open_page().text)

    @covers("X-10")
    def test_not_by_ourselves(self):
        self.salesperson.password = "sdw_salesperson"
        self.authenticate("sdw_salesperson", "sdw_salesperson")
        self.assertIn("record", self.send().text)
        self.assertEqual(self.answer.state, "asked")

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertEqual(self.url_open(f"/zh_CN{self.page}?access_token={self.token}").status_code, 200)
