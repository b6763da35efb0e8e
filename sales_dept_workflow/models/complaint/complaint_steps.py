from operator import methodcaller

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .codes import COMPLAINT, OPEN_STATES, SERVICES

MANAGER = "group_sdw_sales_manager"
NOTE = "sales_dept_workflow.mail_activity_type_complaint_note"
TECHNICIAN = "sales_dept_workflow.mail_activity_type_complaint_technician"


class SdwComplaint(models.Model):
    """The steps of a complaint: answered, worked on, solved, noted by the manager, closed (X-02…X-06)."""

    _inherit = COMPLAINT

    # ------------------------------------------------------------------ steps
    def action_respond(self, note):
        """Record the first answer to the customer; from now on the response time is met or missed.

        :param str note: what he was told, mandatory
        """
        self._check_step(("new",), note)
        system = self._sdw_system()
        system.write({"state": "responded", "responded_on": fields.Datetime.now(), "response": note})
        system._deadline_met()
        return True

    def action_start(self):
        """The complaint is being worked on."""
        self._check_step(("responded",))
        self._sdw_system().write({"state": "in_progress"})
        return True

    def action_solve(self, note):
        """Record the solution. Whoever solves at once has answered as well; the manager is told (X-02).

        :param str note: the solution, mandatory
        """
        self._check_step(OPEN_STATES, note)
        now, system = fields.Datetime.now(), self._sdw_system()
        system.filtered(lambda complaint: not complaint.responded_on).write({"responded_on": now, "response": note})
        system._deadline_met()
        system.write({"state": "solved", "solution": note, "solved_on": now})
        system._alert_manager(system.filtered(lambda complaint: complaint._untold()))
        return True

    def action_close(self):
        """Close what is solved, once the sales manager has taken note.

        :raise UserError: while he has not
        """
        self._check_step(("solved",))
        if self.env.user.has_group(f"sales_dept_workflow.{MANAGER}"):
            self.action_manager_noted()
        self._check_gate("close")
        self._sdw_system().write({"state": "closed", "closed_on": fields.Datetime.now()})
        return True

    def action_manager_noted(self):
        """The sales manager has read it."""
        self._sdw_check_role(MANAGER)
        self._sdw_system()._manager_noted()
        return True

    def _manager_noted(self):
        unread = self.filtered(lambda complaint: not complaint.manager_read_on)
        unread.write({"manager_read_on": fields.Datetime.now(), "manager_read_by_id": self.env.uid})
        self._sdw_done(NOTE)

    def action_technician_result(self, note):
        """What the technician found or did (X-04).

        :param str note: mandatory
        :raise AccessError: for anybody else
        """
        self._sdw_check_caller()
        if not self.env.su and any(complaint.technician_id != self.env.user for complaint in self):
            raise AccessError(self.env._("The technician who was asked records the result."))
        self._check_state(OPEN_STATES, note)
        system = self._sdw_system()
        system.write({"technician_result": note, "technician_done_on": fields.Datetime.now()})
        system._sdw_done(TECHNICIAN)
        return True

    def _untold(self):
        """Whether the manager still has to take note: of every complaint, of services only where they weigh (X-02)."""
        return not self.manager_read_on and (self.kind not in SERVICES or self.severity == "major")

    def _check_step(self, states, note=None):
        """Who handles it, the sales administration and the line above him take its steps (X-09)."""
        self._sdw_check_caller()
        user = self.env.user
        roles = ("group_sdw_sales_admin", "group_sdw_supervisor")
        above = self.env.su or any(user.has_group(f"sales_dept_workflow.{role}") for role in roles)
        if not above and any(complaint.user_id != user for complaint in self):
            raise AccessError(
                self.env._("The complaint is handled by its salesperson, the sales administration or a superior.")
            )
        self._check_state(states, note)

    def _check_state(self, states, note):
        if note is not None and not (note if isinstance(note, str) else "").strip():
            raise UserError(self.env._("Please write down what was said or done."))
        wrong = self.sudo().filtered(lambda complaint: complaint.state not in states)
        if wrong:
            state = dict(self._fields["state"]._description_selection(self.env))[wrong[:1].state]
            raise UserError(
                self.env._("%(name)s: this step does not fit the status “%(state)s”.", name=wrong[:1].name, state=state)
            )

    # ------------------------------------------------------------------ who hears of it
    def _alert_manager(self, complaints):
        """One activity for the manager, and the moment he was told: major ones at once, minor ones when solved."""
        if not complaints:
            return
        untold = complaints - complaints.browse(complaints._sdw_scheduled(NOTE).mapped("res_id"))
        now = fields.Datetime.now()
        untold.filtered(lambda complaint: not complaint.manager_informed_on).write({"manager_informed_on": now})
        summary = methodcaller("_note_summary")
        rows = [
            (complaint, complaint._get_escalation_user(), complaint._sdw_local_date(now), summary)
            for complaint in untold
        ]
        self._sdw_schedule(NOTE, rows)

    def _note_summary(self):
        customer = self._customer_name()
        if self.severity == "major":
            return self.env._("Major complaint of %(customer)s", customer=customer)
        return self.env._("Complaint of %(customer)s: please take note", customer=customer)

    def _ask_technician(self, complaints):
        if not complaints:
            return
        complaints._sdw_unschedule(TECHNICIAN)
        today = fields.Date.context_today(self)
        summary = methodcaller("_technician_summary")
        rows = [(complaint, complaint.technician_id, today, summary) for complaint in complaints]
        self._sdw_schedule(TECHNICIAN, rows)

    def _technician_summary(self):
        return self.env._("%(name)s: your help is asked for", name=self.name)

    # ------------------------------------------------------------------ the gate
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate == "close":
            for complaint in self.filtered(lambda complaint: complaint._untold()):
                message = self.env._("The sales manager has been told, but has not taken note yet.")
                blockers[complaint].append(
                    complaint._sdw_blocker("complaint_untold", message, {"method": "action_manager_noted"})
                )
        return blockers

    def _sdw_panel_gates(self):
        held = self.filtered(
            lambda complaint: complaint.state == "solved"
            or (complaint.severity == "major" and complaint.state != "closed")
        )
        return {complaint: ("close",) if complaint in held else () for complaint in self}
