from odoo import models


class SdwWorkbookDeliveries(models.AbstractModel):
    """What left for customers, and how each shipment went on until its VAT invoice arrived (issue of every month)."""

    _name = "sdw.workbook.deliveries"
    _description = "Workbook of Deliveries"
    _inherit = "sdw.workbook"

    def _title(self):
        return self.env._("Deliveries")

    def _rows_model(self):
        return self.env["sdw.delivery.analysis"]

    def _date_field(self):
        return "shipped_on"

    def _bands(self):
        who = ["territory_id", "team_id", "user_id", "partner_id"]
        when = ["ordered_on", "promised_on", "shipped_on", "cycle_days", "late_days", "amount"]
        return [*super()._bands(), (self.env._("Shipment"), ["picking_id", "order_id", *who, *when])]

    def _groups(self):
        return ["shipped_on:month", "territory_id", "user_id"]

    def _measures(self):
        return ["__count", "cycle_days:avg", "late_days:avg", "amount:sum"]
