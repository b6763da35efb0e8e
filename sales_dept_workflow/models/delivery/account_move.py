from odoo import models

from .codes_freight import FREIGHT


class AccountMove(models.Model):
    """Who pays the carrier on arrival does not find the freight on our invoice as well (D-06)."""

    _inherit = "account.move"

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "post" or all(move._sdw_company().sudo()._sdw_mode(FREIGHT) == "off" for move in self):
            return blockers
        charges = self.sudo().filtered(lambda move: move.move_type in ("out_invoice", "out_receipt"))
        lines = charges.invoice_line_ids.filtered(lambda line: line._sdw_charges_freight())
        orders = lines.sale_line_ids.order_id
        collect = orders._sdw_freight_ruled().filtered(lambda order: order.freight_term not in ("pickup", "prepaid"))
        for move, found in lines.grouped("move_id").items():
            if found.sale_line_ids.order_id & collect:
                blockers[move].append(move._sdw_freight_blocker(found))
        return blockers

    def _sdw_freight_blocker(self, lines):
        message = self.env._(
            "The customer pays the freight to the carrier; it is not charged by us: %(lines)s.",
            lines=", ".join(lines.mapped("display_name")),
        )
        return self._sdw_blocker("freight_invoiced", message)
