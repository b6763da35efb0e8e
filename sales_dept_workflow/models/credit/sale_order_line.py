from odoo import api, models

#: What an order line promises.
COMMERCIAL = {
    "order_id", "product_id", "product_template_id", "product_uom_qty", "product_uom_id", "price_unit",
    "discount", "tax_ids",
    "display_type", "is_downpayment", "is_expense", "technical_price_unit",
}  # fmt: skip
#: Lines that other flows of Odoo add and adjust in the name of their users.
TECHNICAL = ("is_downpayment", "is_expense", "is_delivery")
#: What core computes and any client could write: exposure and totals read them.
COMPUTED = {"price_subtotal", "price_tax", "price_total"}


class SaleOrderLine(models.Model):
    """Prices, products and quantities belong to sales (G-18, decision 34); stock and accounting keep their own
    flows.
    """

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        self._sdw_refuse_computed(COMPUTED.intersection(set().union(*vals_list)), self.env.company)
        if not self.env.su and any(not self._sdw_added_by_flow(vals) for vals in vals_list):
            orders = self.env["sale.order"].browse({vals["order_id"] for vals in vals_list if vals.get("order_id")})
            for company in orders.sudo().company_id or self.env.company:
                self.env["sale.order"]._sdw_check_entry(company)
        return super().create(vals_list)

    def write(self, vals):
        self._sdw_refuse_computed(COMPUTED.intersection(vals), self.order_id.company_id)
        if not self.env.su and COMMERCIAL.intersection(vals):
            judged = self if vals.get("product_uom_qty") else self.filtered(lambda line: not line._sdw_is_technical())
            for company in judged.order_id.company_id:
                self.env["sale.order"]._sdw_check_entry(company)
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            for company in self.filtered(lambda line: not line._sdw_is_technical()).order_id.company_id:
                self.env["sale.order"]._sdw_check_entry(company)
        return super().unlink()

    @api.model
    def _sdw_refuse_computed(self, names, companies):
        if names and not self.env.su and any(company.sudo()._sdw_any_blocking() for company in companies):
            self._sdw_refuse_guarded(names)

    def _sdw_is_technical(self):
        return any(self[name] for name in TECHNICAL if name in self._fields)

    def _sdw_goods_name(self):
        return self.product_id.display_name or self.name

    def _sdw_passes(self):
        """Lines an order may gain after its checks (decision 13): they move no goods on credit that the accountant has
        not seen, whatever flag somebody puts on goods.
        """
        return self._sdw_is_technical() and not (self.product_id.type == "consu" and self.product_uom_qty)

    @api.model
    def _sdw_added_by_flow(self, vals):
        """A line without ordered quantity, as core adds it for a down payment, an expense, freight, or goods that
        were delivered.
        """
        if vals.get("is_delivery"):
            return vals.get("price_unit", 0.0) >= 0
        if vals.get("is_downpayment") and vals.get("display_type"):
            return True
        marked = vals.get("is_downpayment") or vals.get("is_expense") or vals.get("move_ids")
        # A quantity left out is not none: core fills in 1.
        return bool(marked) and vals.get("product_uom_qty", 1) == 0

    def _sdw_price_row(self, agreed):
        """One line before the accountant: what is charged against policy and contract, per unit.

        :param dict agreed: the line's facts in the approved contract, or None
        """
        currency = self.order_id.currency_id
        price = self.price_unit * (1 - (self.discount or 0.0) / 100)
        policy = self.policy_price_unit
        contract = agreed["net"] if agreed else None
        net = self.price_subtotal / self.product_uom_qty if self.product_uom_qty else price
        below = currency.compare_amounts(price, policy) < 0
        differs = contract is not None and currency.compare_amounts(net, contract) != 0
        return {
            "cells": [
                self.product_id.display_name or self.name,
                f"{self.product_uom_qty:g} {self.product_uom_id.name or ''}".strip(),
                currency.format(price),
                currency.format(policy),
                currency.format(contract) if contract is not None else "",
            ],
            "warn": bool(below or differs),
        }
