from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes_status import CODE

#: {key of the facts: kind}: what the manager reads, and whose loss is worse.
EVIDENCE_KINDS = {
    "demand": "text",
    "budget": "money",
    "timetable": "text",
    "quotations": "text",
    "negotiations": "text",
    "last_order": "text",
}


class ResPartner(models.Model):
    """The request for a status: its evidence when it is asked for and again when it is decided (A-46…A-49)."""

    _inherit = "res.partner"

    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), CODE]

    def _sdw_prepare_approval(self, code, reason, facts):
        return {**super()._sdw_prepare_approval(code, reason, facts), "partner_id": self.id}

    def _sdw_manager(self):
        """Above the requester's own line: who leads the salesperson's team, else the regional manager."""
        partner = self.sudo()
        return partner.user_id.sale_team_id.user_id or partner.territory_id.user_id

    # ------------------------------------------------------------------ evidence
    def _sdw_status_evidence(self):
        """{commercial partner: what speaks for a status}; set-based. Processes may add to it through ``super()``."""
        trade = self.env["sdw.customer.trade"]._facts(self)
        result = {}
        for partner in self.sudo():
            facts = trade.get(partner.id, {})
            result[partner] = {
                "demand": (partner.sdw_demand or "").strip(),
                "budget": partner.sdw_budget,
                "timetable": partner.sdw_timetable,
                "quotations": facts.get("quotations", 0),
                "negotiations": facts.get("negotiations", 0),
                "last_order": facts.get("last_on"),
            }
        return result

    @api.model
    def _sdw_status_lacks(self, status, evidence):
        """What is still lacking for a status, as translated sentences."""
        checks = {
            "base": self._sdw_lacks_base,
            "potential": self._sdw_lacks_potential,
            "active": self._sdw_lacks_active,
            "dormant": self._sdw_lacks_dormant,
        }
        return checks[status](evidence) if status in checks else []

    @api.model
    def _sdw_lacks_base(self, evidence):
        today = self.env["sdw.customer.trade"]._today()
        lacks = []
        if not evidence["demand"]:
            lacks.append(self.env._("The demand is not stated."))
        if evidence["budget"] <= 0:
            lacks.append(self.env._("The budget is not stated."))
        if not evidence["timetable"]:
            lacks.append(self.env._("The timetable is not stated."))
        elif evidence["timetable"] < today:
            lacks.append(self.env._("The timetable has passed."))
        return lacks

    @api.model
    def _sdw_lacks_potential(self, evidence):
        if evidence["quotations"] or evidence["negotiations"]:
            return []
        return [self.env._("No negotiation and no quotation is open.")]

    @api.model
    def _sdw_lacks_active(self, evidence):
        if evidence["last_order"] and evidence["last_order"].date() >= self.env["sdw.customer.trade"]._dormant_since():
            return []
        return [self.env._("No order was confirmed lately.")]

    @api.model
    def _sdw_lacks_dormant(self, evidence):
        return [] if self._sdw_lacks_active(evidence) else [self.env._("An order was confirmed lately.")]

    # ------------------------------------------------------------------ the approval
    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != CODE:
            return facts
        names = dict(self._fields["customer_status"]._description_selection(self.env))
        for partner, evidence in self._sdw_status_evidence().items():
            current = partner.sudo().customer_status or "lead"
            status = partner.sudo().sdw_status_requested or current
            facts[partner] = {
                "change": f"{names[current]} → {names[status]}",
                "current": current,
                "status": status,
                **evidence,
                "timetable": fields.Date.to_string(evidence["timetable"]) or "",
                "last_order": fields.Date.to_string(evidence["last_order"]) or "",
                "lacks": self._sdw_status_lacks(status, evidence),
            }
        return facts

    def _sdw_facts_labels(self, code):
        if code != CODE:
            return super()._sdw_facts_labels(code)
        labels = {
            "demand": self._fields["sdw_demand"]._description_string(self.env),
            "budget": self._fields["sdw_budget"]._description_string(self.env),
            "timetable": self._fields["sdw_timetable"]._description_string(self.env),
            "quotations": self.env._("Open Quotations"),
            "negotiations": self.env._("Open Negotiations"),
            "last_order": self.env._("Last Order"),
        }
        return {
            "change": (self.env._("Change of Status"), "text"),
            "lacks": (self.env._("Evidence"), "text"),
            **{key: (label, EVIDENCE_KINDS[key]) for key, label in labels.items()},
        }

    def _sdw_format_fact(self, value, kind):
        return "\n".join(value) if isinstance(value, list) else super()._sdw_format_fact(value, kind)

    def _sdw_worse(self, approval, facts):
        """The evidence has gone, or the customer has moved on in the meantime (decision 17).

        An approval of a status he has since left concerns nobody any more.
        """
        if approval.code != CODE:
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        if approval.state == "pending" and before.get("current") != facts["current"]:
            return [{"key": "change", "before": before.get("change"), "after": facts["change"]}]
        if before.get("status") != facts["status"] or not facts["lacks"]:
            return []
        return [{"key": "lacks", "before": before.get("lacks"), "after": facts["lacks"]}]

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code != CODE:
            return result
        for partner, evidence in self._sdw_status_evidence().items():
            status = partner.sudo().sdw_status_requested
            if not status:
                raise UserError(self.env._("Please say which status is requested."))
            lacks = self._sdw_status_lacks(status, evidence)
            if lacks:
                raise UserError("\n".join([f"{partner.display_name}:", *lacks]))
        return result

    def _sdw_approvals_decided(self, approvals):
        """What was approved takes effect; what has ended, however, is no longer requested."""
        result = super()._sdw_approvals_decided(approvals)
        ended = approvals.filtered(lambda approval: approval.code == CODE)
        if not ended:
            return result
        partners = self.env["res.partner"].browse(ended.mapped("res_id"))
        waiting = partners.browse(partners._sdw_pending(CODE).mapped("res_id"))
        (partners - waiting)._sdw_system().write({"sdw_status_requested": False})
        granted = ended.filtered(lambda approval: approval.state == "approved")
        for status, approved in granted.grouped(lambda approval: approval.facts["status"]).items():
            requests = {approval.res_id: approval for approval in approved}
            partners.browse(requests)._sdw_set_status(status, "request", approvals=requests)
        return result
