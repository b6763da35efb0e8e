from odoo import api, fields, models

from .codes_negotiation import READERS
from .offer_round import ROUND


class SdwOfferRound(models.Model):
    """Rounds side by side."""

    _inherit = ROUND

    def _sdw_against(self, order):
        """What the customer asks against what the quotation says now, for the approver of a price."""
        self.ensure_one()
        asked = {line["line_id"]: line for line in self.lines or ()}
        return "\n".join(
            f"{line.product_id.display_name or line.name}: "
            f"{_price(asked[line.id]['price_unit'], asked[line.id]['discount'])} × {asked[line.id]['quantity']:g}"
            f" / {_price(line.price_unit, line.discount)} × {line.product_uom_qty:g}"
            for line in order.order_line
            if line.id in asked and asked[line.id].get("asked")
        )

    def _sdw_table(self):
        """Rows of the comparison: a line each, with what every round says of it.

        :return: list of ``{name, policy, cells}``; a cell is None where the round has no such line
        """
        rows = {}
        for index, offer in enumerate(self):
            for line in offer.lines or ():
                row = rows.setdefault(line["line_id"], {"name": line["name"], "cells": [None] * len(self)})
                row["policy"] = line.get("policy")
                row["cells"][index] = {**line, "net": line["price_unit"] * (1 - line["discount"] / 100)}
        for row in rows.values():
            before = None
            for cell in row["cells"]:
                if cell:
                    cell["changed"] = bool(before) and (cell["net"], cell["quantity"]) != before
                    before = (cell["net"], cell["quantity"])
        return list(rows.values())


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sdw_round_table = fields.Html("Rounds Compared", compute="_compute_sdw_round_table", sanitize=False, groups=READERS)

    @api.depends("sdw_round_ids")
    @api.depends_context("lang")
    def _compute_sdw_round_table(self):
        for order in self:
            rounds = order.sdw_round_ids
            order.sdw_round_table = bool(rounds) and self.env["ir.qweb"]._render(
                "sales_dept_workflow.offer_round_table",
                {"rounds": rounds, "rows": rounds._sdw_table(), "currency": order.currency_id},
            )


def _price(price, discount):
    return f"{price * (1 - discount / 100):,.2f}"
