"""Transfers and delivery notices by the route of whom they go to: vehicles are filled by it (A-22, O-09)."""

from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    sdw_route_id = fields.Many2one(related="partner_id.sdw_route_id", string="Customer Route", groups="base.group_user")


class SdwDeliveryNotice(models.Model):
    _inherit = "sdw.delivery.notice"

    sdw_route_id = fields.Many2one(
        related="consignee_id.sdw_route_id", string="Customer Route", groups="base.group_user"
    )
