from odoo import api, fields, models
from odoo.tools import SQL


class SdwDeliveryAnalysis(models.Model):
    """Whether the goods arrived, when the customer was called, and how long they were on the way (D-01)."""

    _inherit = "sdw.delivery.analysis"
    _depends = {
        "sdw.arrival.followup": ["picking_id", "state", "deadline", "met_on", "arrived_on"],
        "sdw.arrival.call": ["followup_id", "called_on"],
    }

    arrival_state = fields.Selection(
        lambda self: self.env["sdw.arrival.followup"]._fields["state"]._description_selection(self.env),
        "Arrival",
        readonly=True,
    )
    call_by = fields.Datetime("Call by", readonly=True)
    first_called_on = fields.Datetime("First Called", readonly=True)
    calls = fields.Integer(readonly=True)
    arrived_on = fields.Date(readonly=True)
    arrival_days = fields.Float("On the Way (days)", readonly=True, aggregator="avg")
    called_late = fields.Integer("Called too Late", readonly=True)

    @api.model
    def _sdw_columns(self):
        late = SQL("COALESCE(arrival.met_on, %s) > arrival.deadline", fields.Datetime.now())
        return {
            **super()._sdw_columns(),
            "arrival_state": SQL("arrival.state"),
            "call_by": SQL("arrival.deadline"),
            "first_called_on": SQL("called.first_on"),
            "calls": SQL("called.calls"),
            "arrived_on": SQL("arrival.arrived_on"),
            "arrival_days": SQL("arrival.arrived_on - p.date_done::date"),
            "called_late": SQL("CASE WHEN %s THEN 1 ELSE 0 END", late),
        }

    @api.model
    def _sdw_joins(self):
        calls = (
            "SELECT MIN(called_on) AS first_on, COUNT(*) AS calls FROM sdw_arrival_call WHERE followup_id = arrival.id"
        )
        return [
            *super()._sdw_joins(),
            SQL("LEFT JOIN sdw_arrival_followup arrival ON arrival.picking_id = p.id"),
            SQL("LEFT JOIN LATERAL (%s) called ON arrival.id IS NOT NULL", SQL(calls)),
        ]
