from odoo import api, fields, models
from odoo.tools import SQL


class SdwDeliveryAnalysis(models.Model):
    """The notice the goods left on: who signed, checked and loaded it, and when (O-06…O-13)."""

    _inherit = "sdw.delivery.analysis"
    _depends = {
        "sdw.delivery.notice": ["picking_id", "state", "signed_on", "handed_over_on", "checked_on", "loaded_on"],
        "sdw.delivery.notice.copy": ["notice_id", "handed_on"],
    }

    notice_id = fields.Many2one("sdw.delivery.notice", "Delivery Notice", readonly=True)
    notice_signed_by_id = fields.Many2one("res.users", "Signed by", readonly=True)
    notice_signed_on = fields.Datetime("Signed On", readonly=True)
    notice_handed_over_on = fields.Datetime("Handed over", readonly=True)
    notice_keeper_id = fields.Many2one("res.users", "Keeper", readonly=True)
    notice_checked_on = fields.Datetime("Checked", readonly=True)
    notice_loaded_on = fields.Datetime("Loaded", readonly=True)
    notice_driver = fields.Char("Driver", readonly=True)
    notice_vehicle = fields.Char("Vehicle", readonly=True)
    notice_copies = fields.Integer("Copies Handed Out", readonly=True)
    notice_days = fields.Float("Signature to Loading (days)", readonly=True, aggregator="avg")

    @api.model
    def _sdw_columns(self):
        return {
            **super()._sdw_columns(),
            "notice_id": SQL("notice.id"),
            "notice_signed_by_id": SQL("notice.gm_signed_by_id"),
            "notice_signed_on": SQL("notice.signed_on"),
            "notice_handed_over_on": SQL("notice.handed_over_on"),
            "notice_keeper_id": SQL("notice.keeper_id"),
            "notice_checked_on": SQL("notice.checked_on"),
            "notice_loaded_on": SQL("notice.loaded_on"),
            "notice_driver": SQL("notice.driver_name"),
            "notice_vehicle": SQL("notice.vehicle_number"),
            "notice_copies": SQL("copies.handed"),
            "notice_days": SQL("EXTRACT(EPOCH FROM notice.loaded_on - notice.signed_on) / 86400.0"),
        }

    @api.model
    def _sdw_joins(self):
        handed = "SELECT COUNT(handed_on) AS handed FROM sdw_delivery_notice_copy WHERE notice_id = notice.id"
        return [
            *super()._sdw_joins(),
            SQL("LEFT JOIN sdw_delivery_notice notice ON notice.picking_id = p.id AND notice.state <> 'cancelled'"),
            SQL("LEFT JOIN LATERAL (%s) copies ON notice.id IS NOT NULL", SQL(handed)),
        ]
