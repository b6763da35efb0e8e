from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import PROPOSAL, SOURCES

STATES = [
    ("draft", "In Preparation"),
    ("asked", "Customer Fills in"),
    ("review", "To Review"),
    ("applied", "Taken over"),
    ("rejected", "Not Taken over"),
    ("cancelled", "Withdrawn"),
]
#: Not decided yet.
LIVING = ("draft", "asked", "review")


class SdwPartnerProposal(models.Model):
    """What somebody wants the customer card to say: staged, compared with the card, taken over by the archivist alone
    (A-15, A-17, A-18, A-31, B-21, Z-29).

    It comes from a salesperson, a visit, the customer himself on a page of his own, or an agency.
    """

    _name = PROPOSAL
    _description = "Proposed Change of a Customer Card"
    _inherit = ["portal.mixin", "mail.thread", "mail.activity.mixin", "sdw.gate.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(default="/", readonly=True, copy=False, index="trigram")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", check_company=True,
        domain=[("parent_id", "=", False)],
    )  # fmt: skip
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one(
        "res.users", "Author", required=True, readonly=True, copy=False, index=True, default=lambda self: self.env.user
    )
    source = fields.Selection(SOURCES, required=True, default="salesperson", readonly=True, copy=False, tracking=True)
    res_model = fields.Char("Source Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference("Source Document", model_field="res_model", readonly=True, copy=False)
    note = fields.Text("Why")
    line_ids = fields.One2many("sdw.partner.proposal.line", "proposal_id", "Changes")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, tracking=True, index=True
    )
    conflict_count = fields.Integer("Conflicts", compute="_compute_conflict_count")
    valid_until = fields.Date("Open until", readonly=True, copy=False)
    answered_on = fields.Datetime("Filled in on", readonly=True, copy=False)
    reviewer_id = fields.Many2one("res.users", "Reviewed by", readonly=True, copy=False)
    reviewed_on = fields.Datetime("Reviewed on", readonly=True, copy=False)
    reason = fields.Text("Answer", readonly=True, copy=False, tracking=True)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {
            *("name", "user_id", "source", "res_model", "res_id", "state", "valid_until", "answered_on"),
            *("reviewer_id", "reviewed_on", "reason", "access_token"),
        }

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for proposal in self:
            proposal.access_url = f"/my/customer-form/{proposal.id}"
        return result

    @api.depends("line_ids.conflict")
    def _compute_conflict_count(self):
        for proposal in self:
            proposal.conflict_count = len(proposal.line_ids.filtered("conflict"))

    @api.model_create_multi
    def create(self, vals_list):
        proposals = super().create(vals_list)
        sequences = self.env["ir.sequence"]
        for company, group in proposals.grouped("company_id").items():
            names = sequences._sdw_next_names(PROPOSAL, company, len(group))
            for proposal, name in zip(group, names, strict=True):
                proposal._sdw_system().name = name
        return proposals

    def write(self, vals):
        if not self.env.su and {"partner_id", "company_id", "line_ids"}.intersection(vals):
            fixed = self.filtered(lambda proposal: proposal.sudo().state not in ("draft", "review"))
            if fixed:
                raise UserError(self.env._("This proposal is not changed any more: %(name)s.", name=fixed[0].name))
        if not self.env.su and {"partner_id", "company_id"}.intersection(vals):
            if any(proposal.sudo().state != "draft" for proposal in self):
                raise UserError(self.env._("The customer of a proposal stays as it was handed in."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(proposal.state != "draft" for proposal in self):
            raise UserError(self.env._("A proposal that was handed in stays on record."))

    def action_open_source(self):
        """Open the document the proposal comes from, if the reader may."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            raise UserError(self.env._("This proposal comes from no document."))
        self.env[self.res_model].browse(self.res_id).check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }
