from odoo import api, models
from odoo.exceptions import UserError

from .codes_freight import FREIGHT, GATES


class SaleOrder(models.Model):
    """What freight holds, and what the manager sees when he decides on it (D-06…D-08, decisions 4 and 27)."""

    _inherit = "sale.order"

    # ------------------------------------------------------------------ blockers
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        if gate in GATES:
            for order, found in self.sudo()._sdw_freight_blockers().items():
                blockers[order] += found
        return blockers

    def _sdw_freight_ruled(self):
        """The orders of self that the rule is about: with goods, and nobody's carrier has been chosen."""
        ruled = self._sdw_subject_to(FREIGHT)
        if "carrier_id" in self._fields:
            ruled = ruled.filtered(lambda order: not order.carrier_id)
        return ruled.filtered(lambda order: order._sdw_freight_goods())

    def _sdw_freight_blockers(self):
        """{order: blockers}, set-based."""
        ruled = self._sdw_freight_ruled()
        objected = ruled.filtered("freight_objection")
        prepaid = ruled.filtered(lambda order: order.freight_term == "prepaid")
        unagreed = prepaid - prepaid._sdw_freight_agreed()
        asking = objected | unagreed
        latest = asking._sdw_latest(FREIGHT) if asking else {}
        result = {order: [] for order in ruled}
        for order in objected:
            result[order].append(order._sdw_objection_blocker(latest[order]))
        for order in unagreed - objected:
            result[order].append(order._sdw_terms_blocker(latest[order]))
        for order in ruled - prepaid:
            if order.freight_term != "pickup" and not order._sdw_freight_is_told():
                result[order].append(order._sdw_untold_blocker())
        return result

    def _sdw_untold_blocker(self):
        if self.freight_told_on:
            message = self.env._("Goods or address changed after the customer was told the freight; tell him again.")
        else:
            message = self.env._("The customer has not been told what the freight costs him.")
        return self._sdw_blocker("freight_untold", message, self.action_open_freight_told())

    def _sdw_objection_blocker(self, latest):
        message = {
            "freight": self.env._("The customer objects to the freight."),
            "settlement": self.env._("The customer objects to how the freight or the order is settled."),
        }[self.freight_objection]
        remedy = self.env._("The sales manager has to decide.")
        return self._sdw_ask_blocker("freight_objection", FREIGHT, latest, message, remedy)

    def _sdw_terms_blocker(self, latest):
        message = self.env._("We are to pay the freight, which nobody has agreed to as the order stands now.")
        remedy = self.env._("The sales manager has to decide.")
        return self._sdw_ask_blocker("freight_terms", FREIGHT, latest, message, remedy)

    # ------------------------------------------------------------------ the approval
    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), FREIGHT]

    def _sdw_check_may_request(self, code):
        result = super()._sdw_check_may_request(code)
        if code == FREIGHT:
            for order in self.sudo():
                if order.state == "cancel" or not order._sdw_freight_goods():
                    raise UserError(
                        self.env._("%(order)s: there is no freight to decide on.", order=order.display_name)
                    )
        return result

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != FREIGHT:
            return facts
        orders = self.sudo()
        objections = orders.sdw_freight_objection_ids.filtered(lambda objection: objection.state == "open")
        objections = objections.grouped("order_id")
        for order in orders:
            facts[order] = {**facts[order], **order._sdw_freight_facts(objections.get(order))}
        return facts

    def _sdw_freight_facts(self, objection):
        """``amount`` in company currency; ``asks`` says what approving does."""
        company, basis = self.company_id, self._sdw_freight_basis()
        asks = "settlement" if objection and objection.kind == "settlement" else "prepaid"
        amount = self.currency_id._convert(self.freight_amount, company.currency_id, company, company._sdw_today())
        return {
            "customer": self.partner_id.display_name,
            "customer_id": self.partner_id.id,
            "address": basis["address"],
            "address_id": basis["address_id"],
            "amount": amount,
            "goods": ", ".join(
                f"{product.display_name}: {quantity:g}" for product, quantity in self._sdw_freight_goods().items()
            ),
            "quantities": basis["goods"],
            "asks": asks,
            "wanted": self._sdw_freight_wanted(asks),
            "objection": objection.text if objection else "",
            "objection_id": objection.id if objection else False,
        }

    def _sdw_freight_wanted(self, asks):
        if asks == "prepaid":
            return self.env._("We pay the freight")
        return self.env._("Other terms of settlement; the sales administration agrees them with the customer")

    def _sdw_facts_labels(self, code):
        labels = super()._sdw_facts_labels(code)
        if code != FREIGHT:
            return labels
        return {
            **labels,
            "customer": (self.env._("Customer"), "text"),
            "address": (self.env._("Delivered to"), "text"),
            "goods": (self.env._("Goods"), "text"),
            "amount": (self.env._("Freight"), "money"),
            "wanted": (self.env._("If approved"), "text"),
            "objection": (self.env._("The customer says"), "text"),
        }

    def _sdw_worse(self, approval, facts):
        worse = super()._sdw_worse(approval, facts)
        if approval.code != FREIGHT:
            return worse
        before = approval.facts or {}
        keys = ["customer"] if before.get("customer_id") != facts["customer_id"] else []
        keys += ["address"] if any(before.get(key) != facts[key] for key in ("address_id", "address")) else []
        keys += ["amount"] if round(facts["amount"] - (before.get("amount") or 0.0), 2) > 0 else []
        had = before.get("quantities") or {}
        if any(round(quantity - had.get(product, 0.0), 6) > 0 for product, quantity in facts["quantities"].items()):
            keys.append("goods")
        # What was decided stays decided, whatever the customer objects to later.
        if approval.state == "pending" and before.get("objection_id") != facts["objection_id"]:
            keys.append("objection")
        return worse + [{"key": key, "before": before.get(key), "after": facts[key]} for key in keys]
