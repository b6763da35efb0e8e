from odoo import api, fields, models


class SdwDeliveryNoticeLine(models.Model):
    """What is picked beside what was signed for, for the keeper's eyes; and how the goods are specified on paper."""

    _inherit = "sdw.delivery.notice.line"

    picked_quantity = fields.Float("Picked", digits="Product Unit", compute="_compute_picked_quantity")
    differs = fields.Boolean("Differs", compute="_compute_picked_quantity")

    # Nothing of the transfer stands here: who picks goods pays nothing for what a screen shows.
    @api.depends("quantity")
    def _compute_picked_quantity(self):
        for notice, lines in self.grouped("notice_id").items():
            picked = notice.line_ids._share_picked(notice._picked_pool())
            for line in lines:
                line.picked_quantity = picked.get(line, 0.0)
                line.differs = line.product_uom_id.compare(line.picked_quantity, line.quantity) != 0

    def _share_picked(self, pool):
        """{line: quantity in its unit}: each its lot, or as much as it asks for; what is over to the product's last."""
        picked = {line: line._take_picked(pool) for line in self}
        for line in reversed(self):
            over = sum(pool.pop(key) for key in [key for key in pool if key[0] == line.product_id.id])
            picked[line] += line.product_id.uom_id._compute_quantity(over, line.product_uom_id, round=False)
        return picked

    def _take_picked(self, pool):
        """Take from the picked goods what is this line's: its lot, or as much as it asks for of any."""
        product = self.product_id
        wanted = self.product_uom_id._compute_quantity(self.quantity, product.uom_id, round=False)
        key = (product.id, self.lot_id.id)
        taken = pool.pop(key, 0.0) if self.lot_id else 0.0
        if not self.lot_id:
            for other in [key for key in pool if key[0] == product.id]:
                part = min(pool[other], wanted - taken)
                pool[other] -= part
                taken += part
        return product.uom_id._compute_quantity(taken, self.product_uom_id, round=False)

    def _sdw_specification(self):
        """What tells this good from others like it: its variant, what was agreed, what the line adds."""
        self.ensure_one()
        product = self.product_id
        moves = self.notice_id.picking_id.move_ids.filtered(lambda move: move.product_id == product)
        parts = [product.product_template_attribute_value_ids._get_combination_name()]
        parts += [wish for wish in moves.mapped("sdw_special_requirement") if wish]
        described = (self.name or "").replace(product.display_name, "").strip()
        if described and described != product.name:
            parts.append(described)
        return "\n".join(dict.fromkeys(part for part in parts if part))
