from odoo import models


class SdwWorkbookDeliveries(models.AbstractModel):
    _inherit = "sdw.workbook.deliveries"

    def _bands(self):
        names = ["arrival_state", "call_by", "first_called_on", "calls", "arrived_on", "arrival_days", "called_late"]
        return [*super()._bands(), (self.env._("Arrival"), names)]
