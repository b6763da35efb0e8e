from odoo import api, fields, models
from odoo.tools import SQL

from .codes import MANAGER, VISIT

BATCH = 500


class SdwVisit(models.Model):
    """Return visits that are due are proposed to the customer's salesperson; missed ones reach his superior (V-15)."""

    _inherit = VISIT

    @api.model
    def _cron_return_visits(self, now=None):
        """Set what is due, then open the return visits that fall due soon, in companies that work by the rules; a rerun
        opens none twice.

        :param datetime now: the moment of the run (server time by default)
        """
        system = self._sdw_system()
        partners = self.env["res.partner"].sudo()
        partners._sdw_refresh_all_visits()
        last, today = 0, fields.Date.to_date(now) if now else fields.Date.context_today(self)
        # Companies are few. pylint: disable-next=no-search-all
        ruled = self.env["res.company"].sudo().search([]).filtered(lambda company: company._sdw_any_rule())
        while ruled and (rows := system._due_customers(ruled, today, last)):
            last = rows[-1][0]
            system._open_due(rows)
            if not self._sdw_commit_progress(len(rows)):
                break

    @api.model
    def _due_customers(self, companies, today, last):
        """[(customer, salesperson, company, due on, grade A)] without a visit ahead, next ones after ``last``."""
        partners = self.env["res.partner"]
        return self.env.execute_query(
            SQL(
                """SELECT p.id, u.id, COALESCE(p.company_id, u.company_id, %(main)s), p.next_visit_due,
                          COALESCE(grade.face, FALSE)
                     FROM res_partner p
                     LEFT JOIN res_users u ON u.id = p.user_id AND u.active AND u.share IS NOT TRUE
                     JOIN res_company c ON c.id = COALESCE(p.company_id, u.company_id, %(main)s)
                     LEFT JOIN LATERAL (%(grades)s) grade ON TRUE
                    WHERE p.next_visit_due <= %(today)s::date + c.sdw_visit_ahead_days AND p.active AND p.id > %(last)s
                      AND c.id IN %(companies)s
                      AND NOT EXISTS (SELECT 1 FROM sdw_visit v
                                       WHERE v.commercial_partner_id = p.id AND v.state = 'planned'
                                         AND (v.due_on IS NOT NULL OR v.date_planned >= %(today)s::date))
                 ORDER BY p.id LIMIT %(batch)s""",
                main=partners._sdw_main_company_id(),
                grades=partners._sql_visit_grades(),
                companies=tuple(companies.ids),
                today=today,
                last=last,
                batch=BATCH,
            )
        )

    @api.model
    def _open_due(self, rows, purpose=None):
        """One return visit for each row of :meth:`_due_customers`, told to the salesperson, else to a manager.

        :param purpose: function of an environment: what it is for, in the reader's language
        """
        role = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{MANAGER}")
        companies, users = self.env["res.company"], self.env["res.users"]
        values = []
        for partner_id, user_id, company_id, due_on, face in rows:
            user = users.browse(user_id) or role._sdw_holders(companies.browse(company_id))[:1]
            if not user:
                continue  # nobody there to visit him
            reader = self._sdw_in_language_of(user)
            values.append(
                {
                    "partner_id": partner_id,
                    "user_id": user.id,
                    "company_id": company_id,
                    "kind": "existing",
                    "mode": "visit" if face else "phone",
                    "due_on": due_on,
                    "purpose": purpose(reader.env) if purpose else reader.env._("Regular return visit"),
                }
            )
        quiet = self._sdw_system().with_context(tracking_disable=True)
        return self._sdw_system().browse(quiet.create(values).ids)
