from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .codes import BID, CLOSED, GM, MANAGER, SUBMIT, TENDER

BEFORE_SENT = ("registered", "preparing", "in_review", "approved")
LIVE = (*BEFORE_SENT, "submitted")
#: In which states a field may be changed by hand. What is not named may be changed at any time.
OPEN_IN = {
    "partner_id": ("registered",),
    "company_id": ("registered",),
    "checklist_ids": ("preparing",),
    "author_id": ("preparing",),
    "document_ids": ("preparing", "in_review"),
    "amount": BEFORE_SENT,
    "currency_id": BEFORE_SENT,
    "lead_id": LIVE,
    "order_id": LIVE,
    "submission_deadline": BEFORE_SENT,
    "opening_date": LIVE,
    "bond_amount": LIVE,
    "bond_due": LIVE,
    "on_site": BEFORE_SENT,
    "on_site_on": LIVE,
    "participant_ids": LIVE,
    "scope": LIVE,
    "subject": LIVE,
    "reference": LIVE,
}
#: A bid document starts with the decision to bid.
BEGUN = {"document_ids", "checklist_ids", "author_id"}
#: Nobody moves the date that binds him: once given, a manager changes it.
BINDING = ("submission_deadline", "bond_due", "bond_amount", "on_site")
#: What the approver of the bid saw.
SEEN = {"amount", "currency_id", "document_ids"}


class SdwTender(models.Model):
    """Who may change what, and until when; and what follows from a change."""

    _inherit = TENDER

    def write(self, vals):
        if not self.env.su:
            self._check_may_write(vals)
        result = super().write(vals)
        self._written(vals)
        return result

    def _written(self, vals):
        if {"document_ids", "invitation_ids"} & vals.keys():
            self._claim_files()
        if SEEN & vals.keys():
            asked = self.filtered(lambda tender: tender.state in ("in_review", "approved"))
            asked._sdw_refresh_approvals([SUBMIT])
        if "partner_id" in vals:
            self._sdw_refresh_approvals([BID])
        if "submission_deadline" in vals:
            self._deadline_follow_submission()
        if {"bond_amount", "bond_due", "user_id"} & vals.keys():
            self._bond_plan()
        if {"participant_ids", "on_site", "on_site_on"} & vals.keys():
            self._onsite_plan()

    # ------------------------------------------------------------------ checks
    def _check_may_write(self, vals):
        self._check_states(vals)
        self._check_roles(vals)
        if "order_id" in vals:
            self.env["sale.order"].browse(vals["order_id"] or []).check_access("read")

    def _check_states(self, vals):
        for name in OPEN_IN.keys() & vals.keys():
            fixed = self.filtered(lambda tender, name=name: tender.state not in OPEN_IN[name])
            if not fixed:
                continue
            names = ", ".join(fixed.mapped("name"))
            if name in BEGUN and any(tender.state in ("registered", "no_bid") for tender in fixed):
                raise UserError(
                    self.env._(
                        "No bid document is started before the manager has decided to bid: %(names)s.", names=names
                    )
                )
            label = self._fields[name]._description_string(self.env)
            raise UserError(self.env._("%(field)s is fixed now: %(names)s.", field=label, names=names))
        if "document_ids" in vals:
            self._check_unbound()

    def _check_unbound(self):
        """What the manager has reviewed stays as it is (T-04)."""
        reviewed = self.filtered("reviewed_on")
        if reviewed:
            raise UserError(
                self.env._(
                    "The bid has been reviewed and is locked. Take it back to preparation first: %(names)s.",
                    names=", ".join(reviewed.mapped("name")),
                )
            )

    def _check_roles(self, vals):
        if "participant_ids" in vals and not self._may(GM):
            raise AccessError(self.env._("The general manager names who bids on site."))
        if "received_on" in vals and not self._may(MANAGER):
            raise AccessError(self.env._("Only a sales manager corrects when the information was received."))
        if {"user_id", "team_id"} & vals.keys() and not self._may(MANAGER, "group_sdw_sales_admin"):
            raise AccessError(self.env._("A sales manager or the sales administration hands a tender over."))
        if not self._may(MANAGER):
            self._check_binding(vals)

    def _check_binding(self, vals):
        decided = self.filtered(lambda tender: tender.state != "registered")
        for name in set(BINDING).intersection(vals):
            field = self._fields[name]
            moved = decided.filtered(
                lambda tender, field=field, name=name: tender[name]
                and field.convert_to_cache(vals[name], tender) != field.convert_to_cache(tender[name], tender)
            )
            if moved:
                label = field._description_string(self.env)
                names = ", ".join(moved.mapped("name"))
                raise AccessError(
                    self.env._("Only a sales manager changes %(field)s: %(names)s.", field=label, names=names)
                )

    @api.model
    def _may(self, *roles):
        return self.env.su or any(self.env.user.has_group(f"sales_dept_workflow.{role}") for role in roles)

    def _check_order_readable(self):
        self.order_id.check_access("read")

    def _check_state(self, *states):
        wrong = self.filtered(lambda tender: tender.state not in states)
        if wrong:
            names = ", ".join(wrong.mapped("name"))
            raise UserError(self.env._("This cannot be done as it stands with: %(names)s.", names=names))

    @api.model
    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        """What was reported stays on record; it is cancelled."""
        raise UserError(self.env._("A tender on record cannot be deleted. Please cancel it."))

    def _is_closed(self):
        return self.state in CLOSED
