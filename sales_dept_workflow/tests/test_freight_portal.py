from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import covers
from .freight_common import FreightCase


@tagged("post_install", "-at_install")
class TestFreightPortal(HttpCase, FreightCase):
    """The customer reads what the freight costs him and objects, over HTTP; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "sdw_buyer", groups="base.group_portal")
        cls.portal.partner_id.parent_id = cls.customer
        cls.stranger = new_test_user(cls.env, "sdw_stranger", groups="base.group_portal")

    def setUp(self):
        super().setUp()
        self.bought = self.confirmed()
        self.bought.sudo()._portal_ensure_token()

    def object(self, **params):
        values = {"kind": "freight", "text": "Too dear", **params}
        return self.make_jsonrpc_request(f"/my/orders/{self.bought.id}/freight_objection", values)

    @covers("D-07", "D-08")
    def test_told_and_objected(self):
        self.authenticate("sdw_buyer", "sdw_buyer")
        page = f"/my/orders/{self.bought.id}"
        self.assertNotIn("sdw_freight", self.url_open(page).text)
        self.assertIn("error", self.object(), "nothing was told, so there is nothing to object to")
        self.told(self.bought, 4321.0)
        text = self.url_open(page).text
        self.assertIn("4,321.00", text)
        self.assertIn("o_sdw_portal_form", text)
        for params in (
            {"kind": "price"},
            {"kind": ["freight"]},
            {"text": ""},
            {"text": {"a": 1}},
            {"text": "x" * 5000},
        ):
            self.assertIn("error", self.object(**params))
        self.assertFalse(self.bought.sudo().freight_objection)
        answer = self.object(state="kept", order_id=1, recorded_by_id=self.manager.id)
        self.assertIn("redirect_url", answer)
        objection = self.bought.sudo().sdw_freight_objection_ids
        self.assertRecordValues(
            objection,
            [
                {
                    "state": "open",
                    "source": "portal",
                    "partner_id": self.portal.partner_id.id,
                    "recorded_by_id": self.portal.id,
                }
            ],
        )
        self.assertEqual(self.pending(self.bought).assignee_id, self.manager)
        self.assertIn("error", self.object(), "one at a time")
        self.assertNotIn("o_sdw_portal_form", self.url_open(page).text)
        self.assertEqual(self.codes(self.bought), ["freight_objection"])
        self.pending(self.bought).with_user(self.manager).action_approve()
        self.assertEqual(self.bought.sudo().freight_term, "prepaid")
        self.assertIn("We pay the freight", self.url_open(page).text)

    @covers("D-08")
    def test_strangers_and_ourselves(self):
        self.told(self.bought)
        for login in ("sdw_stranger", None):
            self.authenticate(login, login)
            for token in ({}, {"access_token": "guess"}, {"access_token": None}):
                self.assertIn("error", self.object(**token))
        self.authenticate("sdw_salesperson", "sdw_salesperson")
        self.assertIn("error", self.object(), "we do not object in the customer's name")
        self.assertFalse(self.bought.sudo().freight_objection)

    @covers("D-08")
    def test_by_the_link(self):
        self.told(self.bought)
        self.authenticate(None, None)
        self.assertIn("redirect_url", self.object(access_token=self.bought.sudo().access_token))
        objection = self.bought.sudo().sdw_freight_objection_ids
        self.assertEqual(objection.partner_id, self.customer)
        self.assertEqual(self.pending(self.bought).requester_id, self.salesperson)

    def test_what_the_portal_reads_over_rpc(self):
        self.told(self.bought)
        order = self.bought.with_user(self.portal)
        for name in ("freight_amount", "freight_told_on", "freight_objection", "sdw_freight_objection_ids"):
            with self.assertRaises(AccessError):
                order.read([name])
