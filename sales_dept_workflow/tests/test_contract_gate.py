from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .contract_common import PIXEL, SCAN, ContractCase


@tagged("post_install", "-at_install")
class TestContractGate(ContractCase):
    """First the signed contract, then the order: by every door (N-01, N-09, Z-10)."""

    @covers("N-01", "N-09")
    def test_held_by_every_door(self):
        order = self.order()
        self.assertEqual(self.codes(order), ["contract_approval", "contract_unsigned"])
        self.assertEqual(order.contract_state, "draft")
        forged = {"default_contract_signed_on": "2026-01-01", "sdw_bypass": True, "default_contract_state": "signed"}
        for user in (self.salesperson, self.sales_admin, self.gm):
            mine = order.with_user(user)
            for door in (
                mine.action_confirm,
                mine.with_context(**forged).action_confirm,
                lambda mine=mine: mine.write({"state": "sale"}),
                lambda mine=mine: mine.with_context(**forged).write({"state": "sale", "date_order": "2001-01-01"}),
                lambda mine=mine: mine.write({"state": "sale", "signature": False}),
            ):
                with self.assertRaises(UserError):
                    door()
        with self.assertRaises(UserError):
            order.sudo().action_confirm()
        with self.assertRaises(UserError):
            self.order(state="sale")
        self.assertEqual(order.state, "draft")

    @covers("N-01", "N-08", "Z-10")
    def test_review_sign_confirm(self):
        order = self.order()
        approval = self.submit(order)
        self.assertEqual((approval.code, order.contract_state), ("contract", "review"))
        with self.assertRaises(AccessError):
            approval.with_user(self.salesperson).action_approve()
        self.approve(approval, self.manager)
        self.assertEqual(order.contract_state, "approved")
        self.assertEqual(self.codes(order), ["contract_unsigned"])
        with self.assertRaises(UserError):
            order.with_user(self.sales_admin).action_confirm()
        self.file_paper(order)
        self.assertEqual((order.contract_state, self.codes(order)), ("signed", []))
        order.with_user(self.salesperson).action_confirm()
        self.assertEqual((order.state, order.contract_state), ("sale", "performing"))

    @covers("N-10", "N-19")
    def test_mandatory_clauses(self):
        order = self.order()
        for name in ("sdw_delivery_clause", "sdw_payment_clause", "sdw_liability_clause"):
            text = order[name]
            self.assertTrue(text, "the template proposes it")
            order[name] = False
            for code in ("contract", "contract_legal"):
                with self.assertRaises(UserError):
                    order.action_request_approval(code, "please")
            with self.assertRaises(UserError):
                order.action_submit_contract()
            order[name] = text
        order.sdw_contract_template_id.sudo().write({"delivery_days": 0, "payment_days": 0})
        order.payment_term_id = False
        with self.assertRaises(UserError):
            order.action_submit_contract()
        order.sdw_delivery_date = fields.Date.add(fields.Date.today(), days=10)
        with self.assertRaises(UserError):
            order.action_submit_contract()
        order.sdw_payment_due_date = fields.Date.add(fields.Date.today(), days=40)
        with self.assertRaises(UserError):  # marked non-standard while a clause was missing
            order.action_request_approval("contract", "please")
        order.action_submit_contract()
        self.assertEqual(order.contract_state, "review")
        empty = self.env["sale.order"].with_user(self.salesperson).create({"partner_id": self.customer.id})
        with self.assertRaises(UserError):
            empty.action_submit_contract()

    @covers("N-09", "Z-09")
    def test_which_review(self):
        order = self.order()
        self.assertEqual(order.sudo()._sdw_contract_code(), "contract")
        order.order_line.product_uom_qty = 60
        self.assertEqual(order.sudo()._sdw_contract_code(), "contract_legal", "above the amount")
        with self.assertRaises(UserError):
            order.action_request_approval("contract", "the manager will do")
        approval = self.submit(order)
        self.approve(approval, self.manager)
        self.assertEqual(order.contract_state, "review")
        with self.assertRaises(AccessError):
            approval.with_user(self.gm).action_approve()
        approval.with_user(self.legal).action_approve("reviewed")
        self.assertEqual(order.contract_state, "approved")
        self.assertEqual(self.codes(order), ["contract_unsigned"])
        order.order_line.product_uom_qty = 1
        self.assertIn("contract_approval", self.codes(order), "other quantities than what was reviewed")
        self.company.sdw_legal_review_amount = 0
        self.assertEqual(self.order().sudo()._sdw_contract_code(), "contract_legal", "0: always")

    @covers("Z-09")
    def test_amount_is_in_company_currency(self):
        dollar = self.env.ref("base.USD") if self.company.currency_id.name != "USD" else self.env.ref("base.EUR")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "company_id": self.company.id, "rate": 0.1, "name": "2020-01-01"}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": dollar.id})
        order = self.order(pricelist_id=pricelist.id, lines=[(self.product, 1, {"price_unit": 6000})])
        self.assertEqual(order.currency_id, dollar)
        self.assertEqual(order.sudo()._sdw_contract_code(), "contract_legal", "6,000 abroad are 60,000 here")

    @covers("N-09", "Z-09")
    def test_nonstandard_by_deviation(self):
        order = self.order()
        self.assertFalse(order.contract_nonstandard)
        order.write({"sdw_liability_clause": "The customer owes nothing.", "contract_nonstandard": False})
        self.assertTrue(order.contract_nonstandard, "the server says so")
        self.assertEqual(order.sudo()._sdw_contract_code(), "contract_legal")
        order.sdw_liability_clause = order.sdw_contract_template_id.liability_clause
        self.assertTrue(order.contract_nonstandard, "nothing is unmarked by itself")
        for user in (self.salesperson, self.sales_admin):
            for value in (False, 0, None, ""):
                with self.assertRaises(AccessError):
                    order.with_user(user).write({"contract_nonstandard": value})
            with self.assertRaises(AccessError):
                order.with_user(user).action_contract_standard("it is")
        with self.assertRaises(UserError):
            order.with_user(self.legal).action_contract_standard(" ")
        order.with_user(self.legal).action_contract_standard("The wording is ours again.")
        self.assertFalse(order.contract_nonstandard)
        order.contract_nonstandard = True
        self.assertEqual(order.sudo()._sdw_contract_code(), "contract_legal", "anybody may declare it")
        order.with_user(self.manager).contract_nonstandard = False
        typed = self.order(sdw_contract_terms="Own terms", contract_nonstandard=False)
        self.assertTrue(typed.contract_nonstandard, "terms without a template")
        with self.assertRaises(AccessError):
            order.sdw_contract_template_id.with_user(self.salesperson).terms = "Mine"
        with self.assertRaises(AccessError):
            self.env["sdw.contract.template"].with_user(self.manager).create({"name": "Mine", "liability_clause": "-"})

    @covers("N-09")
    def test_what_lapses_the_review(self):
        worse = {
            "price": lambda order: order.order_line.write({"price_unit": 900}),
            "discount": lambda order: order.order_line.write({"discount": 5}),
            "quantity": lambda order: order.order_line.write({"product_uom_qty": 3}),
            "clause": lambda order: order.write({"sdw_payment_clause": "In a year"}),
            "due date": lambda order: order.write({"sdw_payment_due_date": "2030-01-01"}),
            "delivery date": lambda order: order.write({"sdw_delivery_date": "2026-12-01"}),
            "customer": lambda order: order.write({"partner_id": self.customer.copy().id}),
            "description": lambda order: order.order_line.write({"name": "Pump, with golden handle"}),
            "note": lambda order: order.write(
                {"order_line": [Command.create({"display_type": "line_note", "name": "And one pump free of charge"})]}
            ),
            "another line": lambda order: order.write(
                {"order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 1})]}
            ),
        }
        for name, change in worse.items():
            order = self.reviewed(self.order())
            change(order)
            approval = order.sudo().approval_ids[:1]
            self.assertEqual(approval.state, "lapsed", name)
            self.assertTrue(approval.changes, name)
            self.assertIn("contract_approval", self.codes(order), name)
        better = self.reviewed(self.order())
        better.order_line.price_unit = 1100
        self.assertEqual(self.codes(better), ["contract_unsigned"], "a better price needs no second review")

    @covers("Z-10", "N-01")
    def test_order_equals_the_signed_contract(self):
        order = self.signed()
        order.order_line.price_unit = 1100
        self.assertEqual(self.codes(order), ["contract_unsigned"], "the customer signed another price")
        self.assertTrue(order.sdw_contract_differs)
        self.assertEqual(order.contract_state, "approved")
        with self.assertRaises(UserError):
            order.action_confirm()
        order.order_line.price_unit = 1000
        self.assertEqual(self.codes(order), [], "it is what was signed again")
        order.order_line.price_unit = 1100
        self.file_paper(order)
        self.assertEqual((self.codes(order), order.contract_state), ([], "signed"))
        self.assertEqual(order.sdw_contract_version_ids.mapped("number"), [2, 1])
        order.action_confirm()
        # What core's own flows add is not part of the contract.
        order.with_user(self.sales_admin).write(
            {"order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 0})]}
        )
        self.assertEqual(order.contract_state, "performing")
        order.order_line[0].with_user(self.sales_admin).product_uom_qty = 5
        self.assertTrue(order.sdw_contract_differs)
        self.env["sdw.audit.finding"]._cron_audit()
        found = self.env["sdw.audit.finding"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])
        self.assertEqual(set(found.mapped("code")), {"contract_approval", "contract_unsigned"}, "the audit sees it")

    @covers("N-01")
    def test_nothing_comes_along(self):
        order = self.signed()
        copy = order.copy()
        self.assertEqual(self.codes(copy), ["contract_approval", "contract_unsigned"])
        self.assertFalse(copy.contract_signed_on or copy.sdw_contract_version_ids or copy.contract_attachment_ids)
        order.with_user(self.sales_admin)._action_cancel()
        self.assertTrue(order.contract_attachment_ids, "the file is kept")
        with self.assertRaises(UserError):
            order.with_user(self.sales_admin).write({"state": "sale"})
        order.with_user(self.sales_admin).action_draft()
        self.assertEqual(self.codes(order), ["contract_approval", "contract_unsigned"])
        self.assertEqual(order.contract_state, "draft")
        self.assertTrue(order.contract_attachment_ids)
        with self.assertRaises(UserError):
            order.with_user(self.sales_admin).action_confirm()

    @covers("N-11")
    def test_who_files_a_signed_paper(self):
        order = self.order()
        with self.assertRaises(UserError):
            self.file_paper(order)  # not reviewed
        self.reviewed(order)
        for login, user in self.users.items():
            if login == "sales_admin":
                continue
            with self.assertRaises(AccessError, msg=login):
                self.file_paper(order, user)
        for values in ({"name": " "}, {"file": False}, {"file": "no base64!"}, {"day": "2999-01-01"}, {"day": False}):
            with self.assertRaises(UserError, msg=str(values)):
                self.file_paper(order, **values)
        self.assertFalse(order.contract_signed_on)
        wizard = self.env["sdw.contract.sign.wizard"].with_user(self.sales_admin)
        wizard.create(
            {"order_id": order.id, "signed_by": "Mr. Wang", "file": SCAN, "file_name": "a.pdf"}
        ).action_confirm()
        version = order.sdw_contract_version_ids
        self.assertRecordValues(
            version, [{"how": "scan", "signed_by": "Mr. Wang", "recorded_by_id": self.sales_admin.id, "number": 1}]
        )

    @covers("N-11")
    def test_nobody_writes_a_signature(self):
        order = self.reviewed(self.order())
        values = {"signature": PIXEL, "signed_by": "Me", "signed_on": "2026-01-01"}
        for user in (self.salesperson, self.sales_admin, self.gm):
            with self.assertRaises(AccessError):
                order.with_user(user).write(values)
            with self.assertRaises(AccessError):
                order.with_user(user).write({**values, "state": "sale"})
            with self.assertRaises(AccessError):
                order.with_user(user).sudo().write(values)
            for name, value in (("contract_signed_on", "2026-01-01"), ("sdw_contract_differs", False)):
                with self.assertRaises(AccessError):
                    order.with_user(user).write({name: value})
        with self.assertRaises(AccessError):
            self.order(signature=PIXEL)
        self.assertEqual(self.codes(order), ["contract_unsigned"])

    @covers("N-07", "N-01")
    def test_confirmed_with_the_customer(self):
        order = self.order(sdw_order_channel="phone", sdw_ordered_on="2026-01-05")
        order.sdw_agreed_how = "phone"
        self.assertEqual(order.sdw_agreed_by_id, self.salesperson)
        self.assertTrue(order.sdw_agreed_on)
        with self.assertRaises(AccessError):
            order.sdw_agreed_by_id = self.manager
