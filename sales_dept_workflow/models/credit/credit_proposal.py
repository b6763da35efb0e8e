from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Grade by the average days a customer paid late; who pays later than the last, or owes longer, is a D.
GRADES = (("a", 3), ("b", 10), ("c", 30))
#: Limit by grade, in months of turnover.
MONTHS = {"a": 3, "b": 2, "c": 1, "d": 0}


class SdwCreditProposal(models.Model):
    """What the payment history of the last twelve months says for each customer's grade and limit (A-35).

    One row per commercial partner and company that was invoiced: turnover VAT included, days paid late weighted by
    amount (paid early counts as on time, what is open and overdue as late until today). A proposal, no more: finance
    takes it over.
    """

    _name = "sdw.credit.proposal"
    _description = "Credit Proposal"
    _inherit = ["sdw.guard.mixin"]
    _auto = False
    _order = "volume desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    volume = fields.Monetary("Turnover, 12 Months", readonly=True)
    invoices = fields.Integer(readonly=True)
    days_late = fields.Float(readonly=True, aggregator="avg", digits=(16, 1))
    overdue = fields.Monetary(readonly=True)
    proposed_grade = fields.Selection([("a", "A"), ("b", "B"), ("c", "C"), ("d", "D: no credit")], readonly=True)
    proposed_limit = fields.Monetary(readonly=True)
    grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D: no credit")], "Grade Now", compute="_compute_now"
    )
    limit = fields.Monetary("Limit Now", compute="_compute_now")
    differs = fields.Boolean(compute="_compute_now")

    @api.depends("partner_id", "company_id")
    def _compute_now(self):
        for proposal in self:
            partner = proposal.partner_id.sudo().with_company(proposal.company_id)
            proposal.grade, proposal.limit = partner.credit_grade, partner.credit_limit
            proposal.differs = proposal.grade != proposal.proposed_grade or bool(
                proposal.currency_id.compare_amounts(proposal.limit, proposal.proposed_limit)
            )

    @property
    def _table_query(self):
        self.env["sdw.credit.exposure"].sudo()._flush()
        self.env["account.partial.reconcile"].flush_model(["amount", "max_date", "debit_move_id"])
        return SQL(
            """
            SELECT graded.*, ROUND((graded.volume / 12 * CASE graded.proposed_grade %(months)s END)::numeric, -3)
                   AS proposed_limit
              FROM (SELECT history.*, CASE %(grades)s ELSE 'd' END AS proposed_grade FROM (%(history)s) history) graded
            """,
            months=SQL(" ").join(SQL("WHEN %s THEN %s", grade, months) for grade, months in MONTHS.items()),
            grades=SQL(" ").join(SQL("WHEN history.days_late <= %s THEN %s", days, grade) for grade, days in GRADES),
            history=self._sql_history(),
        )

    def _sql_history(self):
        return SQL(
            """
            SELECT MIN(item.id) AS id, item.partner_id, item.company_id, item.currency_id, item.user_id,
                   SUM(item.amount) AS volume, COUNT(DISTINCT item.move_id) AS invoices,
                   SUM(CASE WHEN item.due < %(today)s THEN item.residual ELSE 0 END) AS overdue,
                   COALESCE((SUM(paid.late) + SUM(item.residual * GREATEST(%(today)s - item.due, 0)))
                            / NULLIF(SUM(item.amount), 0), 0)::float8 AS days_late
              FROM (SELECT aml.id, aml.move_id, p.commercial_partner_id AS partner_id, aml.company_id,
                           company.currency_id, owner.user_id, aml.balance AS amount,
                           aml.amount_residual AS residual, COALESCE(aml.date_maturity, aml.date) AS due
                      FROM account_move_line aml
                      JOIN account_move am ON am.id = aml.move_id AND am.move_type = 'out_invoice'
                      JOIN account_account account
                        ON account.id = aml.account_id AND account.account_type = 'asset_receivable'
                      JOIN res_partner p ON p.id = aml.partner_id
                      JOIN res_partner owner ON owner.id = p.commercial_partner_id
                      JOIN res_company company ON company.id = aml.company_id
                     WHERE aml.parent_state = 'posted' AND aml.balance > 0 AND aml.date > %(since)s) item
              JOIN LATERAL (
                   SELECT COALESCE(SUM(apr.amount * GREATEST(apr.max_date - item.due, 0)), 0) AS late
                     FROM account_partial_reconcile apr WHERE apr.debit_move_id = item.id) paid ON TRUE
          GROUP BY item.partner_id, item.company_id, item.currency_id, item.user_id
            """,
            today=self.env.company.sudo()._sdw_today(),
            since=fields.Date.subtract(self.env.company.sudo()._sdw_today(), months=12),
        )

    @api.model
    def _of(self, order):
        """The row of an order's customer, as the system reads it; empty without invoices."""
        domain = [
            ("partner_id", "=", order.partner_id.commercial_partner_id.id),
            ("company_id", "=", order.company_id.id),
        ]
        return self.with_company(order.company_id).sudo().search(domain, limit=1)

    def action_take_over(self):
        """Set grade and limit of these customers as proposed, on record.

        :raise AccessError: for whoever does not hold the finance role
        """
        self.env["res.partner"]._sdw_check_role("group_sdw_finance")
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Please choose customers."))
        for proposal in self:
            partner = proposal.partner_id.sudo().with_company(proposal.company_id)
            partner.write(
                {
                    "credit_grade": proposal.proposed_grade,
                    "credit_limit": proposal.proposed_limit,
                    "use_partner_credit_limit": True,
                }
            )
            partner._message_log(
                body=self.env._(
                    "Credit grade %(grade)s and limit %(limit)s taken over: %(days)s days late on average, "
                    "turnover %(volume)s in twelve months.",
                    grade=proposal.proposed_grade.upper(),
                    limit=proposal.currency_id.format(proposal.proposed_limit),
                    days=round(proposal.days_late, 1),
                    volume=proposal.currency_id.format(proposal.volume),
                )
            )
        self.invalidate_recordset(["grade", "limit", "differs"])
        return True
