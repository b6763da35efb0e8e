from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .test_ship_gate import ShipCase


@tagged("post_install", "-at_install")
class TestLooseChecks(ShipCase):
    """Goods that leave without an order pass the same three checks, on the transfer itself (decision 25)."""

    def asked(self, quantity=1.0, **values):
        picking = self.manual(quantity=quantity, **values)
        picking.action_confirm()
        self.pick(picking)
        return picking, picking.action_request_approval("credit", "Sample for the customer")

    def rows(self, picking):
        return {check.kind: check for check in picking.sudo().credit_check_ids}

    @covers("O-04")
    def test_three_rows_with_what_was_seen(self):
        self.limit(5000)
        picking, approval = self.asked()
        seen = approval.with_user(self.accountant).sdw_check_ids
        self.assertEqual(seen.mapped("kind"), ["price", "credit", "payment"])
        self.assertEqual(set(seen.mapped("result")), {"passed"})
        self.assertTrue(all(seen.mapped("seen")))
        self.assertIn("1,000", seen[0].seen)
        self.assertIn("5,000", seen[1].seen)
        self.assertIn(picking.name, seen[0].display_name)
        self.assertFalse(seen.user_id)
        approval.with_user(self.accountant).action_approve()
        self.assertEqual(seen.user_id, self.accountant)
        self.assertTrue(all(seen.mapped("checked_on")))
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(picking.state, "done")

    @covers("O-04", "Z-11")
    def test_a_failed_row_takes_a_reason(self):
        self.limit(500)
        picking, approval = self.asked()
        check = self.rows(picking)["credit"]
        self.assertEqual(check.result, "failed")
        mine = approval.with_user(self.accountant)
        for forged in ({}, {"sdw_bypass": True, "default_result": "passed"}):
            with self.assertRaisesRegex(UserError, "overridden"):
                mine.with_context(**forged).action_approve()
        for user in (self.shipping, self.keeper, self.salesperson, self.gm, self.accountant):
            with self.assertRaises(AccessError):
                check.with_user(user).write({"result": "passed"})
        for user in (self.shipping, self.keeper, self.salesperson, self.gm):
            with self.assertRaises(AccessError):
                check.with_user(user).action_override("please")
        with self.assertRaises(UserError):
            check.with_user(self.accountant).action_override(" ")
        with self.assertRaises(AccessError):
            picking.write({"credit_check_ids": [(5, 0, 0)]})
        self.assertHeld(picking.with_user(self.keeper)._action_done)
        check.with_user(self.accountant).action_override("A sample, the manager asked for it")
        mine.action_approve()
        self.assertEqual((approval.state, check.result, check.user_id), ("approved", "overridden", self.accountant))
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(picking.state, "done")

    @covers("O-04")
    def test_what_each_row_looks_at(self):
        for values, kind in (
            ({"credit_grade": "d"}, "payment"),
            ({"payment_mode": "prepaid"}, "payment"),
        ):
            self.customer.write({"credit_grade": False, "payment_mode": False, **values})
            picking, _approval = self.asked()
            failed = [name for name, check in self.rows(picking).items() if check.result == "failed"]
            self.assertEqual(failed, [kind], values)
        self.customer.write({"credit_grade": False, "payment_mode": False})
        self.invoiced(self.customer, 10.0, due="2026-01-02")
        picking, _approval = self.asked()
        self.assertEqual(self.rows(picking)["credit"].result, "failed")
        self.assertIn("Overdue", self.rows(picking)["credit"].seen)

    @covers("O-04", "Q-04")
    def test_goods_without_a_price_where_prices_are_enforced(self):
        self.switch("block", "price")
        picking, approval = self.asked()
        self.assertEqual(self.rows(picking)["price"].result, "failed")
        with self.assertRaisesRegex(UserError, "overridden"):
            approval.with_user(self.accountant).action_approve()

    def test_the_money_is_that_of_the_decision(self):
        self.limit(1500)
        picking, approval = self.asked()
        self.assertEqual(self.rows(picking)["credit"].result, "passed")
        self.invoiced(self.customer, 1000.0)
        with self.assertRaisesRegex(UserError, "overridden"):
            approval.with_user(self.accountant).action_approve()

    def test_two_at_once_do_not_use_the_same_credit(self):
        self.limit(1500)
        both = self.asked()[1] | self.asked()[1]
        with self.assertRaisesRegex(UserError, "beside"):
            both.with_user(self.accountant).action_approve()

    def test_asked_again(self):
        picking, approval = self.asked()
        self.assertEqual(picking.action_request_approval("credit", "Again"), approval)
        self.assertEqual(len(picking.sudo().credit_check_ids), 3)
        approval.with_user(self.accountant).action_reject("Make an order of it")
        again = picking.action_request_approval("credit", "It is for the fair")
        self.assertNotEqual(again, approval)
        self.assertEqual(picking.sudo().credit_check_ids.approval_id, again)
        every = picking.sudo().with_context(active_test=False).credit_check_ids
        self.assertEqual(len(every), 6, "what was decided on stays on record")

    def test_always_to_a_person(self):
        self.company.sdw_credit_review = "exceptions"
        _picking, approval = self.asked()
        self.assertEqual(approval.state, "pending")

    def test_who_made_it_does_not_override(self):
        self.shipping.group_ids += self.env.ref("sales_dept_workflow.group_sdw_accountant")
        self.limit(500)
        picking, _approval = self.asked()
        with self.assertRaisesRegex(AccessError, "made"):
            self.rows(picking)["credit"].with_user(self.shipping).action_override("mine")

    def test_undecided_goes_with_its_transfer(self):
        picking = self.manual()
        picking.action_request_approval("credit", "Sample")
        picking.sudo().unlink()
        self.assertFalse(picking.exists())

    def test_the_accountant_reads_them_where_he_decides(self):
        _picking, approval = self.asked()
        views = approval.with_user(self.accountant).get_views([(False, "form")])["views"]
        self.assertIn('name="sdw_check_ids"', views["form"]["arch"])
        self.assertNotIn('name="sdw_check_ids"', approval.with_user(self.keeper).get_view(view_type="form")["arch"])
