from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

from .codes_freight import FREIGHT


class SaleOrder(models.Model):
    """Who brings the goods and who pays for it: the customer, on arrival, unless he fetches them; we only where the
    manager has agreed (D-06, O-18, O-19, Z-12, Z-36).
    """

    _inherit = "sale.order"

    freight_term = fields.Selection(
        [
            ("collect", "We ship, freight collect"),
            ("pickup", "Customer fetches"),
            ("prepaid", "We ship and pay the freight"),
        ],
        "Freight Terms",
        compute="_compute_freight_term",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        groups="base.group_user",
        help="As is usual with this customer; may be changed on each order. Freight at our expense needs the sales "
        "manager's decision.",
    )
    sdw_freight_approval_id = fields.Many2one(
        "sdw.approval", "Freight Agreed by", readonly=True, copy=False, groups="base.group_user"
    )

    def _auto_init(self):
        """Orders that exist at installation keep an empty term: no pass over a big table."""
        if not column_exists(self.env.cr, self._table, "freight_term"):
            create_column(self.env.cr, self._table, "freight_term", "varchar")
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_freight_approval_id"}

    @api.depends("partner_id")
    def _compute_freight_term(self):
        for order in self:
            partner = order.partner_id
            usual = partner.sdw_freight_term or partner.commercial_partner_id.sdw_freight_term
            order.freight_term = usual or "collect"

    # ------------------------------------------------------------------ nobody writes what the manager has to agree to
    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        # The values, not the vals: a default may come with any client's context.
        orders.filtered(lambda order: order.sudo().freight_term == "prepaid")._sdw_check_freight_agreed()
        return orders

    def write(self, vals):
        if vals.get("freight_term") == "prepaid" and not self.env.su:
            self._sdw_check_freight_agreed()
        return super().write(vals)

    def _sdw_check_freight_agreed(self):
        """
        :raise UserError: for orders under the enforced rule whose freight nobody agreed to pay
        """
        if not self:
            return
        agreed = self.sudo()._sdw_freight_agreed()
        refused = self._sdw_blocking(FREIGHT).filtered(lambda order: order not in agreed)
        if refused:
            raise UserError(
                self.env._(
                    "%(order)s: freight is paid by the customer on arrival. We pay it only where the sales manager has"
                    " decided so; please ask for the approval.",
                    order=refused[:1].display_name,
                )
            )

    def _sdw_freight_agreed(self):
        """The orders of self for which the manager agreed to pay the freight, as they stand now."""
        approved = self.filtered(lambda order: order.sdw_freight_approval_id.state == "approved")
        if not approved:
            return approved
        facts, today = approved._sdw_facts_to_compare(FREIGHT), fields.Date.context_today(self)
        return approved.filtered(
            lambda order: (not (until := order.sdw_freight_approval_id.valid_until) or until >= today)
            and not order._sdw_worse(order.sdw_freight_approval_id, facts[order])
        )
