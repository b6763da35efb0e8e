from odoo import api, fields, models
from odoo.tools import SQL

from .codes import COMPLAINT, LINE
from .codes_learning import CAUSE, CAUSE_KINDS, IMPROVEMENT

#: Days to the solution by severity, for complaints on which no date was set (X-08).
DAYS = {"minor": 7, "major": 3}


class SdwComplaintAnalysis(models.Model):
    """Complaints by customer, product, cause and month; how fast they were answered and solved (X-05, X-07).

    One row per complaint. Its product and lot are those of the complaint, else of the first goods complained of. What
    is not answered (solved) and not due yet counts in no percentage.
    """

    _name = "sdw.complaint.analysis"
    _description = "Complaint Analysis"
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "complaint_id"
    _depends = {
        COMPLAINT: [
            *("partner_id", "order_id", "product_id", "cause_id", "kind", "claim", "severity", "channel", "state"),
            *("user_id", "recorded_by_id", "escalated_to_id", "team_id", "company_id", "received_on", "responded_on"),
            *("solved_on", "deadline", "refund_id", "satisfaction", "satisfaction_score"),
        ],
        LINE: ["complaint_id", "product_id", "lot_id"],
        IMPROVEMENT: ["complaint_id"],
        CAUSE: ["kind"],
        "account.move": ["state", "amount_total_signed"],
        "sale.order": ["territory_id"],
        "res.partner": ["territory_id", "commercial_partner_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
    }

    complaint_id = fields.Many2one(COMPLAINT, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer Group", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot or Serial Number", readonly=True, groups="stock.group_production_lot")
    cause_id = fields.Many2one(CAUSE, "Root Cause", readonly=True)
    cause_kind = fields.Selection(CAUSE_KINDS, "Cause Lies in", readonly=True)
    kind = fields.Selection(lambda self: self._options("kind"), readonly=True)
    claim = fields.Selection(lambda self: self._options("claim"), "The Customer Wants", readonly=True)
    severity = fields.Selection(lambda self: self._options("severity"), readonly=True)
    channel = fields.Selection(lambda self: self._options("channel"), "Came by", readonly=True)
    state = fields.Selection(lambda self: self._options("state"), readonly=True)
    satisfaction = fields.Selection(lambda self: self._options("satisfaction"), readonly=True)
    user_id = fields.Many2one("res.users", "Handled by", readonly=True)
    recorded_by_id = fields.Many2one("res.users", "Recorded by", readonly=True)
    escalated_to_id = fields.Many2one("res.users", "Escalated to", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    received_on = fields.Datetime(readonly=True)
    responded_on = fields.Datetime("Answered on", readonly=True)
    solved_on = fields.Datetime("Solved on", readonly=True)
    hours_to_respond = fields.Float("Hours to Respond", readonly=True, aggregator="avg")
    hours_to_solve = fields.Float("Hours to Solve", readonly=True, aggregator="avg")
    answered_in_time = fields.Float("Answered in Time (%)", readonly=True, aggregator="avg")
    solved_in_time = fields.Float("Solved in Time (%)", readonly=True, aggregator="avg")
    refund_amount = fields.Monetary("Refunded", readonly=True)
    satisfaction_score = fields.Float("Average Score", readonly=True, aggregator="avg")
    improvements = fields.Integer("Corrective Actions", readonly=True)

    @api.model
    def _options(self, name):
        return self.env[COMPLAINT]._fields[name]._description_selection(self.env)

    @api.model
    def _sdw_columns(self):
        """{field: its SQL}. Extend through ``super()``."""
        columns = {"id": SQL("c.id"), "complaint_id": SQL("c.id")}
        same = (
            "partner_id order_id cause_id kind claim severity channel state satisfaction user_id recorded_by_id"
        ).split()
        same += ["escalated_to_id", "team_id", "company_id", "received_on", "responded_on", "solved_on"]
        columns |= {name: SQL("c.%s", SQL.identifier(name)) for name in same}
        return columns | {
            "commercial_partner_id": SQL("customer.commercial_partner_id"),
            "product_id": SQL("product.id"),
            "categ_id": SQL("template.categ_id"),
            "lot_id": SQL("goods.lot_id"),
            "cause_kind": SQL("cause.kind"),
            "territory_id": SQL("COALESCE(o.territory_id, customer.territory_id)"),
            "currency_id": SQL("company.currency_id"),
            "hours_to_respond": SQL("EXTRACT(EPOCH FROM c.responded_on - c.received_on) / 3600.0"),
            "hours_to_solve": SQL("EXTRACT(EPOCH FROM c.solved_on - c.received_on) / 3600.0"),
            "answered_in_time": self._in_time(SQL("c.responded_on"), SQL("c.deadline")),
            "solved_in_time": self._in_time(SQL("c.solved_on"), self._solve_by()),
            "refund_amount": SQL("-refund.amount_total_signed"),
            "satisfaction_score": SQL("c.satisfaction_score::float"),
            "improvements": SQL("(SELECT COUNT(*) FROM sdw_improvement i WHERE i.complaint_id = c.id)"),
        }

    @api.model
    def _in_time(self, done, due):
        """100 or 0; nothing while it is neither done nor due."""
        now = fields.Datetime.now()
        return SQL(
            "CASE WHEN %(done)s <= %(due)s THEN 100.0 WHEN COALESCE(%(done)s, %(now)s) > %(due)s THEN 0.0 END",
            done=done,
            due=due,
            now=now,
        )

    @api.model
    def _solve_by(self):
        usual = SQL(
            "c.received_on + (CASE c.severity WHEN 'major' THEN %s ELSE %s END) * INTERVAL '1 day'",
            DAYS["major"],
            DAYS["minor"],
        )
        return SQL("COALESCE(c.solve_by, %s)", usual) if "solve_by" in self.env[COMPLAINT]._fields else usual

    @api.model
    def _sdw_joins(self):
        """What the columns read besides the complaint ``c``. Extend through ``super()``."""
        return [
            SQL("JOIN res_company company ON company.id = c.company_id"),
            SQL("LEFT JOIN res_partner customer ON customer.id = c.partner_id"),
            SQL("LEFT JOIN sale_order o ON o.id = c.order_id"),
            SQL("LEFT JOIN sdw_complaint_cause cause ON cause.id = c.cause_id"),
            SQL(
                """LEFT JOIN LATERAL (SELECT l.product_id, l.lot_id FROM sdw_complaint_line l
                                       WHERE l.complaint_id = c.id
                                         AND (c.product_id IS NULL OR l.product_id = c.product_id)
                                       ORDER BY l.id LIMIT 1) goods ON TRUE"""
            ),
            SQL("LEFT JOIN product_product product ON product.id = COALESCE(c.product_id, goods.product_id)"),
            SQL("LEFT JOIN product_template template ON template.id = product.product_tmpl_id"),
            SQL("LEFT JOIN account_move refund ON refund.id = c.refund_id AND refund.state = 'posted'"),
        ]

    @property
    def _table_query(self):
        columns = self._sdw_columns()
        select = SQL(", ").join(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items())
        return SQL("SELECT %s FROM sdw_complaint c %s", select, SQL(" ").join(self._sdw_joins()))

    # ------------------------------------------------------------------ from the figures to what is done
    def action_open_complaint(self):
        """Open the complaint of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": COMPLAINT,
            "res_id": self.complaint_id.id,
            "view_mode": "form",
        }

    def action_improve(self):
        """Open a new improvement that comes of these complaints: their product and cause, where they share it."""
        shared = {
            f"default_{name}": self[name].id
            for name in ("product_id", "cause_id", "company_id")
            if len(self[name]) == 1
        }
        if len(self) == 1:
            shared["default_complaint_id"] = self.complaint_id.id
        note = "\n".join(f"{row.complaint_id.name} {row.partner_id.display_name}" for row in self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Improvement"),
            "res_model": IMPROVEMENT,
            "views": [[False, "form"]],
            "context": {**shared, "default_note": note},
        }
