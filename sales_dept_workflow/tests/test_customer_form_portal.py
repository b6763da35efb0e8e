from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..models.customer.codes import BY_CUSTOMER, PROPOSAL
from .card_common import CardCase
from .common import covers


@tagged("post_install", "-at_install")
class TestCustomerForm(HttpCase, CardCase):
    """The customer fills in his form by the link in his mail; it counts after the archivist's review alone."""

    def setUp(self):
        super().setUp()
        self.customer.write({"email": "boss@customer.example.com", "sdw_potential": "Large, but he pays late"})
        self.customer.with_user(self.salesperson).action_sdw_send_form()
        self.form = self.env[PROPOSAL].search([("partner_id", "=", self.customer.id)])
        self.page = f"/my/customer-form/{self.form.id}"
        self.authenticate(None, None)

    def open_page(self, token=None):
        return self.url_open(f"{self.page}?access_token={token or self.form.access_token}", allow_redirects=False)

    def send(self, token=None, csrf=True, **values):
        data = {"access_token": token or self.form.access_token, **values}
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(self.page, data=data, allow_redirects=False)

    @covers("A-14", "A-15")
    def test_filled_in_and_reviewed(self):
        page = self.open_page()
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("pays late", page.text, "what we think of him is not on his page")
        sent = self.send(
            sdw_owner="Mr Zhou", sdw_needs="Pumps <script>alert(1)</script>\0", sdw_founded_on="1998-05-01"
        )
        self.assertIn("Thank you", sent.text)
        self.assertRecordValues(self.form, [{"state": "review", "source": "portal"}])
        self.assertFalse(self.card().sdw_owner, "nothing counts before the review")
        self.assertNotIn('<form class="o_sdw_customer_form"', self.open_page().text)
        self.send(sdw_owner="Mr Other")
        self.assertEqual(len(self.form.line_ids), 3)
        self.form.with_user(self.archivist).action_apply()
        self.assertEqual(self.card().sdw_owner, "Mr Zhou")
        self.assertEqual(self.customer.sdw_card_stamps["basic"]["source"], "portal")
        self.assertIn("<script>", self.customer.sdw_needs)

    @covers("A-15")
    def test_hostile_input(self):
        """Fields that are not asked for are ignored; nonsense, too much and nothing are refused in a sentence."""
        for values in (
            {"sdw_founded_on": "tomorrow"},
            {"sdw_assets": "1e999"},
            {"sdw_owner": "x" * 201},
            {"sdw_needs": "x" * 2001},
            {"credit_limit": "100000", "user_id": "1", "active": "", "sdw_potential": "Huge", "name": "Evil"},
            {},
        ):
            answer = self.send(**values)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("alert-danger", answer.text)
            self.assertFalse(self.form.line_ids, values)
        self.send(sdw_owner="Mr Zhou", sdw_potential="Huge", credit_limit="100000")
        self.assertEqual(self.form.line_ids.mapped("field_name"), ["sdw_owner"])

    @covers("A-15", "A-30")
    def test_only_by_the_link(self):
        for token in ("", "x" * 36, "None"):
            self.assertEqual(self.url_open(f"{self.page}?access_token={token}", allow_redirects=False).status_code, 303)
            self.send(token=token or "x", sdw_owner="Mr Evil")
        self.assertFalse(self.form.line_ids)
        self.assertGreaterEqual(self.send(csrf=False, sdw_owner="Mr Evil").status_code, 400)
        self.authenticate("sdw_card_portal", "sdw_card_portal")
        self.assertEqual(self.url_open(self.page, allow_redirects=False).status_code, 303)
        with self.assertRaises(AccessError):
            self.form.with_user(self.portal).read(["partner_id"])
        self.assertFalse(self.form.line_ids)

    @covers("A-15")
    def test_ends(self):
        """After its last day, and once withdrawn, the page takes nothing."""
        self.form.sudo().valid_until = fields.Date.subtract(self.company._sdw_today(), days=1)
        self.assertIn("This form is closed", self.open_page().text)
        self.send(sdw_owner="Mr Zhou")
        self.form.sudo().valid_until = self.company._sdw_today()
        self.form.with_user(self.salesperson).action_cancel()
        self.send(sdw_owner="Mr Zhou")
        self.assertFalse(self.form.line_ids)

    @covers("A-15")
    def test_not_by_our_own_people(self):
        self.authenticate("sdw_salesperson", "sdw_salesperson")
        self.assertIn("alert-danger", self.send(sdw_owner="Mr Zhou").text)
        self.assertFalse(self.form.line_ids)

    @covers("A-14")
    def test_the_mail(self):
        mail = self.env["mail.mail"].sudo().search([("model", "=", PROPOSAL), ("res_id", "=", self.form.id)])
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(self.form.access_token, mail.body_html)
        nobody = self.env["res.partner"].create({"name": "Without Mail"})
        with self.assertRaises(UserError):
            nobody.with_user(self.salesperson).action_sdw_send_form()
        with self.assertRaises(AccessError):
            self.customer.with_user(self.keeper).action_sdw_send_form()
        self.assertNotIn("name", BY_CUSTOMER)
