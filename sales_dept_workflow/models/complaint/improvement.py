from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.deadline_mixin import ACTIVITY
from .codes import COMPLAINT
from .codes_learning import CAUSE, IMPROVEMENT, SURVEY

#: What an improvement is about stays as it was agreed.
LOCKED = {"complaint_id", "survey_id", "company_id", "date_due"}


class SdwImprovement(models.Model):
    """What is changed so that it does not happen again: by whom, by when, with what result, verified by a manager
    (X-06, X-07, X-10, X-11).

    It comes of a complaint (its corrective action), of a satisfaction survey, or of the figures.
    """

    _name = IMPROVEMENT
    _description = "Improvement"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin", "sdw.numbered.mixin"]
    _mail_post_access = "read"
    _order = "deadline, id"
    _check_company_auto = True

    name = fields.Char("What is Changed", required=True, tracking=True)
    note = fields.Text("Details")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    complaint_id = fields.Many2one(COMPLAINT, check_company=True, ondelete="restrict", index="btree_not_null")
    survey_id = fields.Many2one(SURVEY, "Survey", check_company=True, ondelete="restrict", index="btree_not_null")
    cause_id = fields.Many2one(CAUSE, "Root Cause", ondelete="restrict")
    product_id = fields.Many2one("product.product", check_company=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
        tracking=True,
    )
    date_due = fields.Date("Due on", required=True, copy=False)
    state = fields.Selection(
        [("open", "To Do"), ("done", "Done, to verify"), ("verified", "Verified")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    result = fields.Text(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)
    verified_on = fields.Datetime(readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True, copy=False)

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        steps = {"state", "result", "done_on", "done_by_id", "verified_on", "verified_by_id"}
        return super()._sdw_guarded_fields() | steps

    # ------------------------------------------------------------------ recording
    @api.model_create_multi
    def create(self, vals_list):
        improvements = super().create(self._of_origins(vals_list))
        system = improvements._sdw_system().with_context(tracking_disable=True)
        for improvement in system:
            improvement.deadline = improvement._sdw_end_of_day(improvement.date_due)
        system._deadline_start()
        return improvements

    @api.model
    def _of_origins(self, vals_list):
        """What the complaint or survey gives, its company before all; whoever adds to one may change it."""
        complaints = self.env[COMPLAINT].browse(
            {vals["complaint_id"] for vals in vals_list if vals.get("complaint_id")}
        )
        surveys = self.env[SURVEY].browse({vals["survey_id"] for vals in vals_list if vals.get("survey_id")})
        for origins in (complaints, surveys):
            if origins:
                origins.check_access("write")
        if not self.env.su and any(not vals.get("complaint_id") and not vals.get("survey_id") for vals in vals_list):
            self._sdw_check_role("group_sdw_supervisor", "group_sdw_sales_admin")
        return [self._of_origin(vals) for vals in vals_list]

    @api.model
    def _of_origin(self, vals):
        complaint = self.env[COMPLAINT].browse(vals.get("complaint_id"))
        if complaint:
            known = {"cause_id": complaint.cause_id.id, "product_id": complaint.product_id.id}
            return {**known, **vals, "company_id": complaint.company_id.id}
        survey = self.env[SURVEY].browse(vals.get("survey_id"))
        return {**vals, "company_id": survey.company_id.id} if survey else vals

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if LOCKED.intersection(vals):
            raise UserError(
                self.env._("What was agreed stays; a manager may move the date, and what is new is recorded anew.")
            )
        if any(improvement.state != "open" for improvement in self):
            raise UserError(self.env._("This is done already; a manager may send it back."))
        passed = self.browse()
        if "user_id" in vals:
            self._sdw_check_role("group_sdw_supervisor", "group_sdw_sales_admin")
            passed = self.filtered(lambda improvement: improvement.user_id.id != vals["user_id"])._sdw_system()
        result = super().write(vals)
        passed._sdw_unschedule(ACTIVITY)
        passed._deadline_start()
        return result

    def action_move_deadline(self, deadline, reason):
        """Move the date, on record: managers only, with the reason."""
        result = super().action_move_deadline(deadline, reason)
        for improvement in self._sdw_system():
            improvement.date_due = improvement._sdw_local_date(improvement.deadline)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("An improvement on record cannot be deleted."))

    def _get_deadline_summary(self):
        return self.name

    def _get_deadline_manager(self):
        return self.sudo().complaint_id.team_id.user_id or self.user_id.sale_team_id.user_id
