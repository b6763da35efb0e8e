from odoo import models


class SdwWorkbookDeliveries(models.AbstractModel):
    _inherit = "sdw.workbook.deliveries"

    def _bands(self):
        signed = ["notice_id", "notice_signed_by_id", "notice_signed_on", "notice_handed_over_on"]
        checked = ["notice_keeper_id", "notice_checked_on", "notice_loaded_on", "notice_driver", "notice_vehicle"]
        names = [*signed, *checked, "notice_copies", "notice_days"]
        return [*super()._bands(), (self.env._("Delivery Notice"), names)]
