from odoo import api, fields, models
from odoo.exceptions import UserError


class SdwApprovalDecision(models.Model):
    """What somebody decided, when, and on whose behalf. Never edited, never deleted."""

    _name = "sdw.approval.decision"
    _description = "Approval Decision"
    _order = "id"

    approval_id = fields.Many2one("sdw.approval", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="approval_id.company_id", store=True, precompute=True, index=True)
    step_id = fields.Many2one("sdw.approval.step", readonly=True, ondelete="set null")
    role_id = fields.Many2one("res.groups", "Role", readonly=True, ondelete="set null")
    role_name = fields.Char(related="role_id.name", string="As")
    user_id = fields.Many2one("res.users", "Decided by", required=True, readonly=True, ondelete="restrict")
    on_behalf_id = fields.Many2one("res.users", "On behalf of", readonly=True, ondelete="restrict")
    decision = fields.Selection(
        [
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("own_authority", "Own authority"),
            ("system", "By the system: nothing stood against it"),
            ("lapsed", "Lapsed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
    )
    comment = fields.Text(readonly=True)
    decided_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    def write(self, vals):
        if not set(vals) <= {"company_id"}:  # a stored related field, recomputed by the ORM
            raise UserError(self.env._("A decision on record cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        raise UserError(self.env._("A decision on record cannot be deleted."))
