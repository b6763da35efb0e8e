from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .codes import AGREEMENT

APPROVAL = "repayment"
LIVE = ("draft", "sent", "signed")


class SdwRepaymentAgreement(models.Model):
    """What the debtor signs: one new date (good standing) or instalments (bad); only signed it counts (C-02…C-06).

    A plan counts from its signature; the new date of a deferral once the sales admin has filed the signed paper.
    """

    _name = AGREEMENT
    _description = "Repayment Agreement"
    _inherit = [
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "sdw.approval.mixin",
        "sdw.deadline.mixin",
        "sdw.paper.mixin",
    ]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    case_id = fields.Many2one(
        "sdw.collection.case", required=True, readonly=True, ondelete="restrict", index=True, groups="base.group_user"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="case_id.partner_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("single", "Deferral to one date"), ("instalments", "Instalments")], required=True, readonly=True
    )
    debt_date = fields.Date(
        "Debt due before", required=True, readonly=True, help="The agreement covers what was due before this day."
    )
    line_ids = fields.One2many("sdw.repayment.agreement.line", "agreement_id", copy=True)
    amount_total = fields.Monetary("Agreed", compute="_compute_amounts")
    paid_amount = fields.Monetary("Paid", compute="_compute_amounts")
    reason = fields.Text("Why the Customer Cannot Pay", groups="base.group_user")
    deferral_refusal = fields.Char(
        "Why no Deferral",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Why the customer was offered a plan and not a new date.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("signed", "Signed"),
            ("kept", "Kept"),
            ("broken", "Broken"),
            ("refused", "Refused to Sign"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    sent_on = fields.Datetime(readonly=True, copy=False)
    signed_by = fields.Char(readonly=True, copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    signature = fields.Binary("Signature or Scan", attachment=True, readonly=True, copy=False)
    refusal_reason = fields.Text(readonly=True, copy=False, groups="base.group_user")
    archive_number = fields.Char(readonly=True, copy=False, tracking=True, groups="base.group_user")
    archive_place = fields.Char(readonly=True, copy=False, groups="base.group_user")
    archived_by_id = fields.Many2one("res.users", readonly=True, copy=False, groups="base.group_user")
    archived_on = fields.Datetime(readonly=True, copy=False, groups="base.group_user")
    approval_state = fields.Char("Manager's Approval", compute="_compute_approval_state", groups="base.group_user")

    # Internal clockwork: the customer on the portal sees his agreement, not our reminders.
    deadline = fields.Datetime("Sign by", groups="base.group_user")
    met_on = fields.Datetime(groups="base.group_user")
    escalated_to_id = fields.Many2one(groups="base.group_user")
    escalated_on = fields.Datetime(groups="base.group_user")
    deadline_state = fields.Selection(groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        free = {"line_ids", "reason"}
        own = {name for name, field in self._fields.items() if field.store and field._module == "sales_dept_workflow"}
        return super()._sdw_guarded_fields() | (own - free) | {"access_token"}

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Agreements are drawn up on the collection case."))
        names = self.env["ir.sequence"]._sdw_next_names(AGREEMENT, self.env.company, len(vals_list))
        return super().create([{**vals, "name": name} for vals, name in zip(vals_list, names, strict=True)])

    def write(self, vals):
        if {"line_ids", "reason"} & set(vals) and not self.env.su:
            self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        fixed = self.filtered(lambda agreement: agreement.state != "draft")
        if fixed:
            raise UserError(
                self.env._(
                    "What has been sent is not changed any more: %(names)s.", names=", ".join(fixed.mapped("name"))
                )
            )

    # ------------------------------------------------------------------ figures
    @api.depends("line_ids.amount", "state", "debt_date")
    def _compute_amounts(self):
        paid = self._get_paid()
        for agreement in self:
            agreement.amount_total = sum(agreement.line_ids.mapped("amount"))
            agreement.paid_amount = paid[agreement]

    def _get_paid(self):
        """{agreement: what has been paid of the agreed debt}: agreed minus what is still open of it."""
        counting = self.sudo().filtered(lambda agreement: agreement.state in ("signed", "kept", "broken"))
        still_open = counting._get_open_debt()
        return {
            agreement: agreement.sudo().currency_id.round(
                max(sum(agreement.line_ids.mapped("amount")) - still_open[agreement.id], 0.0)
            )
            if agreement.id in still_open
            else 0.0
            for agreement in self
        }

    def _compute_approval_state(self):
        singles = self.filtered(lambda agreement: agreement.kind == "single" and agreement.state != "cancelled")
        states = self._sdw_approval_states(APPROVAL, singles)
        for agreement in self:
            agreement.approval_state = states[agreement]

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for agreement in self:
            agreement.access_url = f"/my/agreements/{agreement.id}"
        return result

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.name

    # ------------------------------------------------------------------ approval of a deferral
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), APPROVAL]

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code == APPROVAL:
            self._check_draft()
            self._check_complete()
            self._check_eligible()
            if any(agreement.kind != "single" for agreement in self):
                raise UserError(self.env._("Only a deferral to one date needs the manager's approval."))
        return result

    def _get_approval_facts(self, code):
        if code != APPROVAL:
            return super()._get_approval_facts(code)
        return {
            agreement: {
                "amount": agreement.amount_total,
                "date": str(max((line.due_date for line in agreement.line_ids if line.due_date), default="")),
                "oldest": str(agreement.sudo().case_id.oldest_due_date or ""),
            }
            for agreement in self
        }

    def _sdw_facts_labels(self, code):
        if code != APPROVAL:
            return super()._sdw_facts_labels(code)
        return {
            "amount": (self.env._("Amount"), "money"),
            "date": (self.env._("New date"), "text"),
            "oldest": (self.env._("Oldest due date"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        if approval.code != APPROVAL:
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        worse = [key for key in ("amount", "date") if facts[key] > before.get(key, facts[key])]
        return [{"key": key, "before": before.get(key), "after": facts[key]} for key in worse]

    def _sdw_manager(self):
        return self.sudo().case_id._sdw_manager().sudo(False)

    def _get_deadline_manager(self):
        return self._sdw_manager()

    def _get_deadline_summary(self):
        return self.env._(
            "Have %(name)s signed by %(customer)s", name=self.name, customer=self.sudo().partner_id.display_name
        )
