from odoo import api, fields, models

from .codes import BID, SUBMIT, TENDER


class SdwTender(models.Model):
    """What stands before the review (gate ``review``) and before sending (gate ``submit``)."""

    _inherit = TENDER

    is_late = fields.Boolean("Deadline Passed", compute="_compute_is_late")

    @api.depends("submission_deadline")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for tender in self:
            tender.is_late = tender.submission_deadline and tender.submission_deadline < now

    def _sdw_ruled(self):
        """The state machine of our own document always holds, whatever rules are on (decision 2)."""
        return self

    def _sdw_panel_gates(self):
        # While it is written only the review lies ahead: nobody binds or seals what is not finished.
        ahead = {"preparing": ("review",), "in_review": ("submit",), "approved": ("submit",)}
        return {tender: ahead.get(tender.state, ()) for tender in self}

    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate not in ("review", "submit"):
            return found
        for tender in self.sudo():
            found[tender.sudo(False)] += tender._blockers_of_bid()
        if gate == "submit":
            latest = self._sdw_latest(SUBMIT)
            covering = self._sdw_covering(SUBMIT, latest)
            for tender in self.sudo():
                plain = tender.sudo(False)
                found[plain] += tender._blockers_of_approval(latest[plain], covering[plain])
                found[plain] += tender._blockers_of_sending()
        return found

    def _blockers_of_bid(self):
        if self.state in ("registered", "no_bid", "cancelled"):
            return [self._sdw_blocker(BID, self.env._("It has not been decided to bid."))]
        blockers = []
        missing = self.checklist_ids.filtered(lambda item: not item.done)
        if missing:
            names = ", ".join(missing[:5].mapped("name"))
            message = self.env._("%(count)s materials are missing: %(names)s.", count=len(missing), names=names)
            blockers.append(self._sdw_blocker("tender_checklist", message))
        if not self.document_ids or not self.author_id:
            message = self.env._("The bid document is not attached, or nobody is named as its author.")
            blockers.append(self._sdw_blocker("tender_documents", message))
        return blockers

    def _blockers_of_approval(self, latest, covering):
        if self.state == "registered" or covering:
            return []
        if latest.state == "pending":
            message = self._sdw_waits_for(latest)
            action = self._sdw_ask_action(SUBMIT, latest)
            return [self._sdw_blocker("tender_approval", message, action, self._sdw_waiting_role(latest))]
        message = self.env._("The bid is not reviewed by the manager and signed by the general manager as it stands.")
        return [self._sdw_blocker("tender_approval", message)]

    def _blockers_of_sending(self):
        blockers = []
        if not self.bound_on:
            message = self.env._("The reviewed bid has not been bound.")
            action = {"method": "action_bind", "name": self.env._("Bound")} if self.reviewed_on else None
            blockers.append(self._sdw_blocker("tender_unbound", message, action))
        if not self.sealed_on:
            blockers.append(self._sdw_blocker("tender_unsealed", self.env._("The bid does not bear our seal.")))
        if self.on_site and not self.participant_ids:
            message = self.env._("The bidding is on site and nobody has been named to go.")
            blockers.append(self._sdw_blocker("tender_participants", message))
        if self.is_late and not self.late_reason:
            blockers.append(self._sdw_blocker("tender_late", self.env._("The submission deadline has passed.")))
        return blockers
