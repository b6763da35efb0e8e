from odoo import api, models
from odoo.fields import Domain

from .codes_contract import LEGAL, PLAIN

OPEN = ("draft", "sent", "sale")


class SaleOrder(models.Model):
    """Where a contract stands (N-08): computed from its review, its signature and the order's life."""

    _inherit = "sale.order"

    @api.depends("state", "contract_signed_on", "sdw_contract_differs", "sdw_contract_closed_on", "approval_ids")
    def _compute_contract_state(self):
        orders = self.sudo()
        ruled = orders._sdw_contract_ruled()
        made = orders.filtered(lambda order: order.contract_signed_on or order.sdw_contract_closed_on)
        # A confirmed order without a signed contract predates the rule, unless somebody asked for a review.
        asked = (orders - made) | made.filtered("sdw_contract_differs")
        watched = asked.company_id.filtered(lambda company: company._sdw_contracts_kept())
        latest = asked.filtered(lambda order: order.company_id in watched)._sdw_contract_requests()
        for order in self:
            order.contract_state = order.sudo()._sdw_contract_state(latest.get(order), order in ruled)

    def _sdw_contract_state(self, request, ruled):
        if self.sdw_contract_closed_on:
            return "closed"
        if self.state not in OPEN:
            return "none"
        if self.contract_signed_on and not self.sdw_contract_differs:
            return "performing" if self.state == "sale" else "signed"
        found = {"pending": "review", "approved": "approved"}.get(request.state if request else None)
        return found or ("draft" if ruled else "none")

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        self.invalidate_recordset(["contract_state"], flush=False)
        return result

    def action_request_approval(self, code, reason):
        result = super().action_request_approval(code, reason)
        self.invalidate_recordset(["contract_state"], flush=False)
        return result

    @api.model
    def _search_contract_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._sdw_contract_domains()
        found = Domain.OR([domains[state] for state in value if state in domains])
        if "none" in value:
            found |= ~Domain.OR(list(domains.values()))
        return found

    @api.model
    def _sdw_contract_domains(self):
        closed = Domain("sdw_contract_closed_on", "!=", False)
        life = ~closed & Domain("state", "in", OPEN)
        valid = Domain("contract_signed_on", "!=", False) & Domain("sdw_contract_differs", "=", False)
        waiting = life & ~valid
        review, approved = (
            waiting & Domain("id", "in", self._sdw_contract_ids(state, waiting)) for state in ("pending", "approved")
        )
        return {
            "closed": closed,
            "performing": life & valid & Domain("state", "=", "sale"),
            "signed": life & valid & Domain("state", "!=", "sale"),
            "review": review,
            "approved": approved,
            "draft": waiting & self._sdw_contract_needed() & ~review & ~approved,
        }

    @api.model
    def _sdw_contract_ids(self, state, waiting):
        """Ids of the ``waiting`` orders whose latest request that would do is in ``state``."""
        domain = [("res_model", "=", self._name), ("code", "in", (PLAIN, LEGAL)), ("state", "=", state)]
        domain.append(("res_id", "in", self.sudo()._search(waiting)))
        ids = self.env["sdw.approval"].sudo().search_fetch(domain, ["res_id"]).mapped("res_id")
        orders = self.sudo().browse(ids).exists()
        return [order.id for order, request in orders._sdw_contract_requests().items() if request.state == state]

    @api.model
    def _sdw_contract_needed(self):
        """Orders of companies with the rule switched on that are not older than it."""
        needed = Domain.FALSE
        for company in self.env.companies.sudo():
            since = company._sdw_rule_since("contract")
            if since:
                stamped = Domain("sdw_guarded_on", ">=", since)
                young = stamped | (Domain("sdw_guarded_on", "=", False) & Domain("create_date", ">=", since))
                needed |= Domain("company_id", "=", company.id) & young & Domain("state", "in", OPEN)
        return needed
