from odoo import models
from odoo.exceptions import UserError

#: Activities of these types go away by doing what they ask for, not by ticking them off.
KEPT = (
    "sales_dept_workflow.mail_activity_type_deadline",
    "sales_dept_workflow.mail_activity_type_escalation",
    "sales_dept_workflow.mail_activity_type_approval",
    "sales_dept_workflow.mail_activity_type_tender_bond",
    "sales_dept_workflow.mail_activity_type_complaint_note",
    "sales_dept_workflow.mail_activity_type_complaint_solve",
    "sales_dept_workflow.mail_activity_type_complaint_late",
)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        self._sdw_check_result("done")
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def unlink(self):
        self._sdw_check_result("deleted")
        return super().unlink()

    def write(self, vals):
        if {"date_deadline", "activity_type_id", "res_id", "res_model_id", "automated", "active"} & set(vals):
            self._sdw_check_result("changed")
        return super().write(vals)

    def _sdw_check_result(self, deed):
        """No result, no tick: what a rule scheduled ends with the result on the document (D-02)."""
        if self.env.su or not self:
            return
        kept = {self.env["ir.model.data"]._xmlid_to_res_id(xmlid, raise_if_not_found=True) for xmlid in KEPT}
        if any(activity.automated and activity.activity_type_id.id in kept for activity in self):
            raise UserError(
                self.env._(
                    "This reminder ends by itself once the result is on the document. "
                    "Please open the document and record it."
                )
            )
