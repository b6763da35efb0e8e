from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .codes import BID, SALES, SUBMIT, TENDER


class SdwTender(models.Model):
    """The two decisions: whether we bid (manager), and what we send (manager, then general manager)."""

    _inherit = TENDER

    bid_decided_on = fields.Datetime("Decided", readonly=True, copy=False)
    bid_decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    reviewed_on = fields.Datetime("Reviewed", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", "Reviewed by", readonly=True, copy=False)
    gm_signature = fields.Binary("General Manager's Signature", attachment=True, readonly=True, copy=False)
    gm_signed_on = fields.Datetime("Signed on", readonly=True, copy=False)
    gm_signed_by_id = fields.Many2one("res.users", "Signed by", readonly=True, copy=False)
    pending_approval_id = fields.Many2one("sdw.approval", compute="_compute_pending_approval_id")
    can_decide = fields.Boolean(compute="_compute_pending_approval_id")
    facts_panel = fields.Json(compute="_compute_pending_approval_id")

    @api.model
    def _sdw_guarded_fields(self):
        stamps = {"bid_decided_on", "bid_decided_by_id", "reviewed_on", "reviewed_by_id"}
        return super()._sdw_guarded_fields() | stamps | {"gm_signature", "gm_signed_on", "gm_signed_by_id"}

    @api.depends("state")
    @api.depends_context("uid", "lang")
    def _compute_pending_approval_id(self):
        pending = self.env["sdw.approval"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "=", "pending")]
        )
        by_id = {approval.res_id: approval for approval in pending}
        for tender in self:
            approval = by_id.get(tender._origin.id, pending.browse())
            tender.pending_approval_id = approval
            tender.can_decide = approval.can_decide
            tender.facts_panel = approval.can_decide and approval.facts_panel

    # ------------------------------------------------------------------ asking
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), BID, SUBMIT]

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        self._sdw_check_role(SALES)
        self.check_access("write")
        if code == BID:
            self._check_state("registered")
        if code == SUBMIT:
            self._check_state("preparing", "in_review")
            self._check_gate("review")
        return result

    def action_request_approval(self, code, reason):
        approvals = super().action_request_approval(code, reason)
        if code == SUBMIT:
            asked = self._sdw_system().filtered(lambda tender: tender.state == "preparing")
            asked.write({"state": "in_review"})
        return approvals

    def _put_to_manager(self, reason):
        """Ask for the decision to bid, and remember whom it was put to and until when."""
        approvals = self.action_request_approval(BID, reason)
        for approval in approvals.sudo().filtered(lambda approval: approval.state == "pending"):
            self._sdw_system().browse(approval.res_id).manager_id = approval.assignee_id
        self.filtered(lambda tender: tender.state == "registered")._deadline_decide()

    # ------------------------------------------------------------------ what the approver sees
    def _get_approval_facts(self, code):
        if code not in (BID, SUBMIT):
            return super()._get_approval_facts(code)
        return {
            tender: {**tender._facts_of_news(), **(tender._facts_of_bid() if code == SUBMIT else {})} for tender in self
        }

    def _facts_of_news(self):
        tender = self.sudo()
        return {
            "amount": tender.amount_company,
            "offer": tender.currency_id.format(tender.amount),
            "partner_id": tender.partner_id.id,
            "customer": tender.partner_id.display_name,
            "subject": tender.subject or "",
            "reference": tender.reference or "",
            "deadline": tender._local_text(tender.submission_deadline),
            "opening": tender._local_text(tender.opening_date),
            "bond": tender.currency_id.format(tender.bond_amount) if tender.bond_amount else "",
        }

    def _facts_of_bid(self):
        tender = self.sudo()
        hashes = tender._bid_hashes()
        items = tender.checklist_ids
        rivals = tender.competitor_ids.filtered("price")
        return {
            "hashes": hashes,
            "documents": "; ".join(f"{name} ({checksum[:12]})" for name, checksum in hashes),
            "margin": f"{tender.order_id.margin_percent * 100:.1f} %" if tender.order_id else "",
            "materials": f"{len(items.filtered('done'))} / {len(items)}",
            "author": tender.author_id.name or "",
            "competitors": "; ".join(f"{rival.name} {tender.currency_id.format(rival.price)}" for rival in rivals),
        }

    def _local_text(self, moment):
        return format_datetime(self.env, moment, tz=str(self._sdw_timezone()), dt_format="short") if moment else ""

    def _sdw_facts_labels(self, code):
        if code not in (BID, SUBMIT):
            return super()._sdw_facts_labels(code)
        return {
            "customer": (self.env._("Customer"), "text"),
            "subject": (self.env._("Subject"), "text"),
            "reference": (self.env._("Customer's tender no."), "text"),
            "offer": (self.env._("Bid amount"), "text"),
            "margin": (self.env._("Margin of the quotation"), "text"),
            "deadline": (self.env._("Submission deadline"), "text"),
            "opening": (self.env._("Bid opening"), "text"),
            "bond": (self.env._("Bid bond"), "text"),
            "author": (self.env._("Written by"), "text"),
            "materials": (self.env._("Materials ready"), "text"),
            "documents": (self.env._("Bid documents"), "text"),
            "competitors": (self.env._("Competitors"), "text"),
        }

    def _sdw_facts_rows(self, code, facts):
        rows = super()._sdw_facts_rows(code, facts)
        return [row for row in rows if row["value"]] if code in (BID, SUBMIT) else rows

    def _sdw_worse(self, approval, facts):
        if approval.code not in (BID, SUBMIT):
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        compared = {"partner_id": "customer"} if approval.code == BID else {"offer": "offer", "hashes": "documents"}
        return [
            {"key": shown, "before": before.get(shown), "after": facts[shown]}
            for key, shown in compared.items()
            if facts[key] != before.get(key)
        ]

    def _sdw_check_may_approve(self, approvals):
        result = super()._sdw_check_may_approve(approvals)
        bids = approvals.filtered(lambda approval: approval.code == SUBMIT)
        if bids:
            self.browse(bids.mapped("res_id"))._check_gate("review")
        return result

    # ------------------------------------------------------------------ what follows
    def _sdw_approvals_advanced(self, approvals):
        """The manager has reviewed the bid and the general manager is next: from now on its files are locked."""
        result = super()._sdw_approvals_advanced(approvals)
        for approval in approvals.filtered(lambda approval: approval.code == SUBMIT and approval._on_last_step()):
            self.browse(approval.res_id)._reviewed(approval)
        return result

    def _reviewed(self, approval):
        decision = approval.decision_ids[-1:]
        if decision and not self.reviewed_on:
            self.write({"reviewed_on": decision.decided_on, "reviewed_by_id": decision.user_id.id})
            self._lock_files()

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        self._bids_decided(approvals.filtered(lambda approval: approval.code == BID))
        for approval in approvals.filtered(lambda approval: approval.code == SUBMIT):
            self.browse(approval.res_id)._submit_decided(approval)
        return result

    def _bids_decided(self, approvals):
        bid, now = self.browse(), fields.Datetime.now()
        decided = approvals.filtered(lambda approval: approval.state in ("approved", "rejected"))
        for approval in decided:
            tender, decision = self.browse(approval.res_id), approval.decision_ids[-1:]
            if tender.state != "registered":
                continue
            values = {"bid_decided_on": now, "bid_decided_by_id": decision.user_id.id}
            if approval.state == "approved":
                tender.write({"state": "preparing", **values})
                bid |= tender
            else:
                tender.write({"state": "no_bid", "result_on": now, "result_note": decision.comment, **values})
        (self.browse(decided.mapped("res_id")) - bid)._deadline_met()
        if bid:
            bid._list_materials()
            bid._deadline_submit()
            bid._bond_plan()

    def _list_materials(self):
        materials = self.env["sdw.tender.material"].search([("company_id", "in", [*self.company_id.ids, False])])
        values = [
            {"tender_id": tender.id, "material_id": material.id, "name": material.name, "sequence": material.sequence}
            for tender in self
            for material in materials
            if not material.company_id or material.company_id == tender.company_id
        ]
        self.env["sdw.tender.item"].create(values)

    def _submit_decided(self, approval):
        if self.state not in ("preparing", "in_review", "approved"):
            return
        if approval.state != "approved":
            self._back_to_preparation()
            return
        self._reviewed(approval)
        signer = approval.decision_ids[-1:].user_id
        self.write(
            {
                "state": "approved",
                "gm_signature": signer.sdw_signature,
                "gm_signed_by_id": signer.id,
                "gm_signed_on": fields.Datetime.now(),
            }
        )

    def _back_to_preparation(self):
        """Nothing reviewed, bound, signed or sealed comes along into the next version of the bid."""
        self._unlock_files()
        names = ("reviewed_on", "reviewed_by_id", "gm_signature", "gm_signed_on", "gm_signed_by_id")
        stamps = (*names, "bound_on", "bound_by_id", "seal", "sealed_on", "sealed_by_id", "late_reason")
        self._sdw_system().write({"state": "preparing", **dict.fromkeys(stamps, False)})

    # ------------------------------------------------------------------ deciding on the tender's own screen
    def action_approve(self, comment=None):
        """Decide what is pending on these tenders: a thin call on the approvals, which check who may."""
        return self._pending_or_raise().action_approve(comment)

    def action_reject(self, comment):
        """No bid, or back to its author; the reason is mandatory."""
        return self._pending_or_raise().action_reject(comment)

    def _pending_or_raise(self):
        self._sdw_check_caller()
        approvals = self.env["sdw.approval"].browse(self._sdw_pending().ids)
        if len(approvals) < len(self):
            raise UserError(self.env._("Nothing waits for a decision here."))
        return approvals

    def _log_plain(self, title, text):
        for tender in self._sdw_system():
            tender._message_log(body=Markup("<b>%s</b><br/>%s") % (title, text))
