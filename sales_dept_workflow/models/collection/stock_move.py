from odoo import models
from odoo.exceptions import UserError

from .codes import HOLD, RULE


class StockMove(models.Model):
    _inherit = "stock.move"

    def _sdw_check_shipped(self):
        """Without a transfer and without an order goods leave no more than others while the receiver is on hold."""
        super()._sdw_check_shipped()
        loose = self.filtered(
            lambda move: not move.picking_id
            and not move.sale_line_id
            and move.partner_id
            and move.company_id.sudo()._sdw_rule_since(RULE)
        )
        if loose:
            loose._sdw_check_loose()

    def _sdw_check_loose(self):
        held = self.partner_id._sdw_pick_holding({move: move.partner_id for move in self})
        warned = []
        for move, case in held.items():
            message = self.env._("%(customer)s is on shipping hold.", customer=case.partner_id.display_name)
            if move.company_id.sudo()._sdw_mode(RULE) == "block":
                raise UserError(message)
            warned.append((move, {"rule": RULE, "code": HOLD, "message": message}))
        if warned:
            self.env["sdw.audit.finding"].sudo()._file(warned, "gate")
