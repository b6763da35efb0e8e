from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """What the customer wants beyond the catalogue, and what it costs him (Q-08, Q-09)."""

    _inherit = "sale.order.line"

    special_requirement = fields.Text(
        compute="_compute_special_requirement",
        store=True,
        readonly=False,
        precompute=True,
        groups="base.group_user",
        help="What the customer wants beyond the catalogue; printed, and passed to production and warehouse.",
    )
    sdw_special_category_id = fields.Many2one(
        "sdw.special.category", "Kind of Requirement", ondelete="restrict", groups="base.group_user"
    )
    special_uplift_percent = fields.Float(
        "Surcharge (%)", groups="base.group_user", help="For the special requirement, on top of the price."
    )
    sdw_special_reason = fields.Text("Why no Surcharge", readonly=True, copy=False, groups="base.group_user")
    sdw_special_reason_by_id = fields.Many2one(
        "res.users", "Surcharge Waived by", readonly=True, copy=False, groups="base.group_user"
    )

    _sdw_special_positive = models.Constraint(
        "CHECK(special_uplift_percent IS NULL OR special_uplift_percent >= 0)",
        "A special requirement never lowers the price.",
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_special_reason", "sdw_special_reason_by_id"}

    @api.model
    def _sdw_watched_fields(self):
        return super()._sdw_watched_fields() | {"special_requirement", "special_uplift_percent"}

    def write(self, vals):
        if "special_requirement" in vals:
            # The manager gave his reason for another wish.
            waived = self.filtered(
                lambda line: line.sudo().sdw_special_reason and line.special_requirement != vals["special_requirement"]
            )
            waived._sdw_system().write({"sdw_special_reason": False, "sdw_special_reason_by_id": False})
        return super().write(vals)

    @api.depends("product_id")
    def _compute_special_requirement(self):
        """A quotation from an opportunity starts with what was asked for there, on its first product (L-19)."""
        for order, lines in self.grouped("order_id").items():
            wish = order.sudo().opportunity_id.sdw_customisation if order else False
            first = (
                order.order_line.filtered("product_id")[:1] or lines.filtered("product_id")[:1] if wish else lines[:0]
            )
            for line in lines:
                wanted = line == first and not line._origin and not line.special_requirement
                line.special_requirement = wish if wanted else line.special_requirement

    @api.onchange("special_uplift_percent")
    def _onchange_special_uplift_percent(self):
        """The price follows the surcharge unless somebody set it by hand."""
        if self.product_id and not self.qty_invoiced and self.technical_price_unit == self.price_unit:
            self._reset_price_unit()

    def _sdw_special_unpriced(self):
        """Whether a wish is written down, with neither a surcharge nor the manager's reason for none."""
        line = self.sudo()
        wished = bool((line.special_requirement or "").strip()) and not line.display_type
        return wished and line.special_uplift_percent <= 0 and not line.sdw_special_reason
