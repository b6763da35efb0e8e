from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .approval_common import CODE
from .approval_desk_common import ApprovalDesk


@tagged("post_install", "-at_install")
class TestApproval(ApprovalDesk):
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

    # ------------------------------------------------------------------ absence

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
        woken = [("cron_id", "=", self.env.ref("sales_dept_workflow.ir_cron_sdw_tell_requesters").id)]
        before = self.env["ir.cron.trigger"].search_count(woken)
        approval = self.approve(self.ask(), self.manager, self.gm)
        self.assertEqual(self.env["ir.cron.trigger"].search_count(woken), before + 1)
        self.assertEqual((approval.untold, approval.decided_by_id), (True, self.gm))
        approval._cron_tell_requesters()
        approval._cron_tell_requesters()
        domain = [
            ("model", "=", "sdw.approval"),
            ("res_id", "=", approval.id),
            ("message_type", "=", "user_notification"),
        ]
        message = self.env["mail.message"].search(domain)
        self.assertEqual(message.author_id, self.gm.partner_id)
        self.assertEqual(
            message.notified_partner_ids, self.salesperson.partner_id, "the approvers have their clock menu"
        )
        self.assertIn("Approved", message.body)

    def test_one_message_for_many_outcomes(self):
        approvals = self.env["sdw.approval"].union(*(self.ask() for _ in range(3)))
        domain = [("partner_ids", "in", self.salesperson.partner_id.ids)]
        before = self.env["mail.message"].search_count(domain)
        self.approve(approvals, self.manager, self.gm)
        approvals._cron_tell_requesters()
        after = self.env["mail.message"].search_count(domain)
        self.assertEqual(after - before, 1)

    def test_whoever_decides_what_he_asked_himself_is_not_told(self):
        approval = self.ask()
        approval.with_user(self.salesperson).action_cancel()
        self.assertEqual((approval.state, approval.untold), ("cancelled", False))
        self.assertEqual(approval.decided_by_id, self.salesperson)

    def test_who_asked_and_who_decides_hear_what_is_said(self):
        """Nobody follows a request of which nobody speaks."""
        approval = self.ask()
        self.assertFalse(approval.message_follower_ids)
        approval.with_user(self.manager).message_post(body="Why so much?", subtype_xmlid="mail.mt_comment")
        self.assertEqual(approval.message_partner_ids, (self.salesperson | self.manager).partner_id)
        message = approval.message_ids[:1]
        self.assertEqual(message.notified_partner_ids, self.salesperson.partner_id)

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
        self.assertLessEqual(step, 8)
        self.assertLessEqual(ask, 12, "asking also makes the activity")
        self.assertLessEqual(last, 9, "the last step also wakes the job that tells the requester")
        few, many = self._cost(5), self._cost(25)
        for small, large in zip(few, many, strict=True):
            self.assertLessEqual(large, small + 2, "nothing grows with the number of requests")
