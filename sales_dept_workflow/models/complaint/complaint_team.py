from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import COMPLAINT
from .complaint_solving import SOLVING

REOPENERS = ("group_sdw_sales_admin", "group_sdw_supervisor")


class SdwComplaint(models.Model):
    """The line above follows the complaints of its people, helps, and takes up again what was ended too early
    (X-06, X-09).
    """

    _inherit = COMPLAINT

    assistant_id = fields.Many2one("res.users", "Helped by", readonly=True, copy=False, tracking=True)
    reopened_on = fields.Datetime("Reopened on", readonly=True, copy=False)
    reopened_count = fields.Integer("Times Reopened", readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"assistant_id", "reopened_on", "reopened_count"}

    def _begin(self):
        result = super()._begin()
        self._follow_by_superiors()
        return result

    def _handed_over(self):
        result = super()._handed_over()
        self._follow_by_superiors()
        return result

    def _follow_by_superiors(self):
        """The handler's superior and the leader of his team follow it."""
        for people, complaints in self.grouped(lambda complaint: complaint._superiors().partner_id).items():
            if people:
                complaints.message_subscribe(people.ids)

    def _superiors(self):
        users = self.team_id.user_id | (self.user_id._sdw_superior() if self.user_id else self.user_id)
        return users.sudo().filtered(lambda user: user.active and not user.share)

    def action_assist(self):
        """A supervisor takes part in handling these complaints.

        :raise AccessError: for others than supervisors and those above them
        """
        self._sdw_check_role("group_sdw_supervisor")
        self._check_state(("new", "responded", "in_progress"), None)
        system = self._sdw_system()
        system.write({"assistant_id": self.env.uid})
        system.message_subscribe(self.env.user.partner_id.ids)
        return True

    def action_reopen(self, reason):
        """Take up again what was solved or closed: the time for the solution starts anew, the manager reads it anew.

        :param str reason: mandatory, kept in the chatter
        :raise AccessError: for others than the sales administration and superiors
        """
        self._sdw_check_role(*REOPENERS)
        self._check_state(("solved", "closed"), reason)
        now = fields.Datetime.now()
        for complaint in self._sdw_system():
            complaint._check_reopened()
            complaint.write(
                {
                    "state": "in_progress",
                    "solve_by": complaint._solve_within(now),
                    "reopened_on": now,
                    "reopened_count": complaint.reopened_count + 1,
                    **dict.fromkeys(self._ended_fields(), False),
                }
            )
            complaint._message_log(body=complaint.env._("Reopened: %(reason)s", reason=reason))
        self._sdw_system()._clock_start(SOLVING)
        return True

    @api.model
    def _ended_fields(self):
        """What its end had filled and a reopened one has yet to get. Extend through ``super()``."""
        return [
            "solved_on", "closed_on", "manager_informed_on", "manager_read_on", "manager_read_by_id",
            "solve_warned_on", "solve_escalated_on", "solve_escalated_to_id",
        ]  # fmt: skip

    def _check_reopened(self):
        """A shipment has one open complaint."""
        if not self.followup_id:
            return
        domain = [("followup_id", "=", self.followup_id.id), ("state", "!=", "closed"), ("id", "!=", self.id)]
        other = self.search(domain, limit=1)
        if other:
            raise UserError(
                self.env._("%(other)s about the same shipment is open already; please go on there.", other=other.name)
            )
