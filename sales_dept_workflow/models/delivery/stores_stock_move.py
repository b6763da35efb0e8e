from odoo import models

from .codes_stores import RULE


class StockMove(models.Model):
    """Two stops of the stores: goods that come in unchecked, and dates changed by hand (W-01, W-02)."""

    _inherit = "stock.move"

    def write(self, vals):
        if vals.get("state") == "done":
            coming = self.filtered(lambda move: move.state != "done").picking_id._sdw_checked_receipts()
            if coming:
                coming._check_gate("receive")
        elif "date" in vals and not self.env.su:
            self._sdw_check_redated(vals["date"])
        return super().write(vals)

    def _sdw_check_redated(self, value):
        """A user changes the date of moves: refuse what the rule refuses.

        Core stamps a transfer with the time of now right after its moves; that, and nothing else, passes.
        """
        ruled = self.filtered(
            lambda move: (move.state == "done" and move.picking_id and move.company_id.sudo()._sdw_mode(RULE) != "off")
        )
        is_now = self.env["stock.picking"]._sdw_is_now
        touched = ruled.filtered(lambda move: not (is_now(value) and is_now(move.date)))
        if touched:
            touched.picking_id._check_gate("redate")
