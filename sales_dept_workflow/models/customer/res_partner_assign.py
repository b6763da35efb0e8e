from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes_status import RULE

#: Who gives a customer to somebody outside his region.
ASSIGNERS = ("group_sdw_sales_manager", "group_sdw_sales_admin")


class ResPartner(models.Model):
    """Customers are assigned mainly by region; somebody else's gets him with a reason (A-56)."""

    _inherit = "res.partner"

    sdw_assignment_reason = fields.Char(
        "Why Not the Region's",
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="Why somebody outside his region looks after this customer.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        if self.env.company.sudo().sdw_assign_by_territory and self.env["sdw.territory"]._any():
            partners._sdw_assign_by_region()
        return partners

    def _sdw_assign_by_region(self):
        """Customers nobody looks after go to the account manager of their region."""
        free = self.sudo().filtered(
            lambda partner: not partner.user_id and partner.territory_id and partner.customer_status
        )
        for territory, partners in free.grouped("territory_id").items():
            manager = territory._sdw_account_manager()
            if manager:
                partners._sdw_system().write({"user_id": manager.id})

    def write(self, vals):
        if vals.get("user_id") and not self.env.su and self._sdw_rule_enforced(RULE):
            self._sdw_check_assignment(vals)
        return super().write(vals)

    def _sdw_check_assignment(self, vals):
        """Where the rule is enforced, somebody outside the region is put in charge with a reason, by who leads."""
        moved = self.sudo().filtered(
            lambda partner: partner.customer_status and partner.territory_id and partner.user_id.id != vals["user_id"]
        )
        regions = moved.territory_id.filtered(lambda territory: territory._sdw_account_manager())
        outside = regions.filtered(
            lambda territory: not territory._assigned(vals["user_id"]).intersection(territory._ids_upwards())
        )
        if not outside:
            return
        self._sdw_require(ASSIGNERS, self.env._("Customers are assigned by region."))
        if not (vals.get("sdw_assignment_reason") or "").strip():
            raise UserError(self.env._("Please say why somebody outside the region looks after this customer."))
