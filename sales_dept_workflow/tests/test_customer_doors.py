from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.payment.tests.common import PaymentCommon

from ..models.common.rules import CODES, declare
from .common import SdwCase

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class DoorsCase(SdwCase):
    """A quotation held by an internal check of the test's own."""

    kind = "internal"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        declare("test_door", "negotiation", ("confirm",), "Test check", "group_sdw_sales_manager", kind=cls.kind)
        cls.addClassCleanup(CODES.pop, "test_door")
        cls.held = True

    def setUp(self):
        super().setUp()
        self.switch("block", "negotiation")
        original = self.registry["sale.order"]._get_blockers

        def blockers(orders, gate):
            found = original(orders, gate)
            if gate == "confirm" and self.held:
                for order in orders._sdw_subject_to("negotiation"):
                    found[order].append(order._sdw_blocker("test_door", "INTERNAL-MARGIN-SECRET"))
            return found

        patcher = patch.object(self.registry["sale.order"], "_get_blockers", blockers)
        patcher.start()
        self.addCleanup(patcher.stop)


@tagged("post_install", "-at_install")
class TestPaymentDoor(PaymentCommon, DoorsCase):
    def _paid(self, order):
        return self._create_transaction(
            flow="direct",
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=order.ids,
            state="done",
            reference=f"Held {order.id}",
        )

    def test_money_is_kept_and_confirmation_waits(self):
        order = self.order(require_payment=True)
        transaction = self._paid(order)
        with mute_logger("odoo.addons.sale.models.payment_transaction"):
            transaction._check_amount_and_confirm_order()
        self.assertEqual(transaction.state, "done")
        self.assertEqual(order.state, "draft")
        activity = self.env["mail.activity"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])
        self.assertEqual(activity.user_id, self.salesperson, "who is responsible is told at once")
        self.assertNotIn("SECRET", str(order.message_ids.mapped("body")))
        self.held = False
        order.with_user(self.salesperson).action_confirm()
        self.assertEqual(order.state, "sale", "when the last blocker goes, one click confirms")

    def test_others_in_the_batch_are_confirmed(self):
        held, free = self.order(require_payment=True), self.order(require_payment=True)
        transactions = self._paid(held) | self._paid(free)
        original = self.registry["sale.order"]._sdw_held
        with patch.object(
            self.registry["sale.order"],
            "_sdw_held",
            lambda orders, *args, **kwargs: original(orders, *args, **kwargs) & held,
        ):
            with patch.object(self.registry["sale.order"], "_check_gate", lambda orders, gate: None):
                transactions._check_amount_and_confirm_order()
        self.assertEqual((held.state, free.state), ("draft", "sale"))


@tagged("post_install", "-at_install")
class TestSignatureDoor(HttpCase, DoorsCase):
    def _sign(self, order):
        return self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": order._portal_ensure_token(), "name": "Customer", "signature": PIXEL},
        )

    def test_no_sign_button_while_an_internal_blocker_stands(self):
        order = self.order(require_signature=True, require_payment=False)
        self.assertFalse(order._has_to_be_signed())
        answer = self._sign(order)
        self.assertIn("error", answer)
        self.assertNotIn("SECRET", str(answer))
        page = self.url_open(f"/my/orders/{order.id}?access_token={order._portal_ensure_token()}")
        self.assertNotIn("SECRET", page.text)
        self.assertEqual(order.state, "draft")


@tagged("post_install", "-at_install")
class TestCustomerBlockerAtTheDoor(HttpCase, DoorsCase):
    kind = "customer"

    def test_signature_is_kept_and_confirmation_waits(self):
        order = self.order(require_signature=True, require_payment=False)
        self.assertTrue(order._has_to_be_signed(), "what the customer clears never hides Sign")
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": order._portal_ensure_token(), "name": "Customer", "signature": PIXEL},
        )
        self.assertTrue(answer.get("force_refresh"), answer)
        self.assertTrue(order.signature)
        self.assertEqual(order.state, "draft")
        self.assertNotIn("SECRET", str(order.message_ids.mapped("body")))
