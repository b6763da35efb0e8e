from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .approval_common import CODE
from .approval_desk_common import ApprovalDesk


@tagged("post_install", "-at_install")
class TestApprovalOutcome(ApprovalDesk):
    """How a request ends, and that nobody ends it otherwise."""

    # ------------------------------------------------------------------ rejecting and withdrawing
    def test_reject_needs_a_reason(self):
        approval = self.ask()
        for reason in ("", "   ", None):
            with self.assertRaises(UserError):
                approval.with_user(self.manager).action_reject(reason)
        approval.with_user(self.manager).action_reject("Too cheap.")
        self.assertEqual(approval.state, "rejected")
        self.assertEqual(approval.decision_ids.comment, "Too cheap.")
        self.assertFalse(self.activities(approval))
        again = self.ask(self.env["sale.order"].browse(approval.res_id))
        self.assertNotEqual(again, approval)

    def test_reject_through_the_wizard(self):
        approval = self.ask()
        action = approval.with_user(self.manager).action_open_reject()
        wizard = self.env["sdw.reason.wizard"].with_user(self.manager).with_context(**action["context"]).create({})
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.reason = "Too cheap."
        wizard.action_confirm()
        self.assertEqual(approval.state, "rejected")

    def test_wizard_calls_only_what_is_declared(self):
        approval = self.ask()
        for method in ("unlink", "_approve_by_system", "write", "action_cancel"):
            wizard = (
                self.env["sdw.reason.wizard"]
                .with_user(self.gm)
                .create(
                    {
                        "res_model": "sdw.approval",
                        "res_id": approval.id,
                        "method": method,
                        "reason": "because",
                    }
                )
            )
            with self.assertRaises(UserError):
                wizard.action_confirm()

    def test_withdraw(self):
        approval = self.ask()
        with self.assertRaises(AccessError):
            approval.with_user(self.accountant).action_cancel()
        self.assertTrue(approval.with_user(self.salesperson).can_cancel)
        approval.with_user(self.salesperson).action_cancel()
        self.assertEqual(approval.state, "cancelled")
        self.assertDecisions(approval, [("cancelled", self.salesperson)])
        self.assertFalse(self.activities(approval))

    def test_cancelled_order_withdraws(self):
        self.switch("block", "negotiation")
        order = self.order()
        approval = self.ask(order)
        order._action_cancel()
        self.assertEqual(approval.state, "cancelled")

    # ------------------------------------------------------------------ on record
    def test_decisions_are_immutable(self):
        approval = self.approve(self.ask(), self.manager)
        decision = approval.decision_ids
        for user in (self.env.ref("base.user_admin"), self.gm, self.manager):
            for change in (lambda rows: rows.write({"comment": "x"}), lambda rows: rows.unlink()):
                with self.assertRaises(UserError):  # of which AccessError is one
                    change(decision.with_user(user))
        with self.assertRaises(UserError):
            decision.sudo().write({"decision": "rejected"})
        with self.assertRaises(UserError):
            decision.sudo().unlink()
        with self.assertRaises(UserError):
            approval.sudo().unlink()

    def test_nobody_touches_an_approval_directly(self):
        approval = self.ask()
        values = approval.copy_data()[0]
        for user in (*self.users.values(), self.env.ref("base.user_admin")):
            model = self.env["sdw.approval"].with_user(user)
            for deed in (
                lambda model=model: model.create(values),
                lambda model=model: model.browse(approval.id).write({"state": "approved"}),
                lambda model=model: model.browse(approval.id).unlink(),
                lambda model=model: model.browse(approval.id).copy(),
                lambda model=model: model.env["sdw.approval.decision"].create(
                    {
                        "approval_id": approval.id,
                        "user_id": model.env.uid,
                        "decision": "approved",
                    }
                ),
            ):
                with self.assertRaises(AccessError, msg=user.login):
                    deed()

    def test_forged_context(self):
        forged = {
            "default_state": "approved",
            "default_requester_id": self.second_salesperson.id,
            "default_step_id": False,
            "default_decision": "approved",
            "default_user_id": self.gm.id,
            "tracking_disable": True,
            "mail_activity_automation_skip": True,
            "su": True,
        }
        order = self.order().with_context(**forged)
        approval = order.action_request_approval(CODE, "because").sudo()
        self.assertEqual((approval.state, approval.requester_id), ("pending", self.salesperson))
        self.assertTrue(self.activities(approval), "a context does not silence the activity")
        with self.assertRaises(AccessError):
            approval.with_user(self.salesperson).with_context(**forged).action_approve()
        approval.with_user(self.manager).with_context(**forged).action_approve()
        self.assertDecisions(approval, [("approved", self.manager)])
        self.assertEqual(approval.state, "pending")

    def test_document_with_decisions_stays(self):
        order = self.order()
        approval = self.approve(self.ask(order), self.manager)
        with self.assertRaisesRegex(UserError, "decisions on record"):
            order.sudo().unlink()
        self.assertTrue(approval.exists())
        undecided = self.order()
        waiting = self.ask(undecided)
        undecided.sudo().unlink()
        self.assertEqual(waiting.state, "cancelled")

    def test_copy_brings_no_approval(self):
        order = self.order()
        self.approve(self.ask(order), self.manager, self.gm)
        self.assertFalse(order.copy().approval_ids)

    # ------------------------------------------------------------------ worse lapses, not worse keeps
    def test_worse_lapses_with_what_changed(self):
        self.switch("block", "negotiation")
        order = self.order()
        approval = self.approve(self.ask(order), self.manager, self.gm)
        order.order_line.price_unit = 900.0
        self.assertEqual(approval.state, "approved", "not worse keeps it")
        self.assertEqual(order._sdw_covering(CODE)[order], approval)
        order.order_line.price_unit = 1000.01
        self.assertEqual(approval.state, "lapsed")
        self.assertFalse(order._sdw_covering(CODE)[order])
        change = approval.facts_panel["changes"][0]
        self.assertEqual(change["label"], "Amount")
        self.assertIn("1,000.00", change["before"])
        self.assertIn("1,000.01", change["after"])
        self.assertEqual(approval.decision_ids[-1:].decision, "lapsed")

    def test_worse_while_waiting_is_not_decided(self):
        order = self.order()
        approval = self.ask(order)
        order.order_line.price_unit = 2000.0  # no rule is on: nothing re-evaluates at once
        self.assertEqual(approval.state, "pending")
        notice = approval.with_user(self.manager).action_approve()
        self.assertEqual(notice["tag"], "display_notification")
        self.assertEqual(approval.state, "lapsed")
        self.assertFalse(approval.decision_ids.filtered(lambda row: row.decision == "approved"))
        self.assertFalse(self.activities(approval))

    def test_validity_ends(self):
        self.type.valid_days = 5
        order = self.order()
        approval = self.approve(self.ask(order), self.manager, self.gm)
        self.assertEqual(approval.valid_until, fields.Date.today() + timedelta(days=5))
        self.assertTrue(order._sdw_covering(CODE)[order])
        approval._sdw_system().valid_until = fields.Date.today() - timedelta(days=1)
        self.assertFalse(order._sdw_covering(CODE)[order])
