import hashlib

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.common import PaymentCommon

from .common import covers
from .contract_common import PIXEL, ContractCase


@tagged("post_install", "-at_install")
class TestContractPortal(HttpCase, ContractCase):
    """The customer signs on the portal, once nothing internal is left (N-11, decision 6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(cls.env, "sdw_buyer", groups="base.group_portal", name="Buyer")
        cls.portal.partner_id.parent_id = cls.customer

    def sign(self, order, signature=PIXEL):
        return self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": order.sudo()._portal_ensure_token(), "name": "Ms. Gu", "signature": signature},
        )

    def page(self, order):
        return self.url_open(f"/my/orders/{order.id}?access_token={order.sudo()._portal_ensure_token()}")

    @covers("N-11", "N-01")
    def test_signature_confirms(self):
        order = self.order(require_signature=False, require_payment=False)
        self.assertFalse(order._has_to_be_signed(), "not before the review")
        self.authenticate("sdw_buyer", "sdw_buyer")
        self.assertNotIn('modalaccept" href', self.page(order).text)
        answer = self.sign(order)
        self.assertIn("error", answer)
        self.assertNotIn("review", str(answer))
        self.reviewed(order)
        self.assertTrue(order._has_to_be_signed(), "whatever the setting of online signatures says")
        page = self.page(order).text
        self.assertIn("Liability for Breach", page)
        self.assertTrue(self.sign(order).get("force_refresh"))
        self.assertEqual((order.state, order.contract_state), ("sale", "performing"))
        version = order.sdw_contract_version_ids
        self.assertRecordValues(version, [{"how": "portal", "signed_by": "Ms. Gu", "number": 1}])
        content = version.attachment_id.sudo().raw
        self.assertEqual(version.file_hash, hashlib.sha256(content).hexdigest())
        self.assertIn(b"Ms. Gu", content)
        self.assertIn("error", self.sign(order), "once")

    @covers("N-11", "Z-10")
    def test_another_version_is_signed_again(self):
        order = self.reviewed(self.order(require_payment=True))
        self.authenticate("sdw_buyer", "sdw_buyer")
        self.sign(order)
        self.assertEqual((order.state, order.contract_state), ("draft", "signed"), "it still has to be paid")
        self.assertFalse(order._has_to_be_signed())
        order.with_user(self.salesperson).order_line.price_unit = 1100
        self.assertFalse(order.signature, "his name does not stand under what he has not signed")
        self.assertTrue(order._has_to_be_signed())
        self.sign(order)
        self.assertEqual(order.sdw_contract_version_ids.mapped("number"), [2, 1])
        self.assertEqual(self.codes(order), [])

    @covers("N-11")
    def test_staff_does_not_sign_for_the_customer(self):
        order = self.reviewed(self.order())
        self.authenticate("sdw_salesperson", "sdw_salesperson")
        self.assertIn("error", self.sign(order))
        self.assertFalse(order.signature or order.contract_signed_on)

    @covers("N-11")
    def test_paper_needs_no_second_signature(self):
        order = self.signed(require_signature=True)
        self.assertFalse(order._has_to_be_signed())

    @covers("N-12", "N-11")
    def test_contract_on_the_portal(self):
        order = self.order()
        self.authenticate("sdw_buyer", "sdw_buyer")
        url = f"/my/orders/{order.id}/contract?access_token={order.sudo()._portal_ensure_token()}"
        self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 303, "not before it is released")
        self.reviewed(order)
        self.assertEqual(self.url_open(url).status_code, 200)
        self.file_paper(order)
        self.assertEqual(self.url_open(url).content, b"%PDF-1.4 signed and sealed")
        other = new_test_user(self.env, "sdw_stranger", groups="base.group_portal")
        self.authenticate(other.login, other.login)
        self.assertNotEqual(self.url_open(f"/my/orders/{order.id}/contract", allow_redirects=False).status_code, 200)

    @covers("N-12")
    def test_no_field_of_ours_is_readable(self):
        order = self.signed().with_user(self.portal)
        for name in ("contract_state", "contract_attachment_ids", "sdw_liability_clause", "contract_nonstandard"):
            with self.assertRaises(AccessError, msg=name):
                order.read([name])
        for method, arguments in {
            "action_submit_contract": (),
            "action_sign_contract": ("Me", "2026-01-01", "a.pdf", PIXEL),
            "action_contract_standard": ("x",),
            "action_close_contract": ("5",),
        }.items():
            with self.assertRaises(AccessError, msg=method):
                getattr(order, method)(*arguments)

    def doors_to(self, order, user):
        """Ways to change or lose the signed contract of ``order``."""
        version = order.sdw_contract_version_ids.with_user(user)
        file, theirs = version.sudo().attachment_id.with_user(user).sudo(False), order.with_user(user)
        return (
            lambda: file.write({"datas": PIXEL}),
            lambda: file.write({"name": "other.pdf"}),
            lambda: file.write({"res_id": 0}),
            file.unlink,
            lambda: version.write({"file_hash": "0"}),
            version.unlink,
            version.copy,
            lambda: theirs.write({"sdw_contract_version_id": False}),
            lambda: theirs.write({"sdw_paper_ids": [Command.clear()]}),
        )

    @covers("N-12")
    def test_archive(self):
        """The file stays as it is by every door; who takes it out is on record."""
        order = self.signed()
        version = order.sdw_contract_version_ids
        file = version.attachment_id
        self.assertEqual(order.contract_attachment_ids, file)
        for login, user in self.users.items():
            for door in self.doors_to(order, user):
                with self.assertRaises(UserError, msg=login):
                    door()
        self.assertEqual(file.raw, b"%PDF-1.4 signed and sealed")
        for login in ("salesperson", "sales_admin", "accountant", "legal", "manager"):
            version.with_user(self.users[login]).read(["signed_by"])
        for login in ("keeper", "production", "support"):
            with self.assertRaises(AccessError, msg=login):
                version.with_user(self.users[login]).read(["signed_by"])
        with self.assertRaises(AccessError):
            version.with_user(self.second_salesperson).read(["signed_by"])
        self.authenticate("sdw_legal", "sdw_legal")
        action = version.with_user(self.legal).action_download()
        with mute_logger("odoo.http"):  # core serves files on a cursor that only reads, and then tries again
            self.assertEqual(self.url_open(action["url"]).content, b"%PDF-1.4 signed and sealed")
        self.assertRecordValues(version.sudo().download_ids, [{"user_id": self.legal.id}])
        for user in (self.legal, self.manager):
            with self.assertRaises(AccessError):
                version.sudo().download_ids.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["sdw.contract.download"].with_user(user).create(
                    {"version_id": version.id, "user_id": user.id, "downloaded_on": fields.Datetime.now()}
                )
        with self.assertRaises(UserError):
            version.sudo().unlink()

    @covers("N-09", "N-12")
    def test_legal_reads_orders(self):
        order = self.order()
        self.assertTrue(order.with_user(self.legal).read(["amount_total", "sdw_contract_terms"]))
        view = self.env.ref("sales_dept_workflow.sale_order_view_form_contract")
        self.assertEqual(order.with_user(self.legal).get_formview_id(), view.id)
        fields_of_form = order.with_user(self.legal).get_views([(view.id, "form")])["models"]["sale.order"]["fields"]
        self.assertTrue(order.with_user(self.legal).read(list(fields_of_form)))
        with self.assertRaises(AccessError):
            order.with_user(self.legal).write({"sdw_contract_terms": "x"})
        paper = self.env["ir.actions.report"]._render_qweb_html("sales_dept_workflow.report_contract", order.ids)[0]
        self.assertIn(b"NOT RELEASED", paper)
        self.reviewed(order)
        paper = self.env["ir.actions.report"]._render_qweb_html("sales_dept_workflow.report_contract", order.ids)[0]
        self.assertNotIn(b"NOT RELEASED", paper)
        self.assertIn(b"Manager", paper, "who approved it signs for us")


@tagged("post_install", "-at_install")
class TestContractPayment(PaymentCommon, ContractCase):
    """An online payment confirms nothing that is not signed; the money is kept."""

    @covers("N-01")
    def test_payment_does_not_replace_the_signature(self):
        order = self.reviewed(self.order(require_payment=True))
        transaction = self._create_transaction(
            flow="direct",
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=order.ids,
            state="done",
            reference="Unsigned",
        )
        with mute_logger("odoo.addons.sale.models.payment_transaction"):
            transaction._check_amount_and_confirm_order()
        self.assertEqual((transaction.state, order.state), ("done", "draft"))
        self.file_paper(order)
        order.with_user(self.salesperson).action_confirm()
        self.assertEqual(order.state, "sale")

    @covers("N-01")
    def test_won_opportunity_confirms_nothing(self):
        lead = self.env["crm.lead"].create({"name": "Pumps", "type": "opportunity", "partner_id": self.customer.id})
        order = self.order(opportunity_id=lead.id)
        lead.with_user(self.manager).sudo().action_set_won()
        self.assertEqual(order.state, "draft")

    @covers("N-01")
    def test_retail_is_exempt(self):
        """Only what the shop itself made; a website written into an order later changes nothing."""
        order = self.order()
        if "website_id" not in order._fields:
            self.skipTest("without website_sale")
        website = self.env["website"].search([], limit=1)
        order.sudo().website_id = website
        self.assertEqual(self.codes(order), ["contract_approval", "contract_unsigned"])
        shop = self.env["sale.order"].sudo().create({"partner_id": self.customer.id, "website_id": website.id})
        self.assertEqual(self.codes(shop), [])
