from odoo import models


class SdwWorkbookComplaints(models.AbstractModel):
    """The complaints of a period, one by one and summed up by month, product, cause and customer (X-07)."""

    _name = "sdw.workbook.complaints"
    _description = "Workbook of Complaints"
    _inherit = "sdw.workbook"

    def _title(self):
        return self.env._("Complaints")

    def _rows_model(self):
        return self.env["sdw.complaint.analysis"]

    def _date_field(self):
        return "received_on"

    def _bands(self):
        what = ["complaint_id", "received_on", "partner_id", "territory_id", "user_id", "order_id", "product_id"]
        kind = ["kind", "channel", "severity", "claim", "state"]
        why = ["cause_kind", "cause_id", "improvements"]
        time = ["responded_on", "hours_to_respond", "answered_in_time", "solved_on", "hours_to_solve", "solved_in_time"]
        return [
            *super()._bands(),
            (self.env._("Complaint"), [*what, *kind]),
            (self.env._("Root Cause"), why),
            (self.env._("Time"), time),
            (self.env._("Result"), ["refund_amount", "satisfaction"]),
        ]

    def _groups(self):
        return ["received_on:month", "product_id", "cause_id", "commercial_partner_id"]

    def _measures(self):
        times = ["hours_to_respond:avg", "hours_to_solve:avg", "answered_in_time:avg", "solved_in_time:avg"]
        return [*times, "refund_amount:sum", "__count"]
