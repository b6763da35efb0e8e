from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .contract_common import ContractCase
from .credit_common import CreditCase

ANSWER = "sales_dept_workflow.mail_activity_type_accountant_answer"


@tagged("post_install", "-at_install")
class TestCreditPage(CreditCase):
    def answer(self, order):
        kind = self.env.ref(ANSWER)
        return order.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind)

    @covers("O-04")
    def test_evidence_side_by_side(self):
        self.limit(5000)
        self.invoiced(self.customer, 300, due="2026-01-02")
        order = self.confirmed(lines=[(self.product, 2, {})])
        panel = self.panel(order)
        self.assertEqual([panel[kind]["result"] for kind in panel], ["passed", "failed", "passed"])
        [row] = panel["price"]["table"]["rows"]
        self.assertEqual(len(row["cells"]), 5)
        self.assertFalse(row["warn"])
        shown = {item["label"]: item["value"] for item in panel["credit"]["rows"]}
        self.assertIn("5,000", shown["Limit"])
        self.assertIn("2,000", shown["This order"])
        self.assertIn("300", panel["credit"]["table"]["rows"][0]["cells"][2])
        self.assertTrue(all(check["waiting"] for check in panel.values()))
        self.assertTrue(self.panel(order, self.salesperson), "the salesperson sees why")
        with self.assertRaises(AccessError):
            order.with_user(self.keeper).read(["sdw_check_panel"])

    @covers("O-04")
    def test_a_price_below_the_policy_is_marked(self):
        self.switch("warn", "price")
        order = self.confirmed(lines=[(self.product, 2, {"price_unit": 900})])
        self.assertTrue(self.panel(order)["price"]["table"]["rows"][0]["warn"])

    @covers("O-04")
    def test_each_check_is_passed(self):
        order = self.confirmed()
        check = self.check(order, "price")
        for user in (self.salesperson, self.sales_admin, self.manager, self.keeper):
            with self.assertRaises(AccessError):
                check.with_user(user).with_context(sdw_bypass=True).action_pass()
        with self.assertRaises(AccessError):
            check.with_user(self.accountant).write({"user_id": self.accountant.id})
        check.with_user(self.accountant).action_pass()
        self.assertRecordValues(check, [{"user_id": self.accountant.id, "result": "passed"}])
        self.assertEqual(self.panel(order)["price"]["by"], "Accountant")
        self.limit(10)
        order.with_user(self.accountant).action_recheck_credit()
        credit = self.check(order, "credit")
        with self.assertRaisesRegex(UserError, "failed"):
            credit.with_user(self.accountant).action_pass()
        self.assertEqual(check.user_id, self.accountant, "what it saw is the same")

    @covers("O-04")
    def test_a_tick_ends_with_the_figures_it_saw(self):
        self.limit(5000)
        order = self.confirmed()
        credit = self.check(order, "credit")
        credit.with_user(self.accountant).action_pass()
        self.invoiced(self.customer, 100)
        order.with_user(self.accountant).action_recheck_credit()
        self.assertFalse(credit.user_id)

    @covers("O-04", "O-05")
    def test_a_refused_check_sends_the_order_back(self):
        order = self.order()
        order.with_user(self.sales_admin).action_confirm()
        check = self.check(order, "payment")
        with self.assertRaises(UserError):
            check.with_user(self.accountant).action_refuse(" ")
        with self.assertRaises(AccessError):
            check.with_user(self.manager).action_refuse("no")
        action = check.with_user(self.accountant).action_ask_refuse()
        wizard = self.env["sdw.reason.wizard"].with_user(self.accountant).with_context(**action["context"])
        wizard.create({"reason": "no deposit"}).action_confirm()
        self.assertEqual(order.credit_approval_state, "rejected")
        self.assertEqual(self.answer(order).user_id, self.sales_admin)
        self.assertIn("Payment: no deposit", self.answer(order).summary)
        order.with_user(self.sales_admin).action_submit_credit()
        order.with_user(self.accountant).action_release_credit()
        self.assertEqual(order.credit_approval_state, "approved")
        self.assertIn("Verified", self.answer(order).summary)
        self.assertEqual(len(self.answer(order)), 1)
        with self.assertRaises(UserError):
            self.check(order, "price").with_user(self.accountant).action_pass()

    @covers("O-03", "O-04")
    def test_queue(self):
        self.env["sdw.approval"].sudo().search([("state", "=", "pending")])._finish("cancelled")
        first, second, third = self.confirmed(), self.confirmed(), self.confirmed()
        at = lambda order: order.with_user(self.accountant)  # noqa: E731
        self.assertEqual(at(first).action_next_check()["res_id"], second.id)
        self.assertEqual(at(third).action_next_check()["res_id"], first.id)
        self.assertEqual(at(second).action_previous_check()["res_id"], first.id)
        self.assertEqual(at(second).action_release_credit()["res_id"], third.id)
        self.assertEqual(at(third).action_refuse_credit("no money")["res_id"], first.id)
        self.assertFalse(at(first).action_release_credit().get("res_id"))
        for user in (self.salesperson, self.manager):
            for name, arguments in (("action_next_check", ()), ("action_release_credit", ())):
                with self.assertRaises(AccessError):
                    getattr(first.with_user(user), name)(*arguments)
            with self.assertRaises(AccessError):
                first.with_user(user).action_refuse_credit("x")
        with self.assertRaises(UserError):
            at(first).action_release_credit()


@tagged("post_install", "-at_install")
class TestCreditContract(CreditCase, ContractCase):
    @covers("O-04", "O-05")
    def test_the_price_of_the_contract(self):
        order = self.performing(lines=[(self.product, 3, {})])
        [row] = self.panel(order)["price"]["table"]["rows"]
        self.assertEqual(row["cells"][4], row["cells"][2], "what the contract says of one piece")
        self.assertFalse(row["warn"])
