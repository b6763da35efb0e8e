from odoo import models
from odoo.exceptions import AccessError

#: What the price rules would hold the order for; the accountant's price check reads it.
PRICE_CODES = {"price_approval", "territory_uplift", "special_requirement"}
GATES = ("request", "ship", "post")


class SaleOrder(models.Model):
    """The three checks, what they hold, and what the accountant's decision does (O-04, O-05)."""

    _inherit = "sale.order"

    # ------------------------------------------------------------------ blockers
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate in GATES:
            for order, found in self.sudo()._sdw_credit_blockers(gate).items():
                blockers[order] += found
        return blockers

    def _sdw_credit_blockers(self, gate):
        """{order: blockers}; goods are held at shipping, orders of services alone at the invoice (decision 27).

        A delivery notice waits for the checks alone: what is prepaid may come in while it is signed.
        """
        subject = self._sdw_subject_to("credit")
        if gate == "post":
            subject = subject.filtered(lambda order: not order._sdw_has_goods())
        if not subject:
            return {}
        latest = subject._sdw_latest("credit")
        covering = subject._sdw_covering("credit", latest)
        missing = subject._sdw_prepaid_missing()
        result = {}
        for order in subject:
            result[order] = [] if covering[order] else [order._sdw_credit_blocker(latest[order])]
            if gate != "request" and order in missing and not order._sdw_prepaid_waived(covering[order]):
                result[order].append(order._sdw_prepaid_blocker(*missing[order]))
        return result

    def _sdw_credit_blocker(self, latest):
        message = {
            "pending": self.env._("The accountant's three checks (unit price, credit, payment) are not done yet."),
            "rejected": self.env._("The accountant has refused the order."),
            "lapsed": self.env._("The order changed after the accountant's checks; it has to be checked again."),
            "approved": self.env._("The order changed after the accountant's checks; it has to be checked again."),
        }.get(latest.state, self.env._("The order has not been checked by the accountant."))
        submit = {"method": "action_submit_credit"}
        return self._sdw_ask_blocker("credit_approval", "credit", latest, message, ask=submit)

    def _sdw_prepaid_blocker(self, received, required):
        message = self.env._(
            "The prepayment is not in: %(received)s of %(required)s.",
            received=self._sdw_format_fact(received, "money"),
            required=self._sdw_format_fact(required, "money"),
        )
        return self._sdw_blocker("prepayment_missing", message)

    def _sdw_prepaid_waived(self, approval):
        """Whether the accountant let the missing prepayment pass, with a reason, in the approval that counts."""
        return bool(approval) and any(
            check.kind == "payment" and check.result == "overridden" and check.approval_id == approval
            for check in self.credit_check_ids
        )

    def _sdw_has_goods(self):
        return any(line.product_id.type == "consu" for line in self._sdw_goods_lines())

    # ------------------------------------------------------------------ the three checks
    def _sdw_credit_results(self):
        """{order: {kind: (result, what was seen)}}, set-based."""
        orders = self.sudo()
        prices = orders._sdw_price_findings()
        money = orders._sdw_credit_money()
        missing = orders._sdw_prepaid_missing()
        return {
            order: {
                "price": order._sdw_check_price(prices[order]),
                "credit": order._sdw_check_credit(money[order]),
                "payment": order._sdw_check_payment(missing.get(order)),
            }
            for order in orders
        }

    def _sdw_pays_by(self):
        return self.payment_mode

    def _sdw_price_findings(self):
        """{order: what an enforced price rule finds wrong with it as it stands}"""
        return {
            order: [item["message"] for item in found if item["code"] in PRICE_CODES and item["mode"] == "block"]
            for order, found in self._get_blockers("confirm").items()
        }

    def _sdw_check_price(self, findings):
        if findings:
            return "failed", " ".join(findings)
        return "passed", self.env._("Prices follow the policy or were approved.")

    def _sdw_check_payment(self, missing):
        if missing:
            received, required = (self._sdw_format_fact(amount, "money") for amount in missing)
            return "failed", self.env._("Prepaid: %(received)s of %(required)s.", received=received, required=required)
        if self.payment_mode == "prepaid":
            return "passed", self.env._("Paid in full beforehand.")
        return self._sdw_check_terms()

    def _sdw_check_terms(self):
        """Whether the customer may have anything on credit at all, and at the share agreed with him (Y-03, Y-05)."""
        owner = self._sdw_debtor()
        agreed = owner.payment_mode
        if owner.credit_grade == "d" or agreed == "prepaid":
            return "failed", self.env._("Nothing is delivered to this customer on credit.")
        if self.payment_mode == "mixed" and self.prepaid_percent <= 0:
            return "failed", self.env._("The share to be prepaid is not set.")
        share = self.prepaid_percent if self.payment_mode == "mixed" else 0.0
        if agreed == "mixed" and share < owner.sdw_prepaid_percent:
            return "failed", self.env._(
                "Agreed with this customer: %(share)s %% prepaid.", share=owner.sdw_prepaid_percent
            )
        return "passed", self.env._(
            "On credit; terms: %(terms)s.", terms=self.payment_term_id.name or self.env._("none")
        )

    # ------------------------------------------------------------------ deciding
    def action_recheck_credit(self):
        """Compute the rows anew while the accountant has not decided; what he overrode stays."""
        self._sdw_check_role("group_sdw_accountant", "group_sdw_salesperson")
        orders = self._sdw_system()
        pending = self.browse(orders._sdw_pending("credit").mapped("res_id"))
        orders.filtered(lambda order: order in pending)._sdw_refresh_checks()
        return True

    def _sdw_check_duty(self, code, user):
        super()._sdw_check_duty(code, user)
        if code != "credit":
            return
        for order in self.sudo():
            if order.company_id.sdw_separation_of_duties and order.sdw_confirmed_by_id == user:
                message = self.env._("%(order)s: who confirmed an order does not check it.", order=order.name)
                raise AccessError(message)
