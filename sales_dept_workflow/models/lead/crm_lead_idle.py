from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.deadline_mixin import MANAGER
from .codes import LEAD_RULE

REMIND = "sales_dept_workflow.mail_activity_type_lead_idle"
REPORT = "sales_dept_workflow.mail_activity_type_lead_idle_manager"
BATCH = 1000

#: A note says something: some letters, and not what this lead was told before.
SAYS = """
    length(regexp_replace(said.body, '<[^>]*>|&[a-z]+;|[[:space:][:punct:]]', '', 'g')) >= 4
    AND NOT EXISTS (SELECT FROM mail_message before
                     WHERE before.model = 'crm.lead' AND before.res_id = said.res_id AND before.id < said.id
                       AND before.message_type = 'comment' AND before.body = said.body)
"""
#: When somebody last did something about each of these open leads: a message that says something, a done activity,
#: a meeting, a visit, a move.
LAST_TOUCH = f"""
    SELECT lead.id, GREATEST(lead.create_date, lead.date_last_stage_update, lead.date_open,
                             max(said.date), max(met.stop), max(visit.date_done))
      FROM crm_lead lead
      LEFT JOIN mail_message said ON said.model = 'crm.lead' AND said.res_id = lead.id
           AND (said.message_type = 'email_outgoing' OR said.mail_activity_type_id IS NOT NULL
                OR said.message_type = 'comment' AND {SAYS})
      LEFT JOIN calendar_event met ON met.opportunity_id = lead.id AND met.stop <= %s
      LEFT JOIN sdw_visit visit ON visit.lead_id = lead.id AND visit.state IN ('recorded', 'filed')
     WHERE lead.id IN %s
     GROUP BY lead.id
"""


class CrmLead(models.Model):
    """Whoever lets a lead lie is reminded, then his manager hears of it; what he does about it counts (L-04, L-10)."""

    _inherit = "crm.lead"

    sdw_idle_reminded_on = fields.Datetime("Reminded on", readonly=True, copy=False, groups="base.group_user")
    sdw_idle_told_on = fields.Datetime("Manager Told on", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_idle_reminded_on", "sdw_idle_told_on"}

    @api.model
    def _sdw_sweep_idle(self, now):
        """Remind and report, in batches; a rerun tells nobody twice.

        :param datetime now: the moment of the sweep
        """
        companies = self.env["res.company"].search([("sdw_mode_lead", "!=", "off"), ("sdw_lead_idle_days", ">", 0)])
        for company in companies:
            last = 0
            theirs = Domain("company_id", "=", company.id)
            here = Domain("user_id", "=", False) | Domain("user_id.company_id", "=", company.id)
            anybodys = Domain("company_id", "=", False) & here
            domain = Domain("won_status", "=", "pending") & (theirs | anybodys)
            while found := self.search(Domain("id", ">", last) & domain, order="id", limit=BATCH):
                last = found[-1].id
                self._sdw_judge_idle(found.try_lock_for_update(), company, now)
                if not self._sdw_commit_progress(len(found)):
                    return

    def _sdw_judge_idle(self, leads, company, now):
        touched = leads._sdw_last_touch(company, now)
        idle_before = now - timedelta(days=company.sdw_lead_idle_days)
        told_before = now - timedelta(days=company.sdw_lead_idle_manager_days)
        calm = remind = report = leads.browse()
        for lead in leads:
            at, reminded = touched[lead.id], lead.sdw_idle_reminded_on
            if reminded and reminded < at:
                calm |= lead
            if at <= idle_before and (not reminded or reminded < at):
                remind |= lead
            elif reminded and at <= reminded <= told_before and not lead.sdw_idle_told_on:
                report |= lead
        calm._sdw_idle_over()
        remind._sdw_idle_remind(company, now)
        report._sdw_idle_report(company, now)

    def _sdw_last_touch(self, company, now):
        """{id: when something was last done about it}; nothing counts as older than the rule."""
        if not self:
            return {}
        self.env.flush_all()
        since = company._sdw_rule_since(LEAD_RULE)
        rows = self.env.execute_query(SQL(LAST_TOUCH, now, tuple(self.ids)))
        return {number: max(at, since) for number, at in rows}

    def _sdw_idle_over(self):
        if self:
            self._sdw_unschedule(REMIND)
            self._sdw_unschedule(REPORT)
            self.write({"sdw_idle_reminded_on": False, "sdw_idle_told_on": False})

    def _sdw_idle_remind(self, company, now):
        if self:
            managers = self._sdw_idle_managers(company)
            self.write({"sdw_idle_reminded_on": now, "sdw_idle_told_on": False})
            today = company._sdw_today()
            rows = [(lead, lead.user_id or managers[lead.user_id], today, _words) for lead in self]
            self._sdw_schedule(REMIND, rows)

    def _sdw_idle_report(self, company, now):
        if self:
            managers = self._sdw_idle_managers(company)
            self.write({"sdw_idle_told_on": now})
            today = company._sdw_today()
            self._sdw_schedule(REPORT, [(lead, managers[lead.user_id], today, _words) for lead in self])

    def _sdw_idle_managers(self, company):
        """{salesperson: who hears of his idle leads}, nobody's to a manager of the company."""
        holders = self.env["res.groups"]._sdw_role(MANAGER)._sdw_holders(company)
        return {
            user: ((user._sdw_superior() if user else user) or (holders - user)[:1] or holders[:1])
            for user in {lead.user_id for lead in self}
        }

    def _sdw_idle_words(self):
        return self.env._("Nothing was done about %(lead)s for a while: please follow it up", lead=self.display_name)


def _words(lead):
    return lead._sdw_idle_words()


class SdwDeadlineMixin(models.AbstractModel):
    _inherit = "sdw.deadline.mixin"

    @api.model
    def _cron_deadlines(self, now=None):
        """The sweep of deadlines looks after idle leads, too."""
        now = now or fields.Datetime.now()
        result = super()._cron_deadlines(now)
        self.env["crm.lead"]._sdw_system()._sdw_sweep_idle(now)
        return result
