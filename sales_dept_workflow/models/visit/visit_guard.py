from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .codes import ADMIN, MANAGER, VISIT

#: What a plan is about: a change of it after the approval asks the manager again (V-03).
FOCUS = {"partner_id", "date_planned", "kind", "mode", "purpose", "key_points", "is_key", "plan_id", "month_plan_id"}
#: What is fixed once the visit is recorded.
PLANNED = FOCUS | {"company_id", "duration", "place", "channel", "user_id", "host_ids", "guest_ids", "guest_names"}
#: What a visit is linked to, by whoever may read it; constraints run as the system, so this is checked before.
LINKS = {"lead_id", "negotiation_id"}
#: What only the visitor writes, until the form is handed in.
REPORT = {
    "place_done", "position", "contact_names", "presented_ids", "topics", "need", "need_kind_ids", "usage",
    "service_given", "solution",
    "satisfaction", "competitor_note", "competitor_terms", "outcome", "result", "next_step", "next_date", "new_phone",
    "new_email",
}  # fmt: skip


class SdwVisit(models.Model):
    """Who writes what of a visit, and until when (V-05, V-06)."""

    _inherit = VISIT

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"recorded_by_id", "recorded_on", "handed_on", "filed_by_id", "filed_on", "appointed_on", "date_done"}
        stamps |= {"arrived_on"}
        system = {"name", "state", "team_id", "is_head", "due_on", "meeting_id", "month_plan_id", "next_visit_id"}
        return super()._sdw_guarded_fields() | stamps | system | {"cancel_reason"}

    def write(self, vals):
        if not self.env.su:
            self._check_written(vals)
        touched = FOCUS.intersection(vals)
        plans = self.plan_id | self.month_plan_id if touched else self.env["sdw.visit.plan"]
        result = super().write(vals)
        if "user_id" in vals:
            self._sdw_system()._stamp_visitor()
        if "date_planned" in vals or "user_id" in vals:
            self._sdw_system()._set_deadlines()
        if {"date_planned", "duration", "place", "partner_id", "user_id"}.intersection(vals):
            self._sdw_system()._sync_meeting()
        if touched:
            (plans | self.plan_id | self.month_plan_id)._focus_changed()
        return result

    def _check_written(self, vals):
        if (PLANNED | REPORT | {"contact_ids"}).intersection(vals):
            self._check_not_handed_in()
        if PLANNED.intersection(vals):
            self._check_state("planned", "done")
        if "partner_id" in vals:
            self._check_due_kept(vals["partner_id"])
        if REPORT.intersection(vals):
            self._check_visitor()
        if "user_id" in vals:
            self._sdw_check_role(MANAGER, ADMIN)
        if "manager_comment" in vals:
            said = vals["manager_comment"] or False
            self.filtered(lambda visit: visit.manager_comment != said)._check_guide()
        if vals.get("plan_id"):
            self.env["sdw.visit.plan"].browse(vals["plan_id"]).check_access("write")
        for name in LINKS.intersection(vals):
            self._check_link_kept(name, vals[name])
            self.env[self._fields[name].comodel_name].browse(vals[name] or ()).check_access("read")

    def _check_created(self):
        """A visit may be given to somebody; what happened on it is told by himself."""
        if self.env.su:
            return
        if any(any(visit[name] for name in REPORT) for visit in self):
            self._check_visitor()
        if any(visit.manager_comment for visit in self):
            self._check_guide()
        self.plan_id.check_access("write")
        for name in LINKS:
            self[name].check_access("read")

    def _check_due_kept(self, partner_id):
        """A return visit that is due is made to whom it is due (V-15)."""
        customer = self.env["res.partner"].browse(partner_id).commercial_partner_id
        wrong = self.sudo().filtered(lambda visit: visit.due_on and visit.commercial_partner_id != customer)
        if wrong:
            names = ", ".join(wrong.mapped("name"))
            raise UserError(self.env._("A return visit that is due stays with its customer: %(names)s.", names=names))

    def _check_link_kept(self, name, value):
        """What a visit led to is linked later; one that was handed in for something is no evidence for another."""
        self.filtered(lambda visit: visit.sudo()[name] and visit.sudo()[name].id != value)._check_not_handed_in()

    def _check_guide(self):
        """The manager guides others, never himself (V-08)."""
        if not self:
            return
        self._sdw_check_role(MANAGER)
        if any(visit.user_id == self.env.user for visit in self):
            raise AccessError(self.env._("Nobody guides himself: a manager comments on the visits of others."))

    def _check_visitor(self):
        if not self.env.su and any(visit.user_id != self.env.user for visit in self):
            raise AccessError(self.env._("What happened on a visit is written by whoever made it, and nobody else."))

    def _check_not_handed_in(self):
        fixed = self.sudo().filtered(lambda visit: visit.handed_on or visit.state in ("filed", "cancelled"))
        if fixed:
            names = ", ".join(fixed.mapped("name"))
            raise UserError(
                self.env._("These record forms have been handed in and stay as they are: %(names)s.", names=names)
            )

    def _check_state(self, *states):
        wrong = self.sudo().filtered(lambda visit: visit.state not in states)
        if wrong:
            names = ", ".join(wrong.mapped("name"))
            raise UserError(self.env._("This step is not open for these visits: %(names)s.", names=names))

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason."))

    # ------------------------------------------------------------------ what belongs together
    @api.constrains("plan_id", "month_plan_id", "user_id", "company_id", "date_planned")
    def _check_plan(self):
        """A visit stands in the visitor's own plan, and within its days."""
        for visit in self.sudo():
            for plan in visit.plan_id | visit.month_plan_id:
                if plan.user_id != visit.user_id or plan.company_id != visit.company_id:
                    raise ValidationError(self.env._("A visit stands in the plan of whoever makes it."))
                if visit.date_planned and not plan._covers(visit.date_planned):
                    raise ValidationError(
                        self.env._(
                            "%(visit)s lies outside the period of its plan: please plan it there.",
                            visit=visit.display_name,
                        )
                    )

    @api.constrains("lead_id", "negotiation_id", "partner_id")
    def _check_links(self):
        """What is learnt at one customer's is not copied to another's inquiry."""
        for visit in self:
            for document in (visit.lead_id, visit.negotiation_id):
                customer = document.partner_id.commercial_partner_id
                if customer and customer != visit.commercial_partner_id:
                    raise ValidationError(
                        self.env._("%(document)s is about another customer.", document=document.display_name)
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        if any(visit.state != "planned" or visit.due_on for visit in self):
            raise UserError(self.env._("A visit that was made or is due stays on record: please call it off."))

    def unlink(self):
        plans = self.plan_id | self.month_plan_id
        self._sdw_system().meeting_id.unlink()
        result = super().unlink()
        plans._focus_changed()
        return result
