from collections import defaultdict

from odoo import fields, models

from .codes_contract import ENOUGH, LEGAL, PLAIN
from .sale_order_contract_sign import CLERK


class SaleOrder(models.Model):
    """Reviewed by us, signed by the customer, and still the same: or the order is not confirmed (N-01, N-09, Z-10)."""

    _inherit = "sale.order"

    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate == "confirm":
            for order, found in self.sudo()._sdw_contract_ruled()._sdw_contract_blockers().items():
                blockers[order] += found
        return blockers

    def _sdw_contract_blockers(self):
        """{order: blockers}; the queries do not grow with the number of orders."""
        if not self:
            return {}
        requests = self._sdw_contract_requests()
        content = self._sdw_contract_content()
        found = {}
        for order in self:
            review = order._sdw_approval_blockers(requests[order], content[order])
            found[order] = [*review, *order._sdw_signature_blockers(content[order], reviewed=not review)]
        return found

    def _sdw_contract_requests(self):
        """{order: the latest request, not withdrawn, that would do for it, or empty}, in one query."""
        found, requests = defaultdict(lambda: self.env["sdw.approval"].sudo()), self.env["sdw.approval"].sudo()
        if self.ids:
            domain = [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("code", "in", (PLAIN, LEGAL)),
                ("state", "!=", "cancelled"),
            ]
            requests = requests.search_fetch(domain, order="id desc")
        for request in requests:
            found[request.res_id] |= request
        return {order: order._sdw_latest_enough(found[order._origin.id]) for order in self}

    def _sdw_latest_enough(self, requests):
        enough = ENOUGH[self.sudo()._sdw_contract_code()]
        return requests.filtered(lambda request: request.code in enough)[:1]

    # ------------------------------------------------------------------ reviewed
    def _sdw_approval_blockers(self, request, content):
        if request.state == "approved" and self._sdw_still_covers(request, content):
            return []
        changed = self.env._("The contract changed after it was reviewed; it has to be reviewed again.")
        message = {
            "pending": self.env._("The contract is being reviewed."),
            "rejected": self.env._("The contract was not approved."),
            "lapsed": changed,
            "approved": changed,
        }.get(request.state) or self._sdw_unreviewed()
        pending = request.state == "pending"
        if pending:
            message = f"{message} {self._sdw_waits_for(request)}"
        action = self._sdw_ask_action(request.code, request) if pending else {"method": "action_submit_contract"}
        role = self._sdw_waiting_role(request) if pending else None
        return [self._sdw_blocker("contract_approval", message, action, role)]

    def _sdw_still_covers(self, request, content):
        today = fields.Date.context_today(self)
        return not (request.valid_until and request.valid_until < today) and not self._sdw_worse(request, content)

    def _sdw_unreviewed(self):
        missing = self._sdw_contract_missing()
        if missing:
            return self.env._(
                "The contract has not been submitted for review; it lacks: %(missing)s.", missing=", ".join(missing)
            )
        if self._sdw_contract_code() == LEGAL:
            return self.env._("The contract has to be reviewed by the sales manager and the legal department.")
        return self.env._("The contract has to be reviewed by the sales manager.")

    # ------------------------------------------------------------------ signed
    def _sdw_signature_blockers(self, content, reviewed):
        if self._sdw_is_signed(content):
            return []
        if self.state == "cancel" or not self.contract_signed_on:
            message = self.env._("The customer has not signed the contract.")
        else:
            message = self.env._(
                "The order differs from the contract signed on %(day)s; a new version has to be signed.",
                day=fields.Date.to_string(self.contract_signed_on),
            )
        return [self._sdw_blocker("contract_unsigned", message, self._sdw_file_action() if reviewed else None)]

    def _sdw_file_action(self):
        """A contract ready to be signed comes back on paper to the sales administration, who files it."""
        if not self.env.user.has_group(f"sales_dept_workflow.{CLERK}"):
            return None
        return {"method": "action_open_sign_contract", "name": self.env._("File Signed Paper")}

    def _sdw_is_signed(self, content):
        """Whether the customer has signed exactly this. What was signed before a cancellation is history."""
        version = self.sdw_contract_version_id
        if not (version and self.contract_signed_on and self.state != "cancel"):
            return False
        return version.digest == self._sdw_contract_digest(content)

    # ------------------------------------------------------------------ who signs for us
    def _sdw_contract_signatory(self):
        """Who approved the contract as it stands: his signature stands on the paper."""
        self.ensure_one()
        request = self._sdw_contract_requests()[self]
        approved = request.state == "approved" and request.decision_ids.filtered(
            lambda decision: decision.decision in ("approved", "own_authority")
        )
        return approved.sorted("id")[:1].user_id if approved else self.env["res.users"]

    def _sdw_contract_reviewed_on(self):
        return self._sdw_contract_requests()[self].decided_on
