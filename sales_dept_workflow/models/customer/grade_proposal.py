from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .codes_status import GRADES, MANAGER, SIZES
from .customer_rfm import SEGMENTS

#: Turnover that grew or fell by more than this (%) is a trend.
STEADY = 10


class SdwGradeProposal(models.Model):
    """What the turnover of the last twelve months says for a customer's grade and size class (A-08, A-21, Z-28).

    One row per commercial partner and company that ever confirmed an order of his. A proposal, no more: the sales
    manager accepts it, one or many.
    """

    _name = "sdw.grade.proposal"
    _description = "Proposed Grade"
    _inherit = ["sdw.guard.mixin"]
    _auto = False
    _order = "turnover desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    turnover = fields.Monetary("Turnover, 12 Months", readonly=True)
    turnover_before = fields.Monetary("12 Months before", readonly=True)
    trend = fields.Selection(
        [("new", "New buyer"), ("up", "Growing"), ("steady", "Steady"), ("down", "Falling")], readonly=True
    )
    orders = fields.Integer(readonly=True)
    last_on = fields.Date("Last Order", readonly=True)
    share = fields.Float("Share (%)", readonly=True, digits=(16, 2))
    cumulative = fields.Float("Cumulative Share (%)", readonly=True, aggregator=None, digits=(16, 2))
    rfm_segment = fields.Selection(SEGMENTS, "RFM Segment", readonly=True)
    grade = fields.Selection(GRADES, "Grade Now", readonly=True)
    proposed_grade = fields.Selection(GRADES, readonly=True)
    size_class = fields.Selection(SIZES, "Size Class Now", readonly=True)
    proposed_size = fields.Selection(SIZES, "Proposed Size Class", readonly=True)
    differs = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        trade = self.env["sdw.customer.trade"]
        trade._flush()
        self.env["sdw.customer.level"].flush_model()
        self.env["res.company"].flush_model(["sdw_key_share", "sdw_general_share"])
        return SQL(
            """
            SELECT judged.*, (judged.grade IS DISTINCT FROM judged.proposed_grade
                              OR judged.size_class IS DISTINCT FROM judged.proposed_size) AS differs
              FROM (SELECT ranked.*, %(grade)s AS grade, %(size)s AS size_class, p.user_id, p.territory_id,
                           p.rfm_segment, seller.sale_team_id AS team_id, %(trend)s AS trend,
                           COALESCE(level.grade, 'c') AS proposed_grade,
                           CASE WHEN ranked.turnover <= 0 OR ranked.cumulative - ranked.share >= c.sdw_general_share
                                THEN 'scattered'
                                WHEN ranked.cumulative - ranked.share >= c.sdw_key_share THEN 'general'
                                ELSE 'key' END AS proposed_size
                      FROM (%(ranked)s) ranked
                      JOIN res_partner p ON p.id = ranked.partner_id AND p.active
                      JOIN res_company c ON c.id = ranked.company_id
                      LEFT JOIN res_users seller ON seller.id = p.user_id
                      LEFT JOIN LATERAL (%(level)s) level ON TRUE) judged
            """,
            grade=self.env["res.partner"]._sdw_sql_judged("customer_grade", "p", ("ranked", "company_id")),
            size=self.env["res.partner"]._sdw_sql_judged("sdw_size_class", "p", ("ranked", "company_id")),
            trend=self._sql_trend(),
            ranked=self._sql_ranked(trade),
            level=self._sql_level(),
        )

    @api.model
    def _sql_ranked(self, trade):
        """ABC: each customer's share of the company's turnover, and that of all who are not smaller."""
        return SQL(
            """
            SELECT sold.*, company.currency_id,
                   (sold.turnover * 100 / NULLIF(SUM(sold.turnover) OVER whole, 0))::float8 AS share,
                   (SUM(sold.turnover) OVER falling * 100 / NULLIF(SUM(sold.turnover) OVER whole, 0))::float8
                       AS cumulative
              FROM (%s) sold JOIN res_company company ON company.id = sold.company_id
            WINDOW whole AS (PARTITION BY sold.company_id),
                   falling AS (PARTITION BY sold.company_id ORDER BY sold.turnover DESC, sold.partner_id)
            """,
            trade._sql_sold(),
        )

    @api.model
    def _sql_level(self):
        """The best level whose threshold is reached; a company's own row stands in for the shared one."""
        return SQL(
            """
            SELECT l.grade FROM sdw_customer_level l
             WHERE ranked.turnover >= l.min_turnover
               AND (l.company_id = ranked.company_id OR l.company_id IS NULL AND NOT EXISTS (
                       SELECT FROM sdw_customer_level own
                        WHERE own.grade = l.grade AND own.company_id = ranked.company_id))
          ORDER BY l.grade LIMIT 1
            """
        )

    @api.model
    def _sql_trend(self):
        return SQL(
            """CASE WHEN ranked.turnover_before <= 0 THEN 'new'
                    WHEN ranked.turnover > ranked.turnover_before * %s THEN 'up'
                    WHEN ranked.turnover < ranked.turnover_before * %s THEN 'down' ELSE 'steady' END""",
            1 + STEADY / 100,
            1 - STEADY / 100,
        )

    def action_accept(self):
        """Give these customers the proposed grade and size class, on record.

        :raise AccessError: for anybody below sales manager
        """
        self.env["res.partner"]._sdw_check_role(MANAGER)
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Please choose customers."))
        groups = self.grouped(lambda row: (row.company_id, row.proposed_grade, row.proposed_size))
        for (company, grade, size), rows in groups.items():
            partners = rows.partner_id._sdw_system().with_company(company)
            partners.write({"customer_grade": grade, "sdw_size_class": size})
        self.invalidate_model(flush=False)
        return True
