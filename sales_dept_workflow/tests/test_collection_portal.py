import base64
from io import BytesIO

from PIL import Image

from odoo.tests import HttpCase, new_test_user, tagged

from .collection_common import CollectionCase
from .common import covers


def drawn():
    stream = BytesIO()
    Image.new("RGB", (20, 10), "white").save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


@tagged("post_install", "-at_install")
class TestCollectionPortal(HttpCase, CollectionCase):
    """The customer signs his own agreement over HTTP, and reaches nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        _debt, case = cls.overdue_case()
        cls.case = case
        cls.customer.credit_limit = 10.0
        case.invalidate_recordset()
        action = case.with_user(cls.salesperson).action_propose_agreement()
        cls.agreement = cls.env[action["res_model"]].browse(action["res_id"])
        cls.agreement.line_ids.due_date = cls.ahead(10)
        cls.portal = new_test_user(cls.env, "sdw_debtor", groups="base.group_portal")
        cls.portal.partner_id.parent_id = cls.customer
        cls.stranger = new_test_user(cls.env, "sdw_stranger", groups="base.group_portal")

    def sign(self, **params):
        return self.make_jsonrpc_request(
            f"/my/agreements/{self.agreement.id}/sign", {"name": "Mr Debtor", "signature": drawn(), **params}
        )

    @covers("C-03")
    def test_sign(self):
        page = f"/my/agreements/{self.agreement.id}"
        self.authenticate("sdw_debtor", "sdw_debtor")
        self.assertNotIn(self.agreement.name, self.url_open(page).text, "a draft is nobody's business yet")
        self.assertIn("error", self.sign())
        self.agreement.with_user(self.salesperson).action_send()
        self.assertIn(self.agreement.name, self.url_open(page).text)
        self.assertIn(self.agreement.name, self.url_open("/my/agreements").text)
        self.assertIn("error", self.sign(signature="%%%"))
        self.assertIn("error", self.sign(signature=None))
        self.assertIn("error", self.sign(name=" "))
        self.assertEqual(self.agreement.state, "sent")
        self.assertTrue(self.sign()["force_refresh"])
        self.assertEqual((self.agreement.state, self.case.state), ("signed", "plan"))
        self.assertEqual(self.agreement.signed_by, "Mr Debtor")
        self.assertIn("error", self.sign(), "once only")

    def test_a_stranger_reaches_nothing(self):
        self.agreement.with_user(self.salesperson).action_send()
        for login in ("sdw_stranger", None):
            self.authenticate(login, login)
            self.assertNotIn(self.agreement.name, self.url_open(f"/my/agreements/{self.agreement.id}").text)
            self.assertIn("error", self.sign())
            self.assertIn("error", self.sign(access_token="guess"))
        self.assertEqual(self.agreement.state, "sent")

    def test_by_the_link(self):
        self.agreement.with_user(self.salesperson).action_send()
        self.authenticate(None, None)
        self.assertTrue(self.sign(access_token=self.agreement.access_token)["force_refresh"])
        self.assertEqual(self.agreement.state, "signed")

    def test_views_load_for_every_role(self):
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin, self.accountant, self.legal):
            for model in ("sdw.collection.case", "sdw.repayment.agreement"):
                views = [(False, kind) for kind in ("list", "form", "search")]
                self.env[model].with_user(user).get_views(views)
        for user in self.users.values():
            self.env["res.partner"].with_user(user).get_views([(False, "form"), (False, "search")])
