from odoo import api, models

from .codes import CASE

#: From mild to severe: when two cases become one, the severer stage stays.
SEVERITY = ("dunning", "agreement", "plan", "refused", "legal")


class SdwCollectionCase(models.Model):
    """Two customers become one (merge, change of parent): open cases are joined, holds win (decision 30)."""

    _inherit = CASE

    @api.model
    def _partners_joined(self, partners, target):
        """Give the cases of ``partners`` to the commercial partner ``target``.

        PostgreSQL allows one open case per customer and company, so the open ones are joined before they move.
        """
        every = self._sdw_system().search([("partner_id", "in", (partners | target).ids)], order="id")
        moving = every.filtered(lambda case: case.partner_id != target)
        if not moving:
            return
        for cases in every.filtered(lambda case: case.state != "closed").grouped("company_id").values():
            kept = cases.filtered(lambda case: case.partner_id == target)[:1] or cases[:1]
            kept._absorb(cases - kept)
        self.env.flush_all()
        moving.write({"partner_id": target.id})
        self.env.flush_all()
        self._forget_holds()

    def _absorb(self, others):
        """Take over what was done and agreed on ``others``, their hold and the severer state; close them."""
        if not others:
            return
        both = self | others
        state = max(both.mapped("state"), key=SEVERITY.index)
        held = both.filtered("hold").sorted("hold_since")[:1]
        others.agreement_ids._case_joined()
        others._sdw_cancel_approvals()
        others._stop_asking()
        others.action_ids.write({"case_id": self.id})
        others.agreement_ids.write({"case_id": self.id})
        for other in others:
            other._message_log(
                body=self.env._("Joined with %(case)s: the two customers have become one.", case=self.name)
            )
            other.message_change_thread(self)
        others.letter_ids._not_needed()
        values = {
            "plan_required": any(both.mapped("plan_required")),
            "promises_broken": sum(both.mapped("promises_broken")),
        }
        values |= {"state": state, "legal_user_id": (self.legal_user_id or others.legal_user_id[:1]).id}
        if held:
            values |= {"hold": True, "hold_since": held.hold_since, "hold_reason": held.hold_reason}
        others.write(
            {
                "state": "closed",
                "close_reason": self.env._("Joined with %(case)s", case=self.name),
                "hold": False,
                "plan_required": False,
            }
        )
        others.write(
            {"closed_on": self.env.cr.now(), "settled_date": False, "closed_state": False, "closed_hold": False}
        )
        self.write(values)
