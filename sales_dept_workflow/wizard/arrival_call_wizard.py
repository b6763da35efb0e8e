from odoo import fields, models

from ..models.arrival.arrival_call import RESULTS


class SdwArrivalCallWizard(models.TransientModel):
    """Records a call with contact, date and note; the follow-up itself checks who may."""

    _name = "sdw.arrival.call.wizard"
    _description = "Record an Arrival Call"

    followup_ids = fields.Many2many("sdw.arrival.followup", required=True)
    result = fields.Selection(RESULTS, required=True, default="arrived")
    contact = fields.Char("Spoken to")
    arrived_on = fields.Date("Arrived on", default=fields.Date.context_today)
    note = fields.Text()

    def action_confirm(self):
        self.ensure_one()
        arrived_on = self.arrived_on if self.result == "arrived" else None
        self.followup_ids.action_log_call(self.result, note=self.note, arrived_on=arrived_on, contact=self.contact)
        return {"type": "ir.actions.act_window_close"}
