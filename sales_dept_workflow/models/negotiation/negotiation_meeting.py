from datetime import timedelta

from odoo import fields, models

from .codes_negotiation import MANAGER, NEGOTIATION

PART = "sales_dept_workflow.mail_activity_type_negotiation"


class SdwNegotiation(models.Model):
    """Who hears of a negotiation and when: the manager at once, the participants by calendar and activity."""

    _inherit = NEGOTIATION

    # ------------------------------------------------------------------ reported to the manager (N-02, Z-08)
    def _report(self):
        """The manager has so many working hours to plan it; after that the next one up hears of it."""
        now = fields.Datetime.now()
        for company, negotiations in self.grouped("company_id").items():
            unnamed = negotiations.filtered(lambda negotiation: negotiation.name == "/")
            names = self.env["ir.sequence"]._sdw_next_names(NEGOTIATION, company, len(unnamed)) if unnamed else []
            for negotiation, name in zip(unnamed, names, strict=True):
                negotiation.name = name
            negotiations.write({"requested_on": now, "deadline": negotiations._sdw_prompt_deadline(now)})
        for negotiation in self:
            negotiation.manager_id = negotiation._responsible_manager()
        self._deadline_start()

    def _responsible_manager(self):
        """The first sales manager up the salesperson's line, else the team's, else whoever holds the role."""
        role = f"sales_dept_workflow.{MANAGER}"
        company = self.company_id
        line = self.user_id | self.user_id._sdw_superiors() | self.order_ids.team_id.user_id
        managers = line.filtered(lambda user: user.active and user.has_group(role) and company in user.company_ids)
        return managers[:1] or self.env["res.groups"]._sdw_role(role)._sdw_holders(company)[:1]

    def _get_deadline_responsible(self):
        return self.manager_id if self.manager_id.active else self.manager_id.browse()

    def _get_deadline_summary(self):
        return self.env._(
            "%(customer)s wants to negotiate: fix topic, time, place and participants",
            customer=self.sudo().partner_id.display_name,
        )

    def _sdw_manager(self):
        return self.manager_id

    # ------------------------------------------------------------------ the meeting, in step with the plan (N-03, N-06)
    def _plan_changed(self):
        """After the plan was written: what is planned stays complete, and the calendar follows."""
        planned = self.filtered(lambda negotiation: negotiation.state == "planned")
        planned._check_planned()
        planned._sdw_system()._sync_meeting()

    def _sync_meeting(self):
        """The one place where the calendar learns of a negotiation: its event, and an activity for each of ours."""
        for negotiation in self:
            organizer = negotiation.manager_id or negotiation.user_id
            event = negotiation.meeting_id._sdw_follow(negotiation, negotiation._prepare_meeting(), organizer)
            if event != negotiation.meeting_id:
                negotiation.meeting_id = event
        self._invite()

    def _prepare_meeting(self):
        """What everybody invited may see, the customer's people too: never a duty, an issue or a position."""
        return {
            "name": self.topic,
            "start": self.date,
            "stop": self.date + timedelta(hours=self.duration or 1.0),
            "location": self.place,
            "partner_ids": self.participant_ids.partner_id,
        }

    def _invite(self):
        """Each of ours, technicians included, finds his duty among his activities."""
        self._sdw_unschedule(PART)
        rows = [
            (
                negotiation,
                part.user_id,
                negotiation._sdw_local_date(negotiation.date),
                lambda _record, duty=part.duty: duty,
            )
            for negotiation in self
            for part in negotiation.participant_ids
        ]
        self._sdw_schedule(PART, rows)

    def _dismiss(self):
        self._sdw_unschedule(PART)

    def _cancel_meeting(self):
        self._dismiss()
        self.meeting_id.unlink()
