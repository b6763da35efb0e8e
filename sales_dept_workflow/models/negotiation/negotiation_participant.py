from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .codes_negotiation import NEGOTIATION


class SdwNegotiationParticipant(models.Model):
    """Who takes part, and for what: the manager's decision alone (N-04, N-06)."""

    _name = "sdw.negotiation.participant"
    _description = "Negotiation Participant"
    _order = "sequence, id"

    negotiation_id = fields.Many2one(NEGOTIATION, required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", "Colleague", index="btree_not_null", domain=[("share", "=", False)])
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="Somebody of the customer or another guest; for a colleague this follows from his user.",
    )
    duty = fields.Char(required=True, help="What this person is there for.")
    kind = fields.Selection(
        [("ours", "Ours"), ("technician", "Technician"), ("customer", "Customer's Side")],
        compute="_compute_kind",
    )

    _user_uniq = models.UniqueIndex(
        "(negotiation_id, user_id) WHERE user_id IS NOT NULL", "This colleague already takes part."
    )

    @api.depends("user_id")
    def _compute_partner_id(self):
        for part in self.filtered("user_id"):
            part.partner_id = part.user_id.partner_id

    @api.depends("user_id", "partner_id")
    def _compute_kind(self):
        for part in self:
            user = part.user_id
            technician = user and user.sudo().has_group("sales_dept_workflow.group_sdw_support")
            part.kind = "technician" if technician else "ours" if user else "customer"

    @api.constrains("user_id", "partner_id", "duty")
    def _check_somebody(self):
        for part in self:
            if not part.partner_id or not (part.duty or "").strip():
                raise ValidationError(self.env._("Each participant is somebody, and has a duty."))

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.negotiation_id._check_participants()
        parts.negotiation_id._plan_changed()
        return parts

    def write(self, vals):
        negotiations = self.negotiation_id
        negotiations._check_participants()
        if "negotiation_id" in vals:
            raise UserError(self.env._("A participant stays with his negotiation."))
        result = super().write(vals)
        negotiations._plan_changed()
        return result

    def unlink(self):
        negotiations = self.negotiation_id
        negotiations._check_participants()
        result = super().unlink()
        negotiations._plan_changed()
        return result
