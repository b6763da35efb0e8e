from odoo import fields, models
from odoo.exceptions import UserError

from ..common.rules import moment
from .codes_status import LOG, STATUSES


class SdwCustomerStatusLog(models.Model):
    """Every change of a customer's status: who, when, from what to what, and why. Never edited (A-49)."""

    _name = LOG
    _description = "Change of Customer Status"
    _inherit = ["sdw.guard.mixin"]
    _order = "changed_on desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="cascade", index=True
    )
    changed_on = fields.Datetime(required=True, readonly=True, default=lambda self: moment(), index=True)
    before = fields.Selection(STATUSES, "Status before", readonly=True)
    after = fields.Selection(STATUSES, "Status after", readonly=True)
    origin = fields.Selection(
        [("request", "Approved request"), ("system", "By the facts"), ("hand", "Written directly")],
        "How",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    reason = fields.Text(readonly=True)
    approval_id = fields.Many2one("sdw.approval", readonly=True, ondelete="set null", index="btree_not_null")
    requester_id = fields.Many2one(related="approval_id.requester_id")
    company_id = fields.Many2one(related="partner_id.company_id")

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The history of a customer's status cannot be changed."))
        return super().write(vals)
