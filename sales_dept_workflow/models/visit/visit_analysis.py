from odoo import api, fields, models
from odoo.tools import SQL

from .codes import KINDS, MODES, OUTCOMES, VISIT


class SdwVisitAnalysis(models.Model):
    """What visits lead to: visit → quotation → order, by person, month, kind and outcome (V-21, V-23, V-24, K-44).

    One row per visit. A quotation counts for the visit it was made on; its amount is in company currency, without tax,
    at the rate of the order.
    """

    _name = "sdw.visit.analysis"
    _description = "Visit Effectiveness"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "visit_id"
    _depends = {
        VISIT: [
            *("partner_id", "commercial_partner_id", "user_id", "team_id", "company_id", "kind", "mode", "outcome"),
            *("state", "is_key", "is_head", "date_done", "date_planned", "due_on", "plan_id", "satisfaction"),
            *("deadline", "met_on", "handed_on"),
        ],
        "sale.order": ["sdw_visit_id", "state", "amount_untaxed", "currency_rate"],
        "res.partner": ["territory_id"],
    }

    visit_id = fields.Many2one(VISIT, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer Group", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    user_id = fields.Many2one("res.users", "Visitor", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Datetime("Visited on", readonly=True)
    kind = fields.Selection(KINDS, "Kind of Visit", readonly=True)
    mode = fields.Selection(MODES, "Way of the Visit", readonly=True)
    outcome = fields.Selection(OUTCOMES, "Outcome of the Visit", readonly=True)
    state = fields.Selection(
        lambda self: self.env[VISIT]._fields["state"]._description_selection(self.env), readonly=True
    )
    is_key = fields.Boolean("Focus", readonly=True)
    is_head = fields.Boolean("Visit of a Head", readonly=True)
    planned = fields.Integer("Visits Planned", readonly=True)
    made = fields.Integer("Visits Made", readonly=True)
    late = fields.Integer("Forms Handed in Late", readonly=True)
    satisfaction = fields.Float("Satisfaction (1 to 5)", readonly=True, aggregator="avg")
    quotations = fields.Integer(readonly=True)
    orders = fields.Integer(readonly=True)
    ordered_amount = fields.Monetary("Amount Ordered", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT v.id, v.id AS visit_id, v.partner_id, v.commercial_partner_id, p.territory_id, v.user_id,
                      v.team_id, v.company_id, company.currency_id, v.kind, v.mode, v.outcome, v.state, v.is_key,
                      v.is_head, COALESCE(v.date_done, v.date_planned, v.due_on) AS date,
                      CASE WHEN v.plan_id IS NOT NULL AND v.state != 'cancelled' THEN 1 ELSE 0 END AS planned,
                      CASE WHEN v.state IN ('recorded', 'filed') AND v.outcome IS DISTINCT FROM 'not_met' THEN 1 ELSE 0
                       END AS made,
                      CASE WHEN COALESCE(v.met_on, %(now)s) > v.deadline THEN 1 ELSE 0 END AS late,
                      v.satisfaction::float AS satisfaction, sold.quotations, sold.orders, sold.ordered_amount
                 FROM sdw_visit v
                 JOIN res_company company ON company.id = v.company_id
                 LEFT JOIN res_partner p ON p.id = v.partner_id
                 LEFT JOIN LATERAL (
                      SELECT COUNT(*) AS quotations, COUNT(*) FILTER (WHERE o.state = 'sale') AS orders,
                             COALESCE(SUM(o.amount_untaxed / COALESCE(NULLIF(o.currency_rate, 0), 1))
                                      FILTER (WHERE o.state = 'sale'), 0) AS ordered_amount
                        FROM sale_order o WHERE o.sdw_visit_id = v.id AND o.state != 'cancel'
                 ) sold ON TRUE""",
            now=fields.Datetime.now(),
        )

    @api.readonly
    def action_open_visit(self):
        """Open the visit of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": VISIT,
            "res_id": self.visit_id.id,
            "views": [[False, "form"]],
        }
