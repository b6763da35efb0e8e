from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import covers
from .credit_common import CreditCase


@tagged("post_install", "-at_install")
class TestCreditChecks(CreditCase):
    @covers("O-03", "O-04", "O-05")
    def test_confirmation_sends_to_the_accountant(self):
        order = self.confirmed()
        approval = self.pending(order)
        self.assertRecordValues(approval, [{"requester_id": self.salesperson.id, "assignee_id": self.accountant.id}])
        self.assertEqual(order.credit_approval_state, "pending")
        rows = order.credit_check_ids
        self.assertEqual(rows.mapped("kind"), ["price", "credit", "payment"])
        self.assertEqual(set(rows.mapped("result")), {"passed"})
        self.assertFalse(rows.user_id)
        approval.with_user(self.accountant).action_approve()
        self.assertEqual(order.credit_approval_state, "approved")
        self.assertEqual(rows.user_id, self.accountant)
        self.assertTrue(all(rows.mapped("checked_on")))
        self.assertEqual(order.credit_facts["amount"], 1000.0)

    @covers("E-02", "Z-11")
    def test_order_review_puts_the_manager_first(self):
        self.company.sdw_order_review = True
        order = self.confirmed()
        approval = self.pending(order)
        with self.assertRaises(AccessError):
            approval.with_user(self.accountant).action_approve()
        approval.with_user(self.manager).action_approve()
        self.assertEqual(approval.state, "pending")
        approval.with_user(self.accountant).action_approve()
        self.assertEqual(approval.state, "approved")

    def test_the_accountant_has_a_form_of_his_own(self):
        form = self.env.ref("sales_dept_workflow.sale_order_view_form_check").id
        orders = self.env["sale.order"]
        self.assertEqual(orders.with_user(self.accountant).get_formview_id(), form)
        for seller in (self.salesperson, self.sales_admin, self.manager):
            self.assertNotEqual(orders.with_user(seller).get_formview_id(), form)

    @covers("O-04")
    def test_refusal_goes_back(self):
        order = self.confirmed()
        self.pending(order).with_user(self.accountant).action_reject("Ask for a deposit")
        self.assertEqual(order.credit_approval_state, "rejected")
        self.assertIn("credit_approval", self.codes(order))
        self.assertIn("Ask for a deposit", order.sudo().message_ids[:1].body)
        order.with_user(self.sales_admin).action_submit_credit()
        self.assertEqual(self.pending(order).requester_id, self.sales_admin)
        self.assertEqual(len(order.credit_check_ids), 3)
        self.assertEqual(len(order.sudo().with_context(active_test=False).credit_check_ids), 6)

    @covers("O-20")
    def test_who_confirmed_does_not_check(self):
        self.salesperson.group_ids += self.env.ref("sales_dept_workflow.group_sdw_accountant")
        order = self.confirmed()
        self.pending(order).requester_id = self.second_salesperson
        with self.assertRaisesRegex(AccessError, "confirmed"):
            self.pending(order).with_user(self.salesperson).action_approve()
        with self.assertRaisesRegex(AccessError, "confirmed"):
            order.with_user(self.salesperson).credit_check_ids[:1].action_override("mine")
        self.company.sdw_separation_of_duties = False
        self.pending(order).with_user(self.salesperson).action_approve()

    @covers("O-04")
    def test_sales_cannot_check(self):
        order = self.confirmed()
        rows = order.credit_check_ids
        for user in (self.salesperson, self.manager, self.gm, self.sales_admin, self.keeper):
            with self.assertRaises(AccessError):
                self.pending(order).with_user(user).action_approve()
            with self.assertRaises(AccessError):
                rows.with_user(user).action_override("please")
        for user in (self.salesperson, self.accountant, self.finance):
            with self.assertRaises(AccessError):
                rows.with_user(user).write({"result": "passed"})
            with self.assertRaises(AccessError):
                rows.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["sdw.credit.check"].with_user(user).create(
                    {"order_id": order.id, "kind": "price", "result": "passed", "company_id": self.company.id}
                )
        with self.assertRaises(AccessError):
            order.write({"credit_check_ids": [Command.clear()]})

    @covers("Z-11", "O-04")
    def test_limit_and_override(self):
        self.limit(1500)
        first, second = self.confirmed(), self.confirmed()
        self.assertEqual(self.check(second, "credit").result, "passed")
        self.pending(first).with_user(self.accountant).action_approve()
        with self.assertRaisesRegex(UserError, "overridden"):
            self.pending(second).with_user(self.accountant).action_approve()
        second.with_user(self.accountant).action_recheck_credit()
        self.assertEqual(self.check(second, "credit").result, "failed")
        with self.assertRaises(UserError):
            self.check(second, "credit").with_user(self.accountant).action_override(" ")
        self.check(second, "credit").with_user(self.accountant).action_override("Guaranteed by the mother company")
        self.pending(second).with_user(self.accountant).action_approve()
        self.assertFalse(self.codes(second))
        with self.assertRaises(UserError):
            self.check(second, "credit").with_user(self.accountant).action_override("again")

    @covers("O-04")
    def test_last_credit_is_given_once_in_one_call(self):
        self.limit(1500)
        orders = self.confirmed() | self.confirmed()
        approvals = self.pending(orders)
        with self.assertRaisesRegex(UserError, "beside"):
            approvals.with_user(self.accountant).action_approve()

    @covers("O-04")
    def test_credit_of_the_whole_company(self):
        """An order for a contact or another address of the customer uses the customer's credit."""
        child = self.env["res.partner"].create({"name": "Branch", "parent_id": self.customer.id, "type": "delivery"})
        self.limit(1500)
        self.released()
        order = self.confirmed(partner=child)
        self.assertEqual(self.check(order, "credit").result, "failed")

    @covers("O-04", "Z-14")
    def test_overdue_fails(self):
        self.invoiced(self.customer, 10, due="2026-01-02")
        order = self.confirmed()
        self.assertEqual(self.check(order, "credit").result, "failed")
        self.assertIn("Overdue", self.check(order, "credit").seen)

    @covers("O-04")
    def test_system_approves_what_passes(self):
        self.company.sdw_credit_review = "exceptions"
        order = self.confirmed()
        self.assertEqual(order.credit_approval_state, "approved")
        self.assertEqual(order.sudo().approval_ids.decision_ids.mapped("decision"), ["system"])
        self.limit(500)
        order = self.confirmed()
        self.assertEqual(order.credit_approval_state, "pending")

    @covers("O-04")
    def test_price_check_reads_the_price_rules(self):
        order = self.confirmed()
        real = self.registry["sale.order"]._get_blockers

        def blockers(orders, gate):
            found = real(orders, gate)
            if gate == "confirm":
                for one in orders:
                    found[one].append(
                        {**one._sdw_blocker("credit_approval", "Too cheap."), "code": "price_approval", "mode": "block"}
                    )
            return found

        self.patch(self.registry["sale.order"], "_get_blockers", blockers)
        order.with_user(self.accountant).action_recheck_credit()
        self.assertRecordValues(self.check(order, "price"), [{"result": "failed", "seen": "Too cheap."}])

    @covers("O-05")
    def test_lapse(self):
        other = self.env["res.partner"].create({"name": "Other"})
        term = self.env.ref("account.account_payment_term_30days")
        for values in (
            {"order_line": "product_uom_qty", "value": 2},
            {"order_line": "price_unit", "value": 999},
            {"order_line": "discount", "value": 1},
            {"partner_invoice_id": other.id},
            {"payment_term_id": term.id},
        ):
            order = self.released(lines=[(self.product, 1, {"price_unit": 1000})])
            if "order_line" in values:
                order.order_line.write({values["order_line"]: values["value"]})
            else:
                order.write(values)
            self.assertEqual(order.credit_approval_state, "lapsed", values)
            self.assertIn("credit_approval", self.codes(order), values)
            order.action_submit_credit()
            self.pending(order).with_user(self.accountant).action_approve()
            self.assertFalse(self.codes(order), values)

    @covers("O-05")
    def test_better_keeps(self):
        order = self.released(lines=[(self.product, 5, {"price_unit": 1000})])
        order.order_line.product_uom_qty = 4
        order.order_line.price_unit = 1000.0
        self.assertEqual(order.credit_approval_state, "approved")
        self.released()  # another order of the customer does not undo the decision on this one
        self.assertEqual(order.credit_approval_state, "approved")

    @covers("O-05")
    def test_swapped_product_lapses(self):
        order = self.released()
        cheap = self.env["product.product"].create({"name": "Other pump", "type": "consu", "list_price": 1.0})
        order.write({"order_line": [Command.create({"product_id": cheap.id, "product_uom_qty": 1})]})
        self.assertEqual(order.credit_approval_state, "lapsed")

    @covers("O-05")
    def test_nothing_survives_cancel_or_copy(self):
        order = self.released()
        self.assertFalse(order.copy().credit_check_ids)
        order.sudo()._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.credit_approval_state, "pending")
        self.assertIn("credit_approval", self.codes(order))

    def test_approval_cannot_be_asked_without_checks(self):
        order = self.confirmed()
        approval = order.action_request_approval("credit", "again")
        self.assertEqual(approval.sudo(), self.pending(order))
        for user in (self.keeper, self.accountant):
            with self.assertRaises(AccessError):
                order.with_user(user).action_submit_credit()
        with self.assertRaises(UserError):
            self.order().action_submit_credit()

    def test_warn_and_off(self):
        self.switch("warn", "credit")
        order = self.confirmed()
        self.assertEqual(order.credit_approval_state, "pending")
        self.switch("off", "credit")
        order = self.confirmed()
        self.assertEqual(order.credit_approval_state, "not_needed")
        self.assertFalse(order.credit_check_ids)
        self.assertTrue(order.action_submit_credit())
        self.assertFalse(order.sudo().approval_ids)

    def test_search_by_state(self):
        waiting, done = self.confirmed(), self.released()
        found = self.env["sale.order"].with_user(self.accountant).search([("credit_approval_state", "=", "pending")])
        self.assertIn(waiting, found)
        self.assertNotIn(done, found)

    @covers("O-04")
    def test_one_customer_is_released_one_at_a_time(self):
        """Two transactions: the second to touch the customer is refused, so the server runs it again on the truth."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            env_one, env_two = self.env(cr=one), self.env(cr=two)
            partner = env_one["res.partner"].create({"name": "Shared by two transactions"})
            env_one.flush_all()
            one._cnx.commit()
            try:
                two.execute("SELECT 1 FROM res_partner WHERE id = %s", [partner.id])
                env_one["sdw.credit.exposure"]._lock(partner)
                one._cnx.commit()
                with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                    env_two["sdw.credit.exposure"]._lock(partner.with_env(env_two))
            finally:
                two.rollback()
                one.execute("DELETE FROM res_partner WHERE id = %s", [partner.id])
                one._cnx.commit()
