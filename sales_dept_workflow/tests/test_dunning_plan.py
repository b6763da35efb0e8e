from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestDunningPlan(CollectionCase):
    """Bad standing: nothing leaves before the customer has signed a repayment plan; that is no hold yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()

    def codes(self, record, gate="ship"):
        return [blocker["code"] for blocker in record.get_blockers(gate)]

    @covers("C-05", "Z-14")
    def test_nothing_leaves_before_the_signature(self):
        receivers = self.customer | self.address | self.subsidiary_address
        pickings = self.env["stock.picking"].union(*(self.transfer(partner) for partner in receivers))
        order = self.order()
        order.action_confirm()
        self.assertFalse(self.case.plan_required)
        self.customer.credit_limit = 500.0
        self.sweep()
        self.assertTrue(self.case.plan_required)
        self.assertFalse(self.customer.shipping_hold, "a plan to be signed is no hold: it needs no release")
        for picking in pickings:
            keeper = picking.with_user(self.keeper)
            self.assertEqual(self.codes(picking), ["shipping_hold"])
            self.assertIn("sign a repayment plan", keeper.get_blockers("ship")[0]["message"])
            with self.assertRaises(UserError):
                keeper.button_validate()
            with self.assertRaises(UserError):
                keeper.with_context(sdw_bypass=True, skip_sanity_check=True)._action_done()
            with self.assertRaises(UserError):
                keeper.write({"state": "done"})
        for gate in ("request", "ship"):
            self.assertIn("shipping_hold", self.codes(order, gate))
        self.plan().action_sign("Mr Debtor", "c2Nhbg==")
        self.assertFalse(self.case.plan_required)
        self.assertFalse(pickings[0].get_blockers("ship"))
        pickings[0].with_user(self.keeper).button_validate()
        self.sweep()
        self.assertFalse(self.case.plan_required, "signed, so the sweep leaves him alone")

    def plan(self):
        action = self.case.with_user(self.salesperson).action_propose_agreement()
        plan = self.env[action["res_model"]].browse(action["res_id"]).with_user(self.salesperson)
        self.assertEqual(plan.kind, "instalments")
        plan.line_ids = [Command.clear(), Command.create({"due_date": self.ahead(10), "amount": 1000.0})]
        plan.action_send()
        return plan

    @covers("C-05")
    def test_only_overdue_and_bad(self):
        self.customer.credit_limit = 5000.0
        self.sweep()
        self.assertFalse(self.case.plan_required)
        self.customer.credit_grade = "d"
        self.sweep()
        self.assertTrue(self.case.plan_required)
        self.customer.credit_grade = "b"
        self.sweep()
        self.assertFalse(self.case.plan_required, "finance has rated him anew")

    @covers("C-05")
    def test_money_frees_at_once(self):
        self.customer.credit_limit = 500.0
        self.sweep()
        self.pay(self.debt, amount=400.0)
        self.assertTrue(self.case.plan_required, "600 owed, 500 allowed")
        self.pay(self.debt, amount=200.0)
        self.assertFalse(self.case.plan_required)
        self.customer.credit_limit = 100.0
        self.sweep()
        self.assertTrue(self.case.plan_required)
        self.pay(self.debt)
        self.assertEqual((self.case.state, self.case.plan_required), ("closed", False))

    @covers("C-05", "C-06")
    def test_a_broken_plan_blocks_again(self):
        self.customer.credit_limit = 500.0
        self.sweep()
        plan = self.plan()
        plan.action_sign("Mr Debtor", "c2Nhbg==")
        self.sweep(days=11)
        self.assertEqual((plan.state, self.case.hold, self.case.plan_required), ("broken", True, True))
        self.assertTrue(self.customer.shipping_hold)

    def test_nobody_writes_it(self):
        self.customer.credit_grade = "d"
        self.sweep()
        for user in (self.salesperson, self.manager, self.finance, self.gm, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                self.case.with_user(user).write({"plan_required": False})

    def test_modes(self):
        self.customer.credit_grade = "d"
        self.sweep()
        picking = self.transfer(self.customer)
        self.switch("off", "shipping_hold")
        self.assertFalse(picking.get_blockers("ship"))
        self.switch("warn", "shipping_hold")
        picking = self.transfer(self.customer)
        self.assertEqual(picking.get_blockers("ship")[0]["mode"], "warn")
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_the_gate_asks_one_query(self):
        """With a plan required, with nothing at all: the same number of queries."""
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        free, bound = self.transfer(other), self.transfer(self.customer)
        self.customer.credit_grade = "d"
        self.sweep()
        counts = []
        for picking in (free, bound):
            self.env.flush_all()
            self.env.invalidate_all()
            partners = picking._sdw_receivers()
            partners.mapped("parent_id")
            before = self.env.cr.sql_log_count
            partners._sdw_holding_cases(self.company, plans=True)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts, [1, 1])
