from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .approval_common import CODE
from .approval_desk_common import ApprovalDesk


@tagged("post_install", "-at_install")
class TestApprovalPeople(ApprovalDesk):
    """Who decides: roles, superiors, one's own requests, delegates."""

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
