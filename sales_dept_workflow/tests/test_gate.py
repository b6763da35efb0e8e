from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.translate import code_translations

from ..models.common.rules import CODES, declare
from .common import SdwCase


@tagged("post_install", "-at_install")
class TestGate(SdwCase):
    """The gate alone, with a blocker of the test's own on the rule *negotiation*."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        declare("test_code", "negotiation", ("quote", "confirm"), "Test check", "group_sdw_sales_manager")
        cls.addClassCleanup(CODES.pop, "test_code")

    def setUp(self):
        super().setUp()

        original = self.registry["sale.order"]._get_blockers

        def blockers(orders, gate):
            found = original(orders, gate)
            if gate in ("quote", "confirm"):
                for order in orders._sdw_subject_to("negotiation"):
                    found[order].append(order._sdw_blocker("test_code", "Something is missing."))
            return found

        patcher = patch.object(self.registry["sale.order"], "_get_blockers", blockers)
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_off_is_silent(self):
        order = self.order()
        self.assertEqual(order.get_blockers("confirm"), [])
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(self.env["sdw.audit.finding"].search([("res_id", "=", order.id)]))

    def test_block_by_every_door(self):
        self.switch("block", "negotiation")
        order = self.order()
        self.assertEqual([b["code"] for b in order.get_blockers("confirm")], ["test_code"])
        with self.assertRaisesRegex(UserError, "Something is missing"):
            order.action_confirm()
        for context in ({"skip": True}, {"sdw_bypass": True}, {"validate_analytic": True, "mark_so_as_sent": True}):
            with self.assertRaises(UserError):
                order.with_context(**context).action_confirm()
        with self.assertRaises(UserError):
            order.write({"state": "sale"})
        with self.assertRaises(UserError):
            order.write({"state": "sent"})
        with self.assertRaises(UserError):
            order.sudo().write({"state": "sale", "note": "x"})
        with self.assertRaises(UserError):
            self.order(state="sale")
        with self.assertRaises(UserError):
            order.action_quotation_send()
        order._validate_order()
        self.assertEqual(order.state, "draft")

    def test_warn_files_one_finding(self):
        self.switch("warn", "negotiation")
        order = self.order()
        order.write({"state": "sent"})
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        finding = self.env["sdw.audit.finding"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])
        self.assertRecordValues(
            finding, [{"code": "test_code", "rule": "negotiation", "origin": "gate", "state": "open"}]
        )

    def test_age(self):
        old = self.order()
        self.switch("block", "negotiation")
        self.assertFalse(old.get_blockers("confirm"))
        old.date_order = "2001-01-01"
        young = self.order(date_order="2001-01-01")
        self.assertTrue(young.get_blockers("confirm"), "a date typed into a form changes nothing")
        old.order_line.product_uom_qty = 5
        self.assertTrue(old.get_blockers("confirm"), "the exemption ends with a change of the lines")

    def test_stamps_cannot_be_forged(self):
        order = self.order(sdw_guarded_on="2001-01-01")
        self.assertGreater(str(order.sdw_guarded_on), "2020", "a given stamp has no effect")
        with self.assertRaises(AccessError):
            order.write({"sdw_confirmed_on": "2001-01-01"})
        forged = self.env["sale.order"].with_user(self.salesperson).with_context(default_sdw_guarded_on="2001-01-01")
        order = forged.create({"partner_id": self.customer.id})
        self.assertGreater(str(order.sdw_guarded_on), "2020")

    def test_switches_belong_to_the_administrator(self):
        with self.assertRaises(AccessError):
            self.company.with_user(self.gm).write({"sdw_mode_price": "off"})
        self.company.write({"sdw_mode_price": "block", "sdw_since_price": "2001-01-01"})
        self.assertGreater(str(self.company.sdw_since_price), "2020")

    def test_panel(self):
        self.switch("block", "negotiation")
        order = self.order()
        items = order.blocker_panel["items"]
        self.assertEqual(items[0]["code"], "test_code")
        self.assertFalse(items[0]["clear"])
        self.assertEqual(items[0]["role_name"], "Sales Manager")

    def test_rules_and_checks_speak_the_readers_language(self):
        """What is declared at import is translated when it is read, by the language of the reader."""
        self.env["res.lang"]._activate_lang("zh_CN")
        order = self.order().with_context(lang="zh_CN")
        terms = {"Price policy": "价格政策", "Prepayment received": "预付款已到账"}
        with patch.object(code_translations, "get_python_translations", lambda module, lang: terms):
            self.assertEqual(dict(order.company_id._sdw_rule_selection())["price"], terms["Price policy"])
            self.assertEqual(
                order._sdw_clear_item(CODES["prepayment_missing"], ("ship",))["title"], terms["Prepayment received"]
            )
        english = dict(order.with_context(lang=None).company_id._sdw_rule_selection())
        self.assertEqual(english["price"], "Price policy")
