from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes_learning import CAUSE, CAUSE_KINDS


class SdwComplaintCause(models.Model):
    """The causes that complaints are put down to, so that they can be counted (X-07). Archived, never deleted."""

    _name = CAUSE
    _description = "Root Cause"
    _order = "kind, name, id"

    name = fields.Char("Root Cause", required=True, translate=True)
    kind = fields.Selection(CAUSE_KINDS, "Lies in", required=True, default="product", index=True)
    company_id = fields.Many2one("res.company", index="btree_not_null", help="Empty: of all companies.")
    active = fields.Boolean(default=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        raise UserError(self.env._("A root cause is not deleted, past complaints count on it; please archive it."))
