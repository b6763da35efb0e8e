from collections import defaultdict

from odoo import models


class SaleOrderLine(models.Model):
    """Which goods a line stands for: its product, or the components of a kit where Manufacturing is installed."""

    _inherit = "sale.order.line"

    def _sdw_ordered_goods(self):
        """{(order, product): quantity ordered, in the product's own unit}.

        What a kit is made of is asked of its bill of materials, never of the moves: any stock user may write there
        which order line a move is for.
        """
        lines = self.filtered(lambda line: line.product_id and not line.display_type)
        kits, exploded = lines._sdw_kits(), {}
        ordered = defaultdict(float)
        for line in lines:
            for product, quantity in line._sdw_goods_in(kits.get(line), exploded).items():
                ordered[line.order_id, product] += quantity
        return ordered

    def _sdw_kits(self):
        """{line: the bills of materials its kit was or is to be delivered by}, for the lines of kits."""
        if "mrp.bom" not in self.env:
            return {}
        found = {}
        for company, lines in self.grouped("company_id").items():
            # Core asks the same of every product that leaves, and keeps the answer.
            kits = lines.product_id.with_company(company).filtered("is_kits")
            current = self.env["mrp.bom"]._bom_find(kits, company_id=company.id, bom_type="phantom") if kits else {}
            for line in lines:
                found[line] = line._sdw_delivered_by() or current.get(line.product_id)
        return {line: boms for line, boms in found.items() if boms}

    def _sdw_delivered_by(self):
        """The line's transfers were made by the kit as it was then, which may have been replaced since."""
        return self.move_ids.filtered(lambda move: move.state != "cancel").bom_line_id.bom_id.filtered(
            lambda bom: (
                bom.type == "phantom"
                and bom.product_tmpl_id == self.product_id.product_tmpl_id
                and bom.product_id in (self.product_id, bom.product_id.browse())
            )
        )

    def _sdw_goods_in(self, boms, exploded):
        """{product: quantity in its own unit} of one line; of two versions of a kit, whichever takes more of it.

        :param dict exploded: what equal lines came to, kept over a batch
        """
        self.ensure_one()
        if not boms:
            unit = self.product_id.uom_id
            return {self.product_id: self.product_uom_id._compute_quantity(self.product_uom_qty, unit, round=False)}
        never = self.product_no_variant_attribute_value_ids
        key = (boms, self.product_id, self.product_uom_id, self.product_uom_qty, never)
        if key not in exploded:
            goods = exploded[key] = defaultdict(float)
            for bom in boms:
                for product, quantity in self._sdw_components(bom, never).items():
                    goods[product] = max(goods[product], quantity)
        return exploded[key]

    def _sdw_components(self, bom, never):
        factor = self.product_uom_id._compute_quantity(self.product_uom_qty, bom.product_uom_id) / bom.product_qty
        parts = bom.explode(self.product_id, factor, picking_type=bom.picking_type_id, never_attribute_values=never)[1]
        components = defaultdict(float)
        for part, values in parts:
            unit = part.product_id.uom_id
            components[part.product_id] += part.product_uom_id._compute_quantity(values["qty"], unit, round=False)
        return components
