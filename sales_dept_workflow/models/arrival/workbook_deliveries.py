from odoo import models


class SdwWorkbookDeliveries(models.AbstractModel):
    _inherit = "sdw.workbook.deliveries"

    def _bands(self):
        names = ["arrival_state", "call_by", "first_called_on", "calls", "arrived_on", "arrival_days", "called_late"]
        requested = ["fapiao_state", "fapiao_numbers", "fapiao_requested_on", "fapiao_sent_on", "fapiao_issued_on"]
        received = ["fapiao_mailed_on", "fapiao_expected_on", "fapiao_received_on", "fapiao_days"]
        arrival = (self.env._("Arrival"), names)
        return [*super()._bands(), arrival, (self.env._("VAT Invoice"), [*requested, *received])]
