from operator import attrgetter

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..common.rules import moment
from .codes_learning import IMPROVEMENT, MANAGER

VERIFY = "sales_dept_workflow.mail_activity_type_improvement_verify"
ABOVE = ("group_sdw_supervisor", "group_sdw_sales_admin")


class SdwImprovement(models.Model):
    """Done by its responsible, verified by a manager who did not do it himself, or sent back."""

    _inherit = IMPROVEMENT

    def action_done(self, result):
        """It is done.

        :param str result: what came of it, mandatory
        :raise AccessError: for whoever is neither responsible nor above
        """
        self._sdw_check_caller()
        user = self.env.user
        if any(improvement.user_id != user for improvement in self):
            self._sdw_check_role(*ABOVE)
        self._check_step(("open",))
        if not (result if isinstance(result, str) else "").strip():
            raise UserError(self.env._("Please say what came of it."))
        system = self._sdw_system()
        system.write({"state": "done", "result": result, "done_on": moment(), "done_by_id": user.id})
        system._deadline_met()
        summary = attrgetter("name")
        rows = [
            (improvement, improvement._get_verifier(), improvement._sdw_local_date(moment()), summary)
            for improvement in system
        ]
        system._sdw_schedule(VERIFY, rows)
        return True

    def _get_verifier(self):
        """A sales manager other than whoever did it: the one it belongs to, else the first."""
        holders = self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{MANAGER}")._sdw_holders(self.company_id)
        candidates = (self._get_deadline_manager() & holders) | holders
        return (candidates - self.user_id - self.done_by_id)[:1] or holders[:1]

    def action_verify(self):
        """A manager has seen that it is done and works."""
        self._sdw_check_role(MANAGER)
        self._check_step(("done",))
        if not self.env.su and self._own_work():
            raise AccessError(self.env._("Somebody else verifies what you did yourself."))
        system = self._sdw_system()
        system.write({"state": "verified", "verified_on": moment(), "verified_by_id": self.env.uid})
        system._sdw_done(VERIFY)
        return True

    def _own_work(self):
        """What the caller did himself, where another manager could verify it."""
        user, role = self.env.user, self.env["res.groups"]._sdw_role(f"sales_dept_workflow.{MANAGER}")
        mine = self.filtered(lambda improvement: user in (improvement.user_id | improvement.done_by_id))
        return mine.filtered(lambda improvement: role._sdw_holders(improvement.company_id) - user)

    def action_return(self, reason):
        """Not good enough: it is open again, and its date counts again.

        :param str reason: mandatory, kept in the chatter
        """
        self._sdw_check_role(MANAGER)
        self._check_step(("done",))
        if not (reason if isinstance(reason, str) else "").strip():
            raise UserError(self.env._("Please say why it is sent back."))
        system = self._sdw_system()
        system._message_log_batch({improvement.id: reason for improvement in system})
        system._sdw_done(VERIFY)
        system.write({"state": "open", "met_on": False, "done_on": False, "done_by_id": False})
        system._deadline_start()
        return True

    def _check_step(self, states):
        if any(improvement.state not in states for improvement in self.sudo()):
            raise UserError(self.env._("This improvement is past that step."))
