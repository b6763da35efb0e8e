from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .codes import CODE, COMPLAINT, OPEN_STATES, RULE, UNDECIDED

#: What an approver decides on; a change that makes it worse for us ends the decision.
FACTS = {"claim", "claim_amount", "order_id", "partner_id"}
#: Claims that are about goods, which the decision has to name.
GOODS_CLAIMS = ("return", "replacement", "repair")
GENERAL_MANAGER = "sales_dept_workflow.group_sdw_general_manager"


class SdwComplaint(models.Model):
    """The sales manager decides on a major claim before anything is taken back or credited (X-03, X-19, Z-16)."""

    _inherit = COMPLAINT

    decision_state = fields.Selection(
        [
            ("not_needed", "Not Needed"),
            ("needed", "Needed"),
            ("pending", "With the Manager"),
            ("approved", "Granted"),
            ("rejected", "Refused"),
            ("lapsed", "Lapsed"),
        ],
        "Decision",
        compute="_compute_decision_state",
    )

    @api.depends("approval_ids.state", "severity", "claim", "claim_amount", "order_id", "line_ids")
    def _compute_decision_state(self):
        system = self.sudo()
        states = system._sdw_approval_states(CODE, system)
        for complaint in self:
            state = states[complaint.sudo()]
            unneeded = state == "needed" and complaint.severity == "minor"
            complaint.decision_state = "not_needed" if unneeded else state

    # ------------------------------------------------------------------ the approval
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), CODE]

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != CODE:
            return facts
        claims = dict(self._fields["claim"]._description_selection(self.env))
        for complaint in self.sudo():
            goods = complaint._claimed_goods()
            facts[complaint] = {
                "customer": complaint._customer_name(),
                "customer_id": complaint.partner_id.commercial_partner_id.id,
                "claim": claims[complaint.claim],
                "claim_code": complaint.claim,
                "order": complaint.order_id.name or "",
                "order_id": complaint.order_id.id,
                "goods": ", ".join(f"{product.display_name}: {quantity:g}" for product, quantity in goods.items()),
                "quantities": {str(product.id): quantity for product, quantity in goods.items()},
                "amount": complaint._in_company_currency(complaint.claim_amount),
                "claim_amount": complaint.claim_amount,
                "currency": complaint.currency_id.name,
            }
        return facts

    def _in_company_currency(self, amount):
        company = self._sdw_company()
        return self.currency_id._convert(amount, company.currency_id, company, company._sdw_today())

    def _sdw_facts_labels(self, code):
        if code != CODE:
            return super()._sdw_facts_labels(code)
        return {
            "customer": (self.env._("Customer"), "text"),
            "claim": (self._fields["claim"]._description_string(self.env), "text"),
            "amount": (self._fields["claim_amount"]._description_string(self.env), "money"),
            "goods": (self.env._("Goods"), "text"),
            "order": (self.env._("Order"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        """More money, more goods, another claim, order or customer. Rates move: money is compared in its currency."""
        if approval.code != CODE:
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        dearer = facts["claim_amount"] and before.get("currency") != facts["currency"]
        more = self.currency_id.compare_amounts(facts["claim_amount"], before.get("claim_amount", 0.0)) > 0
        had = before.get("quantities", {})
        worse = {
            "customer": before.get("customer_id") != facts["customer_id"],
            "claim": facts["claim_code"] not in ("none", before.get("claim_code")),
            "order": before.get("order_id") != facts["order_id"],
            "amount": dearer or more,
            "goods": any(
                round(quantity, 6) > round(had.get(product, 0.0), 6)
                for product, quantity in facts["quantities"].items()
            ),
        }
        return [
            {"key": key, "before": before.get(key), "after": facts[key]} for key, is_worse in worse.items() if is_worse
        ]

    def _sdw_approval_steps(self, code, steps):
        """Money goes up to the general manager only where the company wants it (Z-16)."""
        steps = super()._sdw_approval_steps(code, steps)
        if code != CODE:
            return steps
        money = self.claim == "compensation" and self._sdw_company().sudo().sdw_complaint_gm
        boss = self.env["res.groups"]._sdw_role(GENERAL_MANAGER)
        return steps if money else steps.filtered(lambda step: step.group_id != boss)

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        for complaint in self.sudo() if code == CODE else ():
            complaint._check_claim_complete()
        return result

    def _check_claim_complete(self):
        if self.state == "closed":
            raise UserError(self.env._("A closed complaint is not changed any more."))
        if not self.partner_id:
            raise UserError(self.env._("Please say which customer it is."))
        if self.claim in GOODS_CLAIMS and not self.line_ids:
            raise UserError(self.env._("Please name the goods and how many, so that the manager knows what he grants."))
        if self.claim == "compensation" and not self.claim_amount:
            raise UserError(self.env._("Please enter the amount the customer claims."))

    def _sdw_check_may_approve(self, approvals):
        result = super()._sdw_check_may_approve(approvals)
        for complaint in self.sudo():
            complaint._check_claim_complete()
        return result

    def action_request_approval(self, code, reason):
        """Whoever handles the complaint, the sales administration or a superior asks for the decision."""
        self._check_step(("solved", *OPEN_STATES))
        return super().action_request_approval(code, reason)

    def action_approve(self, comment=None):
        """Grant the claim: the waiting request, by whoever may decide it."""
        self._sdw_check_caller()
        return self._waiting_request().action_approve(comment)

    def action_reject(self, comment):
        """Refuse the claim, with a reason."""
        self._sdw_check_caller()
        return self._waiting_request().action_reject(comment)

    def _waiting_request(self):
        requests = self.env["sdw.approval"].browse(self._sdw_pending(CODE).ids)
        if not requests:
            raise UserError(self.env._("Nobody has asked for a decision on this complaint."))
        return requests

    def _sdw_approvals_decided(self, approvals):
        """Who decided has read it."""
        result = super()._sdw_approvals_decided(approvals)
        decided = approvals.filtered(
            lambda approval: approval.code == CODE and approval.state in ("approved", "rejected")
        )
        complaints = self.browse(decided.mapped("res_id"))
        if complaints and self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager"):
            complaints._manager_noted()
        return result

    def _sdw_manager(self):
        return self._get_deadline_manager()

    # ------------------------------------------------------------------ after a change
    def write(self, vals):
        if "order_id" in vals and not self.env.su:
            self._check_same_order(vals["order_id"])
        result = super().write(vals)
        if FACTS.intersection(vals):
            self._sdw_system()._sdw_refresh_approvals([CODE])
        return result

    def _check_same_order(self, order_id):
        """What a major complaint holds is not let go by naming another order; the manager may."""
        moved = self.filtered(
            lambda complaint: complaint.severity == "major" and complaint.order_id.id not in (False, order_id)
        )
        if moved and not self.env.user.has_group("sales_dept_workflow.group_sdw_sales_manager"):
            raise AccessError(self.env._("Only a sales manager moves a major complaint to another order."))

    # ------------------------------------------------------------------ the gate of its own
    def _get_blockers(self, gate):
        """A major complaint is not closed without the decision."""
        blockers = super()._get_blockers(gate)
        subject = self._sdw_subject_to(RULE) if gate == "close" else self.browse()
        major = subject.filtered(lambda complaint: complaint.severity == "major")
        latest = major._sdw_latest(CODE)
        for complaint, covering in (major._sdw_covering(CODE, latest) if major else {}).items():
            if not covering and latest[complaint].state != "rejected":
                message = self.env._("The sales manager has not decided on this major complaint.")
                blockers[complaint].append(complaint._sdw_ask_blocker(UNDECIDED, CODE, latest[complaint], message, ""))
        return blockers
