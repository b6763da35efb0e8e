from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes_learning import SERVICE
from .service_entitlement import KINDS


class SdwServiceLog(models.Model):
    """A service beyond the goods: a white paper, a training, a new product tried first (X-17, S-05)."""

    _name = SERVICE
    _description = "Value-added Service"
    _order = "date desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one("res.partner", "Customer", required=True, ondelete="restrict", index=True)
    commercial_partner_id = fields.Many2one(related="partner_id.commercial_partner_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(KINDS, "Service", required=True, default="white_paper")
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users", "Rendered by", required=True, default=lambda self: self.env.user, index=True,
        domain="[('share', '=', False)]",
    )  # fmt: skip
    product_id = fields.Many2one("product.product", check_company=True, ondelete="restrict")
    note = fields.Char("What it Was About")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A service on record cannot be deleted."))
