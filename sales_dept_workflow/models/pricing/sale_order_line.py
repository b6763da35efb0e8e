from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

from .policy import uplifted

#: What only people of the sales department change on a line (decision 34).
COMMERCIAL = {"price_unit", "discount", "tax_ids", "product_uom_id", "product_id"}
#: With another of these a line is another offer, not the one that was confirmed.
BASIS = {
    "order_id", "product_id", "product_uom_id", "product_no_variant_attribute_value_ids", "combo_item_id",
    "linked_line_id",
}  # fmt: skip
FROZEN = ("sdw_frozen_base", "sdw_frozen_policy", "sdw_frozen_qty")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    policy_price_unit = fields.Float(
        "Policy Price",
        compute="_compute_policy",
        compute_sudo=True,
        min_display_digits="Product Price",
        groups="base.group_user",
        help="What the rules say this customer pays per unit: his own pricelist, with the regional uplift.",
    )
    concession_amount = fields.Monetary(
        "Concession",
        compute="_compute_policy",
        compute_sudo=True,
        groups="base.group_user",
        help="How much less than the policy price this line brings, without taxes.",
    )
    sdw_frozen_base = fields.Float(
        "Own Price at Confirmation (net)", readonly=True, copy=False, groups="base.group_user"
    )
    sdw_frozen_policy = fields.Float(
        "Policy Price at Confirmation (net)", readonly=True, copy=False, groups="base.group_user"
    )
    sdw_frozen_qty = fields.Float("Quantity at Confirmation", readonly=True, copy=False, groups="base.group_user")

    def _auto_init(self):
        for name in FROZEN:
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, "float8")
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | set(FROZEN)

    @api.model
    def _sdw_watched_fields(self):
        return super()._sdw_watched_fields() | {
            "is_downpayment",
            "is_expense",
            "is_delivery",
            "combo_item_id",
            "linked_line_id",
            "extra_tax_data",
            "product_no_variant_attribute_value_ids",
            "special_requirement",
            "special_uplift_percent",
        }

    def write(self, vals):
        self.order_id._sdw_check_commercial(COMMERCIAL.intersection(vals) and not all(self.mapped("is_downpayment")))
        if BASIS.intersection(vals):
            frozen = self.filtered(lambda line: line.sudo().sdw_frozen_qty)
            frozen._sdw_system().write(dict.fromkeys(FROZEN, 0.0))
        return super().write(vals)

    @api.depends(
        "price_subtotal",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "tax_ids",
        "discount",
        "price_unit",
        "product_no_variant_attribute_value_ids",
        "combo_item_id",
        "linked_line_id",
        "special_uplift_percent",
        "order_id.partner_id",
        "order_id.partner_shipping_id",
        "order_id.territory_id",
        "order_id.distributor_id",
        "order_id.territory_uplift_percent",
        "order_id.sdw_priced_on",
        "order_id.state",
        "order_id.order_line",
    )
    def _compute_policy(self):
        judged = self.order_id._sdw_judge(self)
        for line in self:
            found = judged[line.order_id].lines.get(line) if line.order_id in judged else None
            line.policy_price_unit = found.unit if found else 0.0
            line.concession_amount = found.concession if found else 0.0

    # ------------------------------------------------------------------ offered with what comes on top (mode block)
    def _get_pricelist_price(self):
        return self._sdw_uplifted(super()._get_pricelist_price())

    def _get_pricelist_price_before_discount(self):
        return self._sdw_uplifted(super()._get_pricelist_price_before_discount())

    def _sdw_uplifted(self, price):
        uplifts = self._sdw_uplifts()
        if not any(uplifts):
            return price
        return uplifted(price, self.env["decimal.precision"].precision_get("Product Price"), *uplifts)

    def _sdw_uplifts(self):
        """What is asked on top of the customer's own price: for a special requirement, and for the region."""
        line, order = self.sudo(), self.order_id.sudo()
        special = line.special_uplift_percent if order.company_id._sdw_mode("price") == "block" else 0.0
        if order.company_id._sdw_mode("territory") != "block" or not order.distributor_id:
            return special, 0.0
        return special, order._sdw_protector_of(line.product_id).uplift_percent

    # ------------------------------------------------------------------ what is judged (decision 11)
    def _sdw_judged(self):
        """Whether this line is held to the policy. What takes money off the order always is."""
        if self.display_type:
            return False
        if self.price_unit < 0 or self.product_uom_qty < 0:
            return True
        if self.is_downpayment:
            # Core's own down payment lines order nothing.
            return bool(self.product_uom_qty)
        if self.is_expense:
            return self.product_id.expense_policy in (False, "no")
        return not self._sdw_is_freight()

    def _sdw_is_freight(self):
        """A delivery charge: marked so, and of the order's own carrier."""
        if "is_delivery" not in self._fields or not self.is_delivery:
            return False
        return self.product_id == self.order_id.carrier_id.product_id

    def _sdw_freeze(self, found):
        """Keep the policy of the confirmation; it goes into the update that core writes of the line anyway."""
        for name, value in zip(FROZEN, (found.base, found.policy, self.product_uom_qty), strict=True):
            self._fields[name]._update_cache(self, value, dirty=True)

    def _sdw_frozen(self):
        """Whether the policy of the confirmation still answers for this line: more of the same, not less (tiers)."""
        if self.order_id.state != "sale" or not self.sdw_frozen_qty:
            return False
        return self.product_uom_qty >= self.sdw_frozen_qty > 0

    # ------------------------------------------------------------------ combos
    def _sdw_combos(self):
        """{combo line: its item lines} for genuine combos: one item for each choice, as many as combos."""
        result = {}
        for header in self.filtered(lambda line: line.product_type == "combo"):
            items = header._get_linked_lines().filtered("combo_item_id") & self
            if header._sdw_is_whole(items):
                result[header] = items
        return result

    def _sdw_is_whole(self, items):
        choices = items.combo_item_id.combo_id
        return (
            len(items) == len(choices)
            and choices == self.product_template_id.combo_ids
            and all(item.product_id == item.combo_item_id.product_id for item in items)
            and all(item.product_uom_qty == self.product_uom_qty for item in items)
        )

    def _sdw_combo_line(self):
        """The combo this line is a genuine item of, else empty: then it is judged for itself."""
        header = self._get_linked_line() if self.combo_item_id else self.browse()
        if not header or header.product_type != "combo" or header.order_id != self.order_id:
            return self.browse()
        items = header._get_linked_lines().filtered("combo_item_id")
        return header if self in items and header._sdw_is_whole(items) else self.browse()

    # ------------------------------------------------------------------ for the policy
    def _sdw_offered_net(self):
        """What the line brings, computed anew: stored amounts and tax data of a line can be written by any client."""
        return self._sdw_net(self.price_unit, self.discount, self.tax_ids)

    def _sdw_net(self, price_unit, discount, taxes, quantity=None):
        """The subtotal core would store at this price, discount and these taxes."""
        order = self.order_id
        quantity = self.product_uom_qty if quantity is None else quantity
        if not any(tax.price_include or tax.amount_type not in ("percent", "fixed") for tax in taxes):
            return order.currency_id.round(quantity * (price_unit * (1 - discount / 100)))
        engine = self.env["account.tax"]
        base_line = engine._prepare_base_line_for_taxes_computation(
            self,
            price_unit=price_unit,
            discount=discount,
            tax_ids=taxes,
            quantity=quantity,
            partner_id=order.partner_id,
            currency_id=order.currency_id,
            rate=order.currency_rate,
            extra_tax_data={},
        )
        engine._add_tax_details_in_base_line(base_line, order.company_id)
        engine._round_base_lines_tax_details([base_line], order.company_id)
        return base_line["tax_details"]["total_excluded_currency"]
