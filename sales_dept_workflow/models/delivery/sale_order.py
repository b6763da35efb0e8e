from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column


class SaleOrder(models.Model):
    """Who brings the goods: we ship for agents and end customers, dealers may fetch (O-18, O-19, Z-12)."""

    _inherit = "sale.order"

    freight_term = fields.Selection(
        [("collect", "We ship, freight collect"), ("pickup", "Customer fetches")],
        "Freight Terms",
        compute="_compute_freight_term",
        store=True,
        readonly=False,
        precompute=True,
        groups="base.group_user",
        help="As is usual with this customer; may be changed on each order.",
    )

    def _auto_init(self):
        """Orders that exist at installation keep an empty term: no pass over a big table."""
        if not column_exists(self.env.cr, self._table, "freight_term"):
            create_column(self.env.cr, self._table, "freight_term", "varchar")
        return super()._auto_init()

    @api.depends("partner_id")
    def _compute_freight_term(self):
        for order in self:
            partner = order.partner_id
            usual = partner.sdw_freight_term or partner.commercial_partner_id.sdw_freight_term
            order.freight_term = usual or "collect"
