from odoo import fields, models
from odoo.tools import SQL

from .codes import TENDER
from .tender import SOURCES, STATES


class SdwTenderAnalysis(models.Model):
    """Bids, win rate and why we lose, grouped as one likes (T-08).

    The win rate of an undecided tender is empty, not zero, so that its average is right in every group.
    """

    _name = "sdw.tender.analysis"
    _description = "Tender Analysis"
    _auto = False
    _order = "reported_on desc"
    _rec_name = "tender_id"

    tender_id = fields.Many2one(TENDER, "Tender", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    source = fields.Selection(SOURCES, readonly=True)
    reported_on = fields.Datetime("Reported", readonly=True)
    result_on = fields.Datetime("Result", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    winner = fields.Char("Won by", readonly=True)
    bids = fields.Integer("Bids Sent", readonly=True)
    won = fields.Integer(readonly=True)
    lost = fields.Integer(readonly=True)
    win_rate = fields.Float("Win Rate (%)", readonly=True, aggregator="avg")
    amount_company = fields.Monetary("Bid Amount", readonly=True)
    won_amount_company = fields.Monetary("Won Amount", readonly=True)
    price_gap = fields.Float(
        "Above the Winner (%)", readonly=True, aggregator="avg", help="How much dearer than the winner we were."
    )
    report_delay = fields.Float("Reported after (hours)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        self.env[TENDER].flush_model()
        self.env["sdw.tender.competitor"].flush_model(["name"])
        return SQL(
            """SELECT t.id, t.id AS tender_id, t.company_id, c.currency_id, t.partner_id, t.user_id, t.team_id,
                      t.state, t.source, t.reported_on, t.result_on, t.lost_reason_id, w.name AS winner,
                      (t.sent_on IS NOT NULL)::int AS bids,
                      (t.state = 'won')::int AS won,
                      (t.state = 'lost')::int AS lost,
                      CASE t.state WHEN 'won' THEN 100.0 WHEN 'lost' THEN 0.0 END AS win_rate,
                      t.amount_company,
                      CASE WHEN t.state = 'won' THEN t.amount_company ELSE 0.0 END AS won_amount_company,
                      CASE WHEN t.state = 'lost' AND t.winning_price > 0
                           THEN 100.0 * (t.amount - t.winning_price) / t.winning_price END AS price_gap,
                      t.report_delay
                 FROM sdw_tender t
                 JOIN res_company c ON c.id = t.company_id
            LEFT JOIN sdw_tender_competitor w ON w.id = t.winner_id"""
        )
