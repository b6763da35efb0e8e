from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import COMPLAINT
from .codes_learning import CAUSE, IMPROVEMENT, MANAGER

CODES = ("complaint_cause", "complaint_improvement")


class SdwComplaint(models.Model):
    """Why it happened, and what is changed: on record before a major complaint is closed (X-06, X-07)."""

    _inherit = COMPLAINT

    cause_id = fields.Many2one(
        CAUSE, "Root Cause", domain="[('company_id', 'in', [company_id, False])]", ondelete="restrict", tracking=True,
        copy=False, index="btree_not_null",
    )  # fmt: skip
    improvement_ids = fields.One2many(IMPROVEMENT, "complaint_id", "Corrective Actions", copy=False)
    improvement_waived = fields.Text("Why Nothing is Changed", readonly=True, copy=False)
    improvement_waived_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"improvement_waived", "improvement_waived_by_id"}

    def _check_open_fields(self, vals):
        if "cause_id" in vals and any(complaint.state == "closed" for complaint in self):
            raise UserError(self.env._("A closed complaint is not changed any more."))
        return super()._check_open_fields(vals)

    def action_waive_improvement(self, reason):
        """Nothing is to be changed: the manager says why (it was not our doing, it is known and dealt with, …).

        :param str reason: mandatory
        """
        self._sdw_check_role(MANAGER)
        self._check_state(("new", "responded", "in_progress", "solved"), reason or "")
        self._sdw_system().write({"improvement_waived": reason, "improvement_waived_by_id": self.env.uid})
        return True

    # ------------------------------------------------------------------ the gate
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate != "close":
            return blockers
        for complaint in self.sudo().filtered(lambda complaint: complaint._to_learn_from()):
            if not complaint.cause_id:
                message = self.env._("A major complaint is closed with its root cause.")
                blockers[complaint].append(complaint._sdw_blocker("complaint_cause", message))
            if not complaint.improvement_ids and not complaint.improvement_waived:
                message = self.env._("A major complaint is closed with a corrective action: what, who, by when.")
                blockers[complaint].append(complaint._sdw_blocker("complaint_improvement", message))
        return blockers

    def _to_learn_from(self):
        return self.severity == "major" and self.kind == "complaint"

    def _sdw_applies(self, spec):
        if spec.code in CODES:
            return self._to_learn_from()
        return super()._sdw_applies(spec)
