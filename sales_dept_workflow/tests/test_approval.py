from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .approval_common import CODE, ApprovalCase


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCase):
    def assertDecisions(self, approval, expected):
        found = [(row.decision, row.user_id, row.on_behalf_id) for row in approval.decision_ids]
        self.assertEqual(found, [(*row, self.env["res.users"])[:3] for row in expected])

    # ------------------------------------------------------------------ asking
    def test_ask(self):
        order = self.order()
        approval = self.ask(order)
        self.assertRecordValues(
            approval,
            [
                {
                    "code": CODE,
                    "state": "pending",
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "requester_id": self.salesperson.id,
                    "amount": 1000.0,
                    "percent": 10.0,
                    "partner_id": self.customer.id,
                    "assignee_id": self.manager.id,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(order.approval_ids, approval)
        self.assertEqual(self.ask(order), approval, "what waits is returned, not asked again")

    def test_ask_needs_a_reason_and_a_known_code(self):
        order = self.order()
        for code, reason in ((CODE, ""), (CODE, "  "), ("nonsense", "because"), ("_unlink", "because")):
            with self.assertRaises(UserError):
                order.action_request_approval(code, reason)

    def test_ask_without_anybody_named(self):
        self.type.active = False
        with self.assertRaisesRegex(UserError, "Nobody has been named"):
            self.order().action_request_approval(CODE, "because")

    def test_company_type_wins(self):
        own = self._make_type(["group_sdw_director"], company_id=self.company.id)
        self.assertEqual(self.ask().type_id, own)

    def test_several_at_once(self):
        orders = self.order() | self.order() | self.order()
        approvals = orders.with_user(self.salesperson).action_request_approval(CODE, "All of them.")
        self.assertEqual(approvals.mapped("res_id"), orders.ids)
        approvals.with_user(self.manager).action_approve()
        self.assertEqual(approvals.step_role_id, self.env.ref("sales_dept_workflow.group_sdw_general_manager"))
        approvals.with_user(self.gm).action_approve("Fine.")
        self.assertEqual(set(approvals.mapped("state")), {"approved"})
        self.assertEqual(len(approvals.sudo().decision_ids), 6)

    # ------------------------------------------------------------------ steps in order
    def test_steps_in_order(self):
        approval = self.ask()
        with self.assertRaises(AccessError):
            approval.with_user(self.salesperson).action_approve()
        approval.with_user(self.manager).action_approve()
        self.assertEqual(approval.state, "pending", "the manager alone does not approve")
        with self.assertRaisesRegex(AccessError, "General Manager"):
            approval.with_user(self.manager).action_approve()
        approval.with_user(self.gm).action_approve("Agreed.")
        self.assertEqual(approval.state, "approved")
        self.assertTrue(approval.decided_on)
        self.assertDecisions(approval, [("approved", self.manager), ("approved", self.gm)])
        with self.assertRaisesRegex(UserError, "not waiting"):
            approval.with_user(self.gm).action_approve()

    def test_other_roles_do_not_decide(self):
        approval = self.ask()
        for login in ("supervisor", "sales_admin", "accountant", "finance", "shipping", "keeper", "legal", "archivist"):
            with self.assertRaises(AccessError, msg=login):
                approval.with_user(self.users[login]).action_approve()
        self.assertEqual(approval.state, "pending")

    def test_size_chooses_the_steps(self):
        self.type.step_ids[1].min_amount = 5000.0
        self.assertEqual(self.approve(self.ask(), self.manager).state, "approved")
        large = self.ask(self.order(lines=[(self.product, 6, {})]))
        self.assertEqual(self.approve(large, self.manager).state, "pending")

    def test_negative_amount_skips_nobody(self):
        approval = self.ask(self.order(lines=[(self.product, 1, {"price_unit": -50.0})]))
        self.assertEqual(approval.amount, -50.0)
        self.assertEqual(approval.state, "pending")

    def test_superior_without_role(self):
        approval_type = self._make_type([], code="other")
        approval_type.step_ids = [Command.create({"group_id": False, "scope": "superior"})]
        self.type.step_ids = approval_type.step_ids
        self.salesperson.sdw_superior_id = self.supervisor
        approval = self.ask()
        self.assertEqual(approval.assignee_id, self.supervisor)
        with self.assertRaises(AccessError):
            approval.with_user(self.sales_admin).action_approve()
        self.assertEqual(self.approve(approval, self.supervisor).state, "approved")

    # ------------------------------------------------------------------ four eyes
    def test_own_authority(self):
        approval = self.ask(self.order(self.manager), self.manager)
        self.assertDecisions(approval, [("own_authority", self.manager)])
        self.assertEqual(approval.assignee_id, self.gm)
        with self.assertRaises(AccessError):
            approval.with_user(self.manager).action_approve()
        self.assertEqual(self.approve(approval, self.gm).state, "approved")

    def test_gm_needs_another_gm(self):
        other = new_test_user(self.env, "sdw_gm2", groups="sales_dept_workflow.group_sdw_general_manager")
        approval = self.ask(self.order(self.gm), self.gm)
        self.assertEqual(approval.assignee_id, other)
        self.assertFalse(approval.with_user(self.gm).can_decide)
        with self.assertRaisesRegex(AccessError, "own request"):
            approval.with_user(self.gm).action_approve()
        self.assertEqual(self.approve(approval, other).state, "approved")

    def test_only_gm_decides_on_record(self):
        approval = self.ask(self.order(self.gm), self.gm)
        self.assertEqual(approval.assignee_id, self.gm)
        self.assertIn(approval, self.env["sdw.approval"].with_user(self.gm).search([("can_decide", "=", True)]))
        self.approve(approval, self.gm)
        self.assertEqual(approval.state, "approved")
        domain = [("res_id", "=", approval.res_id), ("res_model", "=", "sale.order")]
        finding = self.env["sdw.audit.finding"].search(domain)
        self.assertRecordValues(finding, [{"code": f"own_request_{CODE}", "state": "open"}])

    def test_without_four_eyes(self):
        self.type.four_eyes = False
        approval = self.ask(self.order(self.gm), self.gm)
        self.assertEqual(approval.state, "approved", "he holds every role himself")
        self.assertDecisions(approval, [("own_authority", self.gm), ("own_authority", self.gm)])

    # ------------------------------------------------------------------ absence
    def delegate(self, user, delegate, group="group_sdw_sales_manager", days=0, length=3):
        start = fields.Date.today() + timedelta(days=days)
        return (
            self.env["sdw.delegation"]
            .with_user(user)
            .create(
                {
                    "user_id": user.id,
                    "delegate_id": delegate.id,
                    "group_id": self.env.ref(f"sales_dept_workflow.{group}").id,
                    "date_from": start,
                    "date_to": start + timedelta(days=length),
                }
            )
        )

    def test_delegation(self):
        self.delegate(self.manager, self.supervisor)
        approval = self.ask()
        self.assertEqual(approval.assignee_id, self.supervisor)
        self.approve(approval, self.supervisor)
        self.assertDecisions(approval, [("approved", self.supervisor, self.manager)])

    def test_delegation_of_what_already_waits(self):
        approval = self.ask()
        second = self.second_salesperson
        with self.assertRaises(AccessError):
            approval.with_user(second).read(["name"])
        self.delegate(self.manager, second)
        self.assertEqual(self.env["sdw.approval"].with_user(second).search([("can_decide", "=", True)]), approval)
        self.assertTrue(approval.with_user(second).can_decide)
        self.assertTrue(approval.with_user(second).facts_panel["rows"], "the facts show, though the order is another's")
        self.approve(approval, second)
        self.assertDecisions(approval, [("approved", second, self.manager)])
        self.assertTrue(approval.with_user(second).decision_ids, "what he decided stays in his sight")

    def test_delegation_only_on_its_days(self):
        self.delegate(self.manager, self.supervisor, days=1)
        approval = self.ask()
        self.assertEqual(approval.assignee_id, self.manager)
        with self.assertRaises(AccessError):
            approval.with_user(self.supervisor).action_approve()

    def test_delegation_ends_with_the_role(self):
        self.delegate(self.manager, self.supervisor)
        self.manager.group_ids -= self.env.ref("sales_dept_workflow.group_sdw_sales_manager")
        with self.assertRaises(AccessError):
            self.ask().with_user(self.supervisor).action_approve()

    def test_delegate_does_not_decide_his_own_request(self):
        self.delegate(self.manager, self.salesperson)
        approval = self.ask()
        self.assertEqual(approval.assignee_id, self.manager)
        # The manager's step is not the salesperson's by birth; as his stand-in he would be judging himself.
        with self.assertRaises(AccessError):
            approval.with_user(self.salesperson).action_approve()

    def test_delegate_of_the_requester_is_not_a_second_person(self):
        other = new_test_user(self.env, "sdw_gm2", groups="sales_dept_workflow.group_sdw_general_manager")
        self.delegate(self.gm, self.supervisor, "group_sdw_general_manager")
        approval = self.ask(self.order(self.gm), self.gm)
        with self.assertRaises(AccessError):
            approval.with_user(self.supervisor).action_approve()
        self.assertEqual(self.approve(approval, other).state, "approved")

    def test_delegation_is_ones_own(self):
        with self.assertRaises(AccessError):
            self.env["sdw.delegation"].with_user(self.salesperson).create(
                {
                    "user_id": self.manager.id,
                    "delegate_id": self.salesperson.id,
                    "group_id": self.env.ref("sales_dept_workflow.group_sdw_sales_manager").id,
                    "date_to": fields.Date.today(),
                }
            )
        with self.assertRaises(ValidationError):
            self.delegate(self.salesperson, self.supervisor)
        outsider = new_test_user(self.env, "sdw_outsider", groups="base.group_user")
        with self.assertRaises(ValidationError):
            self.delegate(self.manager, outsider)

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

    # ------------------------------------------------------------------ who is told
    def test_activity_of_the_current_step_only(self):
        approval = self.ask()
        self.assertEqual(self.activities(approval).user_id, self.manager)
        self.approve(approval, self.manager)
        self.assertEqual(self.activities(approval).user_id, self.gm)
        self.approve(approval, self.gm)
        self.assertFalse(self.activities(approval))

    def test_activity_is_not_ticked_off(self):
        activity = self.activities(self.ask())
        for deed in (
            lambda: activity.with_user(self.manager).action_done(),
            lambda: activity.with_user(self.manager).unlink(),
            lambda: activity.with_user(self.manager).write({"date_deadline": "2099-01-01"}),
        ):
            with self.assertRaises(UserError):
                deed()

    def test_requester_hears_the_outcome(self):
        approval = self.approve(self.ask(), self.manager, self.gm)
        domain = [
            ("model", "=", "sdw.approval"),
            ("res_id", "=", approval.id),
            ("message_type", "=", "user_notification"),
        ]
        message = self.env["mail.message"].search(domain)
        self.assertEqual(
            message.notified_partner_ids, self.salesperson.partner_id, "the approvers have their clock menu"
        )
        self.assertIn("Approved", message.body)

    def test_one_message_for_many_outcomes(self):
        approvals = self.env["sdw.approval"].union(*(self.ask() for _ in range(3)))
        domain = [("partner_ids", "in", self.salesperson.partner_id.ids)]
        before = self.env["mail.message"].search_count(domain)
        self.approve(approvals, self.manager, self.gm)
        after = self.env["mail.message"].search_count(domain)
        self.assertEqual(after - before, 1)

    # ------------------------------------------------------------------ outsiders
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_portal_and_other_company(self):
        order = self.order()
        approval = self.ask(order)
        portal = new_test_user(self.env, "sdw_portal", groups="base.group_portal")
        order.sudo().message_subscribe(portal.partner_id.ids)
        with self.assertRaises(AccessError):
            order.with_user(portal).action_request_approval(CODE, "because")
        with self.assertRaises(AccessError):
            order.with_user(portal).get_blockers("confirm")
        for method in ("action_approve", "action_cancel", "action_open_reject", "action_open_document"):
            with self.assertRaises(AccessError, msg=method):
                getattr(approval.with_user(portal), method)()
        other = self.env["res.company"].create({"name": "Other company"})
        foreign = new_test_user(
            self.env,
            "sdw_foreign_gm",
            groups="sales_dept_workflow.group_sdw_general_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            approval.with_user(foreign).action_approve()
        self.assertFalse(self.env["sdw.approval"].with_user(foreign).search([("can_decide", "=", True)]))

    # ------------------------------------------------------------------ the inbox
    def inbox(self, user):
        return self.env["sdw.approval"].with_user(user).search([("can_decide", "=", True)])

    def test_inbox(self):
        approval = self.ask()
        for login, user in self.users.items():
            expected = approval if login in ("manager", "director", "vp", "gm") else self.env["sdw.approval"]
            self.assertEqual(self.inbox(user), expected, login)
            shown = self.env["sdw.approval"].with_user(user).search([])
            self.assertEqual(shown.filtered("can_decide"), expected, f"{login}: the button says what the search says")
        self.approve(approval, self.manager)
        self.assertFalse(self.inbox(self.manager))
        self.assertEqual(self.inbox(self.gm), approval)
        others = self.env["sdw.approval"].with_user(self.gm).search([("can_decide", "=", False)])
        self.assertNotIn(approval, others)

    def test_my_turn_leaves_out_what_waits_further_down(self):
        approval, inbox = self.ask(), self.env["sdw.approval"]
        for user, turns in ((self.manager, True), (self.director, False), (self.gm, False), (self.salesperson, False)):
            self.assertEqual(approval.with_user(user).my_turn, turns, user.login)
            found = inbox.with_user(user).search([("my_turn", "=", True)])
            self.assertEqual(approval in found, turns, user.login)
        self.approve(approval, self.manager)
        self.assertEqual(inbox.with_user(self.gm).search([("my_turn", "=", True)]), approval)

    def test_manager_of_another_team_decides_on_the_facts(self):
        other = new_test_user(self.env, "sdw_manager2", groups="sales_dept_workflow.group_sdw_sales_manager")
        approval = self.ask().with_user(other)
        self.assertTrue(approval.can_decide)
        self.assertTrue(approval.facts_panel["rows"])
        with self.assertRaises(AccessError):
            approval.action_open_document()
        approval.action_approve()
        self.assertEqual(approval.sudo().step_role_id.name, "General Manager")

    def test_facts_panel(self):
        rows = self.ask().with_user(self.manager).facts_panel["rows"]
        self.assertEqual([row["label"] for row in rows], ["Amount", "Concession", "Note"])
        self.assertIn("1,000.00", rows[0]["value"])
        self.assertEqual(rows[1]["value"], "10.00 %")

    def test_stat_button(self):
        order = self.order()
        self.assertEqual(order.sdw_approval_count, 0)
        approval = self.ask(order)
        order.invalidate_recordset()
        self.assertEqual(order.sdw_approval_count, 1)
        action = order.action_sdw_approvals()
        self.assertEqual(self.env["sdw.approval"].search(action["domain"]), approval)

    # ------------------------------------------------------------------ cost
    def _cost(self, count):
        """Queries of asking, of the first step and of the last one, on ``count`` orders at once."""
        orders = self.env["sale.order"].concat(*(self.order() for _ in range(count)))
        costs = []
        for deed in (
            lambda: orders.with_user(self.salesperson).action_request_approval(CODE, "because"),
            lambda: orders.approval_ids.with_user(self.manager).action_approve(),
            lambda: orders.approval_ids.with_user(self.gm).action_approve(),
        ):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            deed()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        return costs

    def test_queries(self):
        self._cost(2)  # fills the caches that a running server has
        ask, step, last = self._cost(1)
        self.assertLessEqual(step, 12)
        self.assertLessEqual(ask, 17, "asking also makes the activity and its follower")
        self.assertLessEqual(last, 27, "the last step also tells the requester, half of it core's own message")
        few, many = self._cost(5), self._cost(25)
        for small, large in zip(few, many, strict=True):
            self.assertLessEqual(large, small + 2, "nothing grows with the number of requests")
