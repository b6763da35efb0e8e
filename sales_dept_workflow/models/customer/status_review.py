from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.rules import ask_reason
from .codes_status import REVIEW, SALES, STATUSES

REMINDER = "sales_dept_workflow.mail_activity_type_status_review"
ESCALATION = "sales_dept_workflow.mail_activity_type_escalation"
#: Days in which a status that no longer fits is put right, before the manager hears of it.
DAYS = 7
BATCH = 500


class SdwStatusReview(models.Model):
    """Customers whose facts no longer fit their status, and the status that would fit (A-45). Read from the facts."""

    _name = REVIEW
    _description = "Status Review"
    _inherit = ["sdw.guard.mixin"]
    _auto = False
    _order = "finding, since, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    status = fields.Selection(STATUSES, "Status Now", readonly=True)
    since = fields.Datetime("Status since", readonly=True)
    requested = fields.Selection(STATUSES, "Requested Status", readonly=True)
    finding = fields.Selection(
        [("unfounded", "Evidence has gone"), ("further", "Has come further")], "What Was Found", readonly=True
    )
    suggested = fields.Selection(STATUSES, "Suggested Status", readonly=True)
    quotations = fields.Integer("Open Quotations", readonly=True)
    negotiations = fields.Integer("Open Negotiations", readonly=True)
    timetable = fields.Date("Wanted by", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    territory_id = fields.Many2one("sdw.territory", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        trade = self.env["sdw.customer.trade"]
        trade._flush()
        return SQL(
            """
            SELECT judged.*, CASE WHEN judged.suggested IN ('lead', 'base') AND judged.status IN ('base', 'potential')
                                  THEN 'unfounded' ELSE 'further' END AS finding
              FROM (SELECT facts.*, CASE
                           WHEN facts.status != 'potential' AND facts.open THEN 'potential'
                           WHEN facts.status = 'lead' AND facts.stated THEN 'base'
                           WHEN facts.status = 'base' AND NOT facts.stated THEN 'lead'
                           WHEN facts.status = 'potential' AND NOT facts.open AND facts.stated THEN 'base'
                           WHEN facts.status = 'potential' AND NOT facts.open THEN 'lead' END AS suggested
                      FROM (%(facts)s) facts) judged
             WHERE judged.suggested IS NOT NULL
            """,
            facts=self._sql_customers(trade),
        )

    @api.model
    def _sql_customers(self, trade):
        return SQL(
            """
            SELECT p.id, p.id AS partner_id, COALESCE(p.customer_status, 'lead') AS status, p.sdw_status_since AS since,
                   p.sdw_status_requested AS requested, COALESCE(f.quotations, 0) AS quotations,
                   COALESCE(f.negotiations, 0) AS negotiations, p.sdw_timetable AS timetable, p.user_id,
                   seller.sale_team_id AS team_id, p.territory_id, p.company_id,
                   COALESCE(f.quotations + f.negotiations, 0) > 0 AS open,
                   (BTRIM(COALESCE(p.sdw_demand, '')) != '' AND p.sdw_budget > 0 AND p.sdw_timetable >= %(today)s)
                       IS TRUE AS stated
              FROM res_partner p
              LEFT JOIN (%(trade)s) f ON f.id = p.id
              LEFT JOIN res_users seller ON seller.id = p.user_id
             WHERE p.active AND p.commercial_partner_id = p.id AND p.partner_share
               AND COALESCE(p.customer_status, 'lead') != 'active'
               AND (f.id IS NOT NULL OR p.customer_status = 'base' OR p.customer_status = 'potential'
                    OR p.sdw_demand IS NOT NULL)
            """,
            today=trade._today(),
            trade=trade._sql_facts(),
        )

    def action_open_request(self):
        """Ask for the reason, then request what is suggested."""
        self.env["res.partner"]._sdw_check_role(SALES)
        return ask_reason(self, self.env._("Request the suggested status"), "action_request_suggested")

    def action_request_suggested(self, reason):
        """Request the suggested status of these customers, with one reason (A-45, A-49).

        :return: the ``sdw.approval`` records
        """
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Please choose customers."))
        approvals = self.env["sdw.approval"]
        for status, rows in self.grouped("suggested").items():
            approvals |= rows.partner_id.action_request_status(status, reason)
        return approvals

    # ------------------------------------------------------------------ once a month
    @api.model
    def _cron_status_review(self):
        """Remind account managers of the customers whose evidence has gone; who was reminded in vain, his manager.

        Set-based, in batches; a second run on the same day reminds nobody again.
        """
        partners = self.search([("finding", "=", "unfounded")]).partner_id
        for start in range(0, len(partners), BATCH):
            batch = partners[start : start + BATCH]
            batch._sdw_remind_of_status()
            if not batch._sdw_commit_progress(len(batch)):
                break


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _sdw_remind_of_status(self):
        today = self.env["sdw.customer.trade"]._today()
        reminded = self._sdw_scheduled(REMINDER)
        late = {activity.res_id for activity in reminded if activity.date_deadline < today}
        late -= set(self._sdw_scheduled(ESCALATION).mapped("res_id"))
        new = self.filtered(lambda partner: partner.id not in set(reminded.mapped("res_id")))
        due = today + timedelta(days=DAYS)
        self._sdw_schedule(
            REMINDER, [(partner, partner.user_id or partner._sdw_manager(), due, _words) for partner in new]
        )
        rows = [(partner, partner._sdw_manager(), today, _words) for partner in self if partner.id in late]
        self._sdw_schedule(ESCALATION, rows)

    def _sdw_set_status(self, status, origin, reason=False, approvals=None):
        """Whatever the new status is, the reminder has been answered."""
        changed = super()._sdw_set_status(status, origin, reason, approvals)
        if changed and origin == "request":
            changed._sdw_done(REMINDER)
        return changed


def _words(partner):
    return partner.env._("The facts no longer fit the status of this customer")
