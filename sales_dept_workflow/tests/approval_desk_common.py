from datetime import timedelta

from odoo import fields

from .approval_common import ApprovalCase


class ApprovalDesk(ApprovalCase):
    """Requests, their decisions, and who stands in for whom."""

    def assertDecisions(self, approval, expected):
        found = [(row.decision, row.user_id, row.on_behalf_id) for row in approval.decision_ids]
        self.assertEqual(found, [(*row, self.env["res.users"])[:3] for row in expected])

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

    def inbox(self, user):
        return self.env["sdw.approval"].with_user(user).search([("can_decide", "=", True)])
