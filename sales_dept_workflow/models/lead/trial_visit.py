from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import TRIAL, TRIAL_VISIT


class SdwTrialVisit(models.Model):
    """A return visit before any sale: how the trial goes, what the customer says, what he intends (S-06)."""

    _name = TRIAL_VISIT
    _description = "Return Visit of a Trial"
    _inherit = ["mail.thread", "mail.activity.mixin", "sdw.deadline.mixin"]
    _rec_name = "request_id"
    _order = "deadline, id"
    _check_company_auto = True

    request_id = fields.Many2one(TRIAL, "Trial", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="request_id.partner_id", store=True, index=True)
    phone = fields.Char(related="request_id.phone")
    user_id = fields.Many2one("res.users", "Visited by", index=True, tracking=True)
    kind = fields.Selection(
        [("start", "During the Trial"), ("end", "After the Trial")], required=True, readonly=True, default="start"
    )
    usage = fields.Text("How It Is Used")
    opinion = fields.Text("Opinion of the Customer")
    intention = fields.Selection(
        [("none", "None"), ("low", "Low"), ("medium", "Medium"), ("high", "High")], "Purchase Intention"
    )
    done_by_id = fields.Many2one("res.users", "Recorded by", readonly=True, copy=False)

    _due_idx = models.Index("(deadline) WHERE met_on IS NULL AND escalated_on IS NULL")

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"request_id", "kind", "done_by_id"}

    @api.model
    def _plan(self, requests):
        """Two return visits for each trial: some days after it began, some after it ended; 0 days: not that one."""
        values = []
        for request in requests:
            company = request.company_id
            due = {
                "start": (request.trial_from, company.sdw_trial_call_days),
                "end": (request.trial_to, company.sdw_trial_end_days),
            }
            values += [
                {
                    "request_id": request.id,
                    "user_id": request.user_id.id,
                    "kind": kind,
                    "deadline": request._sdw_end_of_day(day + timedelta(days=days)),
                }
                for kind, (day, days) in due.items()
                if days
            ]
        visits = self._sdw_system().create(values)
        visits._deadline_start()
        return visits

    def _get_deadline_summary(self):
        return self.env._("Ask %(customer)s how the trial goes", customer=self.sudo().request_id.display_name)

    def _get_deadline_manager(self):
        return self.request_id._get_deadline_manager()

    def write(self, vals):
        if not self.env.su and any(visit.met_on for visit in self):
            raise UserError(self.env._("This return visit is on record already."))
        return super().write(vals)

    def action_record(self):
        """Put the return visit on record; what the customer intends goes to the lead.

        :raise UserError: while his opinion or his intention is missing
        """
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        if any(visit.met_on for visit in self):
            raise UserError(self.env._("This return visit is on record already."))
        if any(not (visit.opinion or "").strip() or not visit.intention for visit in self):
            raise UserError(self.env._("Enter the opinion of the customer and what he intends."))
        system = self._sdw_system()
        system.write({"done_by_id": self.env.uid})
        system._deadline_met()
        for intention, visits in system.grouped("intention").items():
            visits.request_id.lead_id.write({"sdw_intention": intention})
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        raise UserError(self.env._("A return visit on record cannot be deleted."))
