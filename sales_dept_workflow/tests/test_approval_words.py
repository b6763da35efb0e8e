"""What people read about requests: each in his own language, and for whom a request waits."""

from odoo import fields
from odoo.tests import tagged

from .approval_common import CODE, ApprovalCase
from .collection_common import CollectionCase
from .common import covers


@tagged("post_install", "-at_install")
class TestApprovalLanguage(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.type.with_context(lang="zh_CN").name = "试验"
        cls.manager.lang = "zh_CN"

    def name(self, approval, lang):
        return approval.with_context(lang=lang).name

    def test_name_in_the_readers_language(self):
        order = self.order()
        approval = self.ask(order.with_context(lang="zh_CN"))
        self.assertEqual(approval.document_name, order.name)
        self.assertEqual(self.name(approval, "en_US"), f"Test: {order.name}")
        self.assertEqual(self.name(approval, "zh_CN"), f"试验: {order.name}")
        self.assertEqual(approval.with_context(lang="zh_CN").display_name, f"试验: {order.name}")

    def test_search_as_it_is_shown(self):
        order = self.order()
        approval = self.ask(order)
        found = self.env["sdw.approval"].with_context(lang="zh_CN")
        for operator, text in (("ilike", order.name), ("ilike", "试验"), ("=", f"试验: {order.name}")):
            self.assertIn(approval, found.search([("name", operator, text)]), text)
        self.assertNotIn(approval, found.search([("name", "not ilike", order.name)]))
        self.assertNotIn(approval, found.search([("name", "ilike", f"价: {order.name}")]))
        self.assertIn(approval.id, [row[0] for row in found.name_search(order.name)])

    def test_no_query_for_each_name(self):
        approvals = self.env["sdw.approval"].union(*(self.ask() for _number in range(20)))
        costs = []
        for some in (approvals[:2], approvals):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.browse(some.ids).mapped("name")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*costs)

    @covers("O-04")
    def test_activity_in_the_assignees_language(self):
        order = self.order()
        approval = self.ask(order)
        self.assertRecordValues(
            self.activities(approval),
            [{"user_id": self.manager.id, "summary": f"试验: {order.name}", "res_name": f"试验: {order.name}"}],
        )
        self.approve(approval.with_context(lang="zh_CN"), self.manager)
        self.assertRecordValues(self.activities(approval), [{"user_id": self.gm.id, "summary": f"Test: {order.name}"}])

    def test_outcome_in_the_requesters_language(self):
        self.salesperson.lang = "zh_CN"
        state = dict(
            self.env["sdw.approval"]._fields["state"]._description_selection(self.env(context={"lang": "zh_CN"}))
        )
        self.assertNotEqual(state["approved"], "Approved", "the translation is loaded")
        order = self.order()
        approval = self.approve(self.ask(order), self.manager, self.gm)
        approval._cron_tell_requesters()
        message = self.env["mail.message"].search(
            [("model", "=", approval._name), ("res_id", "=", approval.id)], limit=1
        )
        self.assertEqual(message.subject, f"试验: {order.name}: {state['approved']}")
        self.assertIn(state["approved"], message.body)

    def test_finding_in_the_language_of_who_answers(self):
        def blockers(orders, gate):
            words = {"zh_CN": "不行"}.get(orders.env.lang, "No")
            return {order: [order._sdw_blocker("price_approval", words)] for order in orders}

        self.switch("warn", "price")
        orders = self.order() | self.order(self.manager)
        self.patch(self.registry["sale.order"], "_get_blockers", blockers)
        orders.with_user(self.sales_admin)._check_gate("confirm")
        findings = self.env["sdw.audit.finding"].search([("res_id", "in", orders.ids)], order="res_id")
        self.assertEqual(findings.mapped("message"), ["No", "不行"])

    # ------------------------------------------------------------------ done by deciding
    def test_activity_is_done_not_forgotten(self):
        approval = self.approve(self.ask(), self.manager, self.gm)
        done = self.env["mail.activity"].with_context(active_test=False)
        done = done.search([("res_model", "=", approval._name), ("res_id", "=", approval.id)])
        self.assertEqual((done.active, done.user_id), (False, self.gm))

    # ------------------------------------------------------------------ for whom it waits
    @covers("Q-05")
    def test_blocker_says_for_whom_it_waits(self):
        order = self.order()
        latest = order.sudo()._sdw_latest(CODE)[order]
        ask = order._sdw_ask_blocker("price_approval", CODE, latest, "Too cheap.", "Ask.")
        self.assertEqual(ask["message"], "Too cheap. Ask.")
        approval = self.ask(order)
        waits = order._sdw_ask_blocker("price_approval", CODE, approval, "Too cheap.", "Ask.")
        self.assertEqual(waits["role"], "sales_dept_workflow.group_sdw_sales_manager")
        self.assertIn("Sales Manager (Manager was told)", waits["message"])
        self.assertNotIn("Ask.", waits["message"])
        self.assertEqual(waits["action"]["res_id"], approval.id)
        self.approve(approval, self.manager)
        self.assertIn("General Manager (Gm was told)", order._sdw_waits_for(approval))
        approval.assignee_id = False
        self.assertTrue(order._sdw_waits_for(approval).endswith("General Manager."))

    @covers("Q-05")
    def test_price_approval_says_for_whom_it_waits(self):
        self.switch("block", "price")
        order = self.order(lines=[(self.product, 1, {"discount": 5})])
        [blocker] = order.get_blockers("confirm")
        self.assertIn("has not agreed", blocker["message"])
        order.with_user(self.salesperson).action_request_approval("price", "Large order")
        [blocker] = order.get_blockers("confirm")
        self.assertNotIn("has not agreed", blocker["message"])
        self.assertIn("Sales Manager (Manager was told)", blocker["message"])

    @covers("O-03")
    def test_credit_approval_says_for_whom_it_waits(self):
        self.switch("block", "credit")
        order = self.order()
        order.with_user(self.sales_admin).action_confirm()
        blocker = next(found for found in order.get_blockers("ship") if found["code"] == "credit_approval")
        self.assertIn("Accountant (Accountant was told)", blocker["message"])


@tagged("post_install", "-at_install")
class TestReleaseWords(CollectionCase):
    @covers("C-07")
    def test_hold_says_for_whom_the_release_waits(self):
        _debt, case = self.overdue_case()
        self.refuse(case)
        order = self.order()
        self.switch("block", "shipping_hold")
        [held] = [found for found in order.sudo().get_blockers("ship") if found["code"] == "shipping_hold"]
        self.assertNotIn("was told", held["message"])
        self.sign_plan(case)
        case.with_user(self.manager).action_request_approval("shipping_release", "He has signed")
        [held] = [found for found in order.sudo().get_blockers("ship") if found["code"] == "shipping_hold"]
        self.assertIn("Finance", held["message"])
        self.assertIn("was told", held["message"])

    @covers("C-01")
    def test_reminders_in_the_language_of_whoever_is_reminded(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.salesperson.lang = "zh_CN"
        _debt, case = self.overdue_case()
        activity = case.activity_ids.filtered(lambda activity: activity.user_id == self.salesperson)
        self.assertEqual(activity.summary, case.with_context(lang="zh_CN")._get_deadline_summary())
        self.assertNotEqual(activity.summary, case.with_context(lang="en_US")._get_deadline_summary())
        case._alert_long_overdue(fields.Datetime.now())
        summaries = (case.activity_ids - activity).mapped("summary")
        self.assertIn(case.with_context(lang="en_US")._long_overdue_summary(), summaries, "the manager reads English")
