from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.rules import moment
from .codes import ARCHIVIST, INVESTIGATION

CODE = "investigation"
STATES = [
    ("draft", "In Preparation"),
    ("requested", "Manager Decides"),
    ("approved", "Agency at Work"),
    ("received", "Result Received"),
    ("rejected", "Not Wanted"),
    ("cancelled", "Withdrawn"),
]
WISH = {"partner_id", "company_id", "agency_id", "reason", "cost", "expected_on"}
RESULT = {"result", "result_file", "result_file_name"}


class SdwPartnerInvestigation(models.Model):
    """An agency finds out what is hard to get to know of a customer, above all the credit of a risky one: it costs, so
    the manager decides (A-14, A-16).
    """

    _name = INVESTIGATION
    _description = "Investigation by an Agency"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(default="/", readonly=True, copy=False)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", domain=[("parent_id", "=", False)]
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Requested by", required=True, readonly=True, copy=False, default=lambda self: self.env.user
    )
    agency_id = fields.Many2one("res.partner", "Agency", tracking=True)
    reason = fields.Text("What Has to Be Found out, and Why")
    cost = fields.Monetary(tracking=True)
    expected_on = fields.Date("Result Expected on")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True, index=True
    )
    received_on = fields.Datetime(readonly=True, copy=False)
    result = fields.Text("What the Agency Found", copy=False)
    result_file = fields.Binary("Agency's Report", attachment=True, copy=False)
    result_file_name = fields.Char(copy=False)

    _cost_positive = models.Constraint("CHECK(cost >= 0)", "The cost cannot be negative.")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"name", "user_id", "state", "received_on"}

    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), CODE]

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for company, group in records.grouped("company_id").items():
            names = self.env["ir.sequence"]._sdw_next_names(INVESTIGATION, company, len(group))
            for record, name in zip(group, names, strict=True):
                record._sdw_system().name = name
        return records

    def write(self, vals):
        if not self.env.su:
            for record in self.sudo():
                fixed = (record.state != "draft" and WISH & set(vals)) or (
                    record.state not in ("draft", "approved") and RESULT & set(vals)
                )
                if fixed:
                    raise UserError(self.env._("What was asked for stays as it is: %(name)s.", name=record.name))
        return super().write(vals)

    # ------------------------------------------------------------------ the decision
    def _get_approval_facts(self, code):
        if code != CODE:
            return super()._get_approval_facts(code)
        return {
            record: {
                "amount": record.cost,
                "customer": record.partner_id.display_name,
                "agency": record.agency_id.display_name or "",
                "cost": record.cost,
                "question": record.reason or "",
            }
            for record in self.sudo()
        }

    def _sdw_facts_labels(self, code):
        if code != CODE:
            return super()._sdw_facts_labels(code)
        return {
            "customer": (self.env._("Customer"), "text"),
            "agency": (self.env._("Agency"), "text"),
            "cost": (self.env._("Cost"), "money"),
            "question": (self.env._("What Has to Be Found out, and Why"), "text"),
        }

    def action_request(self):
        """Ask the manager; reason, agency and cost are known by then."""
        self._sdw_check_role("group_sdw_salesperson", "group_sdw_finance", ARCHIVIST)
        for record in self:
            record._check_step("draft")
            if not (record.reason or "").strip() or not record.agency_id or not record.cost:
                raise UserError(self.env._("Please write down the reason, the agency and what it costs."))
            record.action_request_approval(CODE, record.reason)
        return True

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code == CODE:
            for record in self:
                record._check_step("draft")
        return result

    def _sdw_approvals_advanced(self, approvals):
        result = super()._sdw_approvals_advanced(approvals)
        self.filtered(lambda record: record.state == "draft")._sdw_system().write({"state": "requested"})
        return result

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        states = {"approved": "approved", "rejected": "rejected"}
        for approval in approvals.filtered(lambda approval: approval.code == CODE):
            record = self.browse(approval.res_id)
            if record.state == "requested":
                record._sdw_system().write({"state": states.get(approval.state, "draft")})
        return result

    # ------------------------------------------------------------------ the result
    def action_receive(self):
        """The result is in: its text or its file is there, and stays."""
        self._sdw_check_role("group_sdw_salesperson", "group_sdw_finance", ARCHIVIST)
        for record in self:
            record._check_step("approved")
            if not (record.result or "").strip() and not record.result_file:
                raise UserError(self.env._("Please add what the agency found, or its report."))
        return self._sdw_system().write({"state": "received", "received_on": moment()})

    def action_propose(self):
        """Propose to the card what the agency found about the customer's credit."""
        self.ensure_one()
        self._sdw_check_role("group_sdw_salesperson", "group_sdw_finance", ARCHIVIST)
        self._check_step("received")
        if not self.result:
            raise UserError(self.env._("Please add what the agency found, or its report."))
        self.partner_id._sdw_propose({"sdw_credit_standing": self.result}, "agency", self)
        return True

    def action_cancel(self):
        """Withdraw it before the agency has worked."""
        self._sdw_check_caller()
        for record in self:
            if record.sudo().user_id != self.env.user:
                self._sdw_check_role("group_sdw_sales_manager")
            if record.state not in ("draft", "requested", "approved"):
                raise UserError(self.env._("%(name)s is past that step.", name=record.name))
        self._sdw_cancel_approvals()
        return self._sdw_system().write({"state": "cancelled"})

    def _check_step(self, state):
        if not self.env.su:
            self.check_access("write")
        if self.state != state:
            raise UserError(self.env._("%(name)s is past that step.", name=self.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if any(record.state != "draft" for record in self):
            raise AccessError(self.env._("An investigation that was asked for stays on record."))
