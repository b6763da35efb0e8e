from odoo import api, fields, models
from odoo.tools import SQL


class SdwCollectionPlanAnalysis(models.Model):
    """Collections planned against collected: a row per planned customer, and one per receipt in the month of a plan of
    its team, planned or not (C-15, C-17, C-18).
    """

    _name = "sdw.collection.plan.analysis"
    _description = "Collections: Plan against Actual"
    _auto = False
    _order = "month desc, id"
    _rec_name = "partner_id"
    _depends = {
        "sdw.collection.plan": ["company_id", "month", "state", "team_id"],
        "sdw.collection.plan.line": ["partner_id", "plan_id", "planned_amount", "user_id"],
        "sdw.collection.receipt.analysis": ["amount", "commercial_partner_id", "company_id", "date", "team_id"],
    }

    plan_id = fields.Many2one("sdw.collection.plan", "Collection Plan", readonly=True)
    state = fields.Selection([("draft", "Draft"), ("approved", "Approved")], readonly=True)
    month = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    planned_amount = fields.Monetary(readonly=True)
    actual_amount = fields.Monetary("Collected Amount", readonly=True)
    difference = fields.Monetary("More (+) or Less (-) than Planned", readonly=True)
    achievement_percent = fields.Float("Achieved (%)", readonly=True, aggregator="avg")

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The share achieved is that of the sums, however they are grouped."""
        if aggregate_spec != "achievement_percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "COALESCE(SUM(%s) * 100 / NULLIF(SUM(%s), 0), 0)",
            self._field_to_sql(self._table, "actual_amount", query),
            self._field_to_sql(self._table, "planned_amount", query),
        )

    @property
    def _table_query(self):
        # Both parts have ids of their own: even ones are planned, odd ones received.
        return SQL(
            """SELECT part.*, company.currency_id, part.actual_amount - part.planned_amount AS difference,
                      part.actual_amount * 100 / NULLIF(part.planned_amount, 0) AS achievement_percent
                 FROM (SELECT line.id::bigint * 2 AS id, plan.id AS plan_id, plan.state, plan.month, plan.company_id,
                              plan.team_id, line.user_id, line.partner_id, line.planned_amount, 0 AS actual_amount
                         FROM sdw_collection_plan_line line
                         JOIN sdw_collection_plan plan ON plan.id = line.plan_id
                        UNION ALL
                       SELECT receipt.id::bigint * 2 + 1, plan.id, plan.state, plan.month, plan.company_id,
                              plan.team_id, receipt.user_id, receipt.commercial_partner_id, 0, receipt.amount
                         FROM sdw_collection_plan plan
                         JOIN (%s) receipt
                           ON receipt.company_id = plan.company_id AND receipt.date >= plan.month
                          AND receipt.date < plan.month + INTERVAL '1 month'
                          AND receipt.team_id IS NOT DISTINCT FROM plan.team_id) part
                 JOIN res_company company ON company.id = part.company_id""",
            self.env["sdw.collection.receipt.analysis"].sudo()._table_query,
        )
