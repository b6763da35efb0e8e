from operator import methodcaller

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.activity import UNFOLLOWED
from ..common.shared import shared

ANSWER = "sales_dept_workflow.mail_activity_type_accountant_answer"


class SaleOrder(models.Model):
    """The accountant's queue, and what he tells the sales administration (O-03, O-05)."""

    _inherit = "sale.order"

    # ------------------------------------------------------------------ deciding on the page
    def action_release_credit(self):
        """Approve as the accountant and go on to the next order that waits.

        :raise AccessError: for whoever may not decide
        :raise UserError: while a check fails
        """
        self._sdw_decide_credit().action_approve()
        return self.action_next_check()

    def action_refuse_credit(self, reason):
        """Send the order back to the sales administration with a reason, and go on to the next one."""
        self._sdw_decide_credit().action_reject(reason)
        return self.action_next_check()

    def action_ask_refuse_credit(self):
        """Open the window that asks for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the order"),
            "res_model": "sdw.reason.wizard",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_method": "action_refuse_credit",
            },
        }

    def _sdw_decide_credit(self):
        """The pending requests, as the caller decides them."""
        self._sdw_check_role("group_sdw_accountant")
        pending = self._sdw_pending("credit")
        if not pending:
            raise UserError(self.env._("This does not wait for the accountant."))
        return self.env["sdw.approval"].browse(pending.ids)

    def action_next_check(self):
        """Open the next order that waits for the accountant, oldest first, starting again after the last."""
        return self._sdw_step_queue(forward=True)

    def action_previous_check(self):
        """Open the order before this one in the queue."""
        return self._sdw_step_queue(forward=False)

    def _sdw_step_queue(self, forward):
        self._sdw_check_role("group_sdw_accountant")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_dept_workflow.action_orders_to_check")
        waiting = Domain("state", "=", "sale") & Domain("credit_approval_state", "in", ["pending"])
        here = max(self.ids, default=0)
        order = "id" if forward else "id desc"
        others = waiting & Domain("id", "not in", self.ids)
        beyond = Domain("id", ">" if forward else "<", here)
        found = self.search(others & beyond, order=order, limit=1) or self.search(others, order=order, limit=1)
        if not found:
            return {**action, "target": "main"}
        form = self.env.ref("sales_dept_workflow.sale_order_view_form_check").id
        return {**action, "views": [[form, "form"]], "res_id": found.id, "path": False, "target": "current"}

    # ------------------------------------------------------------------ the answer
    def _sdw_credit_decided(self, approvals):
        result = super()._sdw_credit_decided(approvals)
        self._sdw_answer(approvals.filtered(lambda approval: approval.code == "credit"))
        return result

    def _sdw_answer(self, approvals):
        """Whoever confirmed the order hears what the accountant decided, as an activity on the order."""
        system = self._sdw_system()
        system.browse(approvals.mapped("res_id"))._sdw_done(ANSWER)
        rows = []
        for approval in approvals.filtered(lambda approval: approval.state in ("approved", "rejected")):
            order = system.browse(approval.res_id)
            user = order._sdw_answered()
            if user != self.env.user:
                # Only a refusal is explained.
                comment = approval.state == "rejected" and approval.decision_ids[-1:].comment or ""
                words = methodcaller("_sdw_answer_summary", approval.state, comment)
                rows.append((order, user, order.company_id._sdw_today(), words))
        with shared(self.env.cr, UNFOLLOWED):
            self._sdw_schedule(ANSWER, rows)

    def _sdw_answered(self):
        """The one who confirmed the order, else the salesperson."""
        user = self.sdw_confirmed_by_id
        return user if user.active and user._is_internal() else self.user_id

    def _sdw_answer_summary(self, state, comment):
        if state == "rejected":
            return self.env._("Refused by the accountant: %(reason)s", reason=comment)
        return self.env._("Verified by the accountant: the goods may be delivered")
