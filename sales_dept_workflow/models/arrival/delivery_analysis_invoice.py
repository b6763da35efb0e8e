from odoo import api, fields, models
from odoo.tools import SQL


class SdwDeliveryAnalysis(models.Model):
    """The VAT invoice of the shipment on its way (D-03 … D-05): of several, when the last one got so far."""

    _inherit = "sdw.delivery.analysis"
    _depends = {
        "sdw.invoice.dispatch": ["state", "picking_ids", "fapiao_number", "requested_on", "sent_on", "issued_on"]
        + ["mailed_on", "expected_on", "received_on"]
    }

    fapiao_state = fields.Selection(
        lambda self: self.env["sdw.invoice.dispatch"]._fields["state"]._description_selection(self.env),
        "VAT Invoice",
        readonly=True,
    )
    fapiao_numbers = fields.Char("VAT Invoice Number", readonly=True)
    fapiao_requested_on = fields.Datetime("Requested", readonly=True)
    fapiao_sent_on = fields.Datetime("Sent to Finance", readonly=True)
    fapiao_issued_on = fields.Date("Issued", readonly=True)
    fapiao_mailed_on = fields.Date("Mailed", readonly=True)
    fapiao_expected_on = fields.Date("Expected", readonly=True)
    fapiao_received_on = fields.Date("Received by the Customer", readonly=True)
    fapiao_days = fields.Float("Shipment to Received Invoice (days)", readonly=True, aggregator="avg")

    @api.model
    def _sdw_columns(self):
        dates = ("requested_on", "sent_on", "issued_on", "mailed_on", "expected_on", "received_on")
        return {
            **super()._sdw_columns(),
            **{f"fapiao_{name}": SQL("fapiao.%s", SQL.identifier(name)) for name in ("state", "numbers", *dates)},
            "fapiao_days": SQL("fapiao.received_on - p.date_done::date"),
        }

    @api.model
    def _sdw_joins(self):
        return [*super()._sdw_joins(), SQL("LEFT JOIN LATERAL (%s) fapiao ON TRUE", self._sdw_fapiao())]

    @api.model
    def _sdw_fapiao(self):
        return SQL(
            """
            SELECT (ARRAY_AGG(d.state ORDER BY ARRAY_POSITION(
                        ARRAY['lost', 'requested', 'issued', 'mailed', 'received'], d.state::text), d.id))[1] AS state,
                   STRING_AGG(d.fapiao_number, ', ' ORDER BY d.id) AS numbers,
                   MIN(d.requested_on) AS requested_on,
                   CASE WHEN BOOL_AND(d.sent_on IS NOT NULL) THEN MAX(d.sent_on) END AS sent_on,
                   CASE WHEN BOOL_AND(d.issued_on IS NOT NULL) THEN MAX(d.issued_on) END AS issued_on,
                   CASE WHEN BOOL_AND(d.mailed_on IS NOT NULL) THEN MAX(d.mailed_on) END AS mailed_on,
                   MAX(d.expected_on) AS expected_on,
                   CASE WHEN BOOL_AND(d.received_on IS NOT NULL) THEN MAX(d.received_on) END AS received_on
              FROM sdw_invoice_dispatch_stock_picking_rel r
              JOIN sdw_invoice_dispatch d ON d.id = r.sdw_invoice_dispatch_id
             WHERE r.stock_picking_id = p.id AND d.state <> 'cancelled'
               AND NOT EXISTS (SELECT FROM sdw_invoice_dispatch again WHERE again.replaces_id = d.id)
            """
        )
