from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import REASSIGN

#: How a lead is graded: points out of a hundred for what the customer intends.
INTENTION_POINTS = {"none": 0, "low": 30, "medium": 60, "high": 100}
LEVELS = [("low", "Low"), ("medium", "Medium"), ("high", "High")]


def text_field(label, **options):
    return fields.Text(label, groups="base.group_user", **options)


class CrmLead(models.Model):
    """What a lead needs, when and for how much; how good it is, and why it is none (L-01, L-02, L-08, L-11, L-16)."""

    _inherit = "crm.lead"

    sdw_lead_kind = fields.Selection(
        [("customer", "Customer"), ("agent", "Agent"), ("partner", "Business Partner")],
        "Kind of Lead",
        default="customer",
        index="btree_not_null",
        groups="base.group_user",
        help="Agents and partners we look for have their own list.",
    )
    sdw_inquiry_channel = fields.Selection(selection_add=[("walk_in", "Walk-in")])
    sdw_need = text_field("Need")
    sdw_preference = text_field("Preferences")
    sdw_current_situation = text_field("What They Use Now")
    sdw_pain_points = text_field("Pain Points")
    sdw_expectations = text_field("Expectations")
    sdw_contact_mode = fields.Selection(
        [("phone", "By phone"), ("visit", "Face to face"), ("email", "By e-mail"), ("online", "Online meeting")],
        "Need Analysed",
        groups="base.group_user",
    )
    sdw_intention = fields.Selection(
        [("none", "None"), *LEVELS], "Purchase Intention", tracking=True, groups="base.group_user"
    )
    sdw_budget = fields.Monetary("Budget", currency_field="company_currency", groups="base.group_user")
    sdw_wanted_by = fields.Date("Wanted by", groups="base.group_user", help="When the customer means to buy.")
    sdw_potential = fields.Selection(LEVELS, "Potential", groups="base.group_user")
    sdw_target = fields.Boolean(
        "Target Customer", tracking=True, groups="base.group_user", help="Picked out as one of the likeliest."
    )
    sdw_lead_grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C")],
        "Lead Grade",
        compute="_compute_sdw_lead_grade",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
        help="From intention and budget, weighted as in the settings.",
    )
    sdw_reject_reason = text_field("Why It Is Invalid", readonly=True, copy=False, tracking=True)
    sdw_rejected_on = fields.Datetime("Invalid since", readonly=True, copy=False, groups="base.group_user")
    sdw_rejected_by_id = fields.Many2one(
        "res.users", "Found Invalid by", readonly=True, copy=False, groups="base.group_user"
    )
    sdw_converted_by_id = fields.Many2one(
        "res.users", "Converted by", readonly=True, copy=False, groups="base.group_user"
    )
    sdw_invalid_count = fields.Integer("Invalid", readonly=True, copy=False, groups="base.group_user")
    sdw_converted_count = fields.Integer("Converted", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        rejected = {"sdw_reject_reason", "sdw_rejected_on", "sdw_rejected_by_id", "sdw_invalid_count"}
        converted = {"sdw_converted_by_id", "sdw_converted_count"}
        return super()._sdw_guarded_fields() | rejected | converted | {"sdw_lead_grade"}

    @api.depends(
        *("sdw_intention", "sdw_budget", "company_id.sdw_lead_budget_a", "company_id.sdw_lead_budget_b"),
        *("company_id.sdw_lead_intention_weight", "company_id.sdw_lead_points_a", "company_id.sdw_lead_points_b"),
    )
    def _compute_sdw_lead_grade(self):
        """No grade while nothing is known of it."""
        for lead in self:
            company = (lead.company_id or self.env.company).sudo()
            known = lead.sdw_intention or lead.sdw_budget
            lead.sdw_lead_grade = company._sdw_grade_lead(lead.sdw_intention, lead.sdw_budget) if known else False

    # ------------------------------------------------------------------ taken up, or not
    def write(self, vals):
        turned = self.browse()
        if vals.get("type") == "opportunity":
            turned = self.filtered(lambda lead: lead.type == "lead")
        result = super().write(vals)
        if turned:
            turned._sdw_system().write({"sdw_converted_by_id": self.env.uid, "sdw_converted_count": 1})
        if vals.get("active"):
            self._sdw_taken_up_again()
        return result

    def _sdw_taken_up_again(self):
        again = self.filtered("sdw_rejected_on")
        if again:
            blank = {"sdw_reject_reason": False, "sdw_rejected_on": False, "sdw_rejected_by_id": False}
            again._sdw_system().write({**blank, "sdw_invalid_count": 0})

    def action_reject_lead(self, reason):
        """Mark leads invalid: they are closed, and the reason stays on record (L-02, K-33).

        :param str reason: mandatory
        """
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        reason = (reason or "").strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Please say why the lead is invalid."))
        if any(not lead.active or lead.won_status != "pending" for lead in self):
            raise UserError(self.env._("Only open leads are marked invalid."))
        stamp = {"sdw_rejected_on": fields.Datetime.now(), "sdw_rejected_by_id": self.env.uid}
        self._sdw_system().write({"sdw_reject_reason": reason, "sdw_invalid_count": 1, **stamp})
        lost = self.env["ir.model.data"]._xmlid_to_res_id("sales_dept_workflow.lost_reason_invalid")
        self.action_set_lost(lost_reason_id=lost)
        return True

    def action_sdw_assign_by_region(self):
        """Give leads without a salesperson to the account manager of their region (A-56).

        :return: True; those whose region has nobody stay as they are
        """
        self._sdw_check_role(*REASSIGN)
        self.check_access("write")
        free = self.filtered(lambda lead: not lead.user_id)
        for territory, leads in free.grouped("territory_id").items():
            if user := territory.sudo()._sdw_account_manager():
                leads.write({"user_id": user.id})
        return True
