from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..common.messages import RELOAD, warning
from .codes import CASE
from .collection_steps import COLLECTORS

TEMPLATE = "sales_dept_workflow.mail_template_payment_reminder"
BATCH = 50


class SdwDueSoon(models.Model):
    """Invoices due within the next days of customers who usually pay late: a word in time (C-14). No case is needed.

    How late somebody pays is the average of the last twelve months against the terms, weighted by amount, as in the
    credit proposals.
    """

    _name = "sdw.due.soon"
    _description = "Due Soon, Pays Late"
    _inherit = ["sdw.guard.mixin"]
    _auto = False
    _order = "due_date, id"
    _rec_name = "move_id"

    move_id = fields.Many2one("account.move", "Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    due_date = fields.Date("Due", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    residual = fields.Monetary("Open Amount", readonly=True)
    days_late = fields.Float("Average Days Late", readonly=True, digits=(16, 1), aggregator="avg")
    reminded_on = fields.Datetime("Reminded on", readonly=True)
    email = fields.Char("E-mail", related="partner_id.email")
    phone = fields.Char("Phone", related="partner_id.phone")

    @property
    def _table_query(self):
        self.env[CASE].sudo()._flush_ledger()
        self.env["account.move"].flush_model(["sdw_reminded_on", "partner_id", "currency_id"])
        self.env["account.partial.reconcile"].flush_model()
        # Companies are few, each has its own day and its own number of days.
        # pylint: disable-next=no-search-all
        companies = self.env["res.company"].sudo().search([])
        days = SQL(", ").join(
            SQL(
                "(%s, %s::date, %s, %s)",
                company.id,
                company._sdw_today(),
                company.sdw_reminder_days,
                company.sdw_reminder_late_days,
            )
            for company in companies
        )
        return SQL(
            """
            SELECT MIN(l.id) AS id, m.id AS move_id, p.commercial_partner_id AS partner_id, m.company_id,
                   COALESCE(owner.user_id, m.invoice_user_id) AS user_id,
                   MIN(COALESCE(l.date_maturity, l.date)) AS due_date,
                   m.currency_id, SUM(l.amount_residual_currency) AS residual, MAX(late.days_late) AS days_late,
                   m.sdw_reminded_on AS reminded_on
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
              JOIN account_move m ON m.id = l.move_id AND m.move_type IN ('out_invoice', 'out_receipt')
              JOIN res_partner p ON p.id = l.partner_id
              JOIN res_partner owner ON owner.id = p.commercial_partner_id
              JOIN (VALUES %(days)s) AS day (company_id, today, ahead, late) ON day.company_id = l.company_id
              JOIN (%(late)s) late ON late.partner_id = p.commercial_partner_id AND late.company_id = l.company_id
             WHERE l.parent_state = 'posted' AND l.reconciled IS NOT TRUE AND l.amount_residual > 0
               AND COALESCE(l.date_maturity, l.date) BETWEEN day.today AND day.today + day.ahead
               AND m.sdw_disputed IS NOT TRUE AND late.days_late >= GREATEST(day.late, 1)
          GROUP BY m.id, p.commercial_partner_id, owner.user_id
            """,
            days=days,
            late=self.env["sdw.credit.proposal"]._sql_history(),
        )

    # ------------------------------------------------------------------ reminding
    def action_remind(self):
        """Mail a friendly reminder for these invoices, each once; whom no mail can reach is named.

        :raise AccessError: for whoever does not collect
        """
        self.env[CASE]._sdw_check_role(*COLLECTORS)
        self.check_access("read")
        open_ones = self.filtered(lambda row: not row.reminded_on)
        if not open_ones:
            raise UserError(self.env._("These invoices have been reminded of already."))
        unreached = open_ones._remind()
        self.invalidate_model()
        if not unreached:
            return dict(RELOAD)
        names = ", ".join(unreached.partner_id.mapped("display_name"))
        message = self.env._("These customers have no e-mail address; please call them: %(names)s", names=names)
        return warning(self.env._("Not sent by e-mail"), message, RELOAD)

    def _remind(self):
        """Stamp and queue in one transaction, invoice by invoice locked: a second run or person finds it done.

        :return: the rows without an address
        """
        moves = self._sdw_system().move_id.try_lock_for_update(allow_referencing=True)
        moves = moves.filtered(lambda move: not move.sdw_reminded_on)
        contacts = {move: move._sdw_reminder_contact() for move in moves}
        reached = moves.filtered(lambda move: contacts[move].email_normalized)
        reached.write({"sdw_reminded_on": fields.Datetime.now()})
        template = self.env.ref(TEMPLATE).sudo()
        words = template._generate_template(reached.ids, ("subject", "body_html")) if reached else {}
        for move in reached:
            move._sdw_post_reminder(contacts[move], words[move.id])
        return self.filtered(lambda row: row.move_id.id in (moves - reached).ids)

    @api.model
    def _cron_remind(self):
        """The daily job, where a company lets reminders go by themselves; batch by batch."""
        companies = self.env["res.company"].sudo().search([("sdw_reminder_auto", "=", True)])
        companies = companies.filtered(lambda company: company._sdw_any_rule())
        rows = self.sudo().search([("company_id", "in", companies.ids), ("reminded_on", "=", False)])
        ids = rows.filtered(lambda row: row.email).ids if companies else []
        for batch in split_every(BATCH, ids, list):
            self._sdw_system().browse(batch)._remind()
            if not self._sdw_commit_progress(len(batch)):
                break
