from odoo import fields, models

from ..common.rules import EVERY_ROLE
from .stores_stock_picking import STORES


class SdwDeliveryNotice(models.Model):
    """The keeper signs after every line agrees with the document in all five points (W-01, O-10)."""

    _inherit = "sdw.delivery.notice"

    sdw_timeline = fields.Json(related="picking_id.sdw_timeline", groups=EVERY_ROLE)
    sdw_check_state = fields.Selection(string="Goods Check", related="picking_id.sdw_check_state", groups=STORES)

    def _sdw_goods_confirmed(self):
        missing = super()._sdw_goods_confirmed()
        ours = self.filtered(lambda notice: not notice.dropship and notice not in missing)
        faults = ours.picking_id._sdw_goods_faults()
        return {**missing, **{notice: faults[notice.picking_id] for notice in ours if notice.picking_id in faults}}

    def action_check_goods(self):
        """Open the goods checks of the transfers of these notices."""
        return self.picking_id.action_sdw_check_goods()

    def action_goods_right(self):
        """Every line agrees with the document in all five points."""
        return self.picking_id.action_sdw_goods_right()
