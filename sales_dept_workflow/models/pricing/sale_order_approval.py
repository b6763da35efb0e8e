from odoo import api, models

#: Facts compared by :meth:`SaleOrder._sdw_worse`: a cent is a cent, a percentage is compared to four digits.
DIGITS = {"concession": 6, "percent": 4}


class SaleOrder(models.Model):
    """What the approver of a price sees, and when he would not have said yes any more (decision 17)."""

    _inherit = "sale.order"

    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), "price"]

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != "price":
            return facts
        judged = self._sdw_judge()
        return {order: {**facts[order], **order._sdw_price_facts(judged.get(order))} for order in self}

    def _sdw_price_facts(self, judgement):
        """The concession, whole and by line; ``amount`` in company currency, the rest as the order states it."""
        order, company = self.sudo(), self.sudo().company_id
        conceding = judgement.conceding if judgement else {}
        concession = judgement.concession if judgement else 0.0
        return {
            "amount": order.currency_id._convert(concession, company.currency_id, company, company._sdw_today()),
            "concession": concession,
            "percent": judgement.percent if judgement else 0.0,
            "customer_id": order.partner_id.id,
            "customer": order.partner_id.display_name,
            "currency": order.currency_id.name,
            "lines": {str(line.id): self._sdw_line_fact(line, found) for line, found in conceding.items()},
            "concessions": "\n".join(
                f"{line.product_id.display_name or line.name}: "
                f"{order.currency_id.format(found.net)} / {order.currency_id.format(found.policy)}"
                for line, found in conceding.items()
            ),
            "offer": judgement.offer if judgement else order.amount_untaxed,
            "policy": judgement.policy if judgement else order.amount_untaxed,
            "margin": order.margin,
            "margin_percent": order.margin_percent * 100,
            "distributor": order.distributor_id.partner_id.display_name or "",
        }

    def _sdw_line_fact(self, line, found):
        return {"name": line.product_id.display_name or line.name, "concession": found.concession}

    def _sdw_facts_labels(self, code):
        labels = super()._sdw_facts_labels(code)
        if code != "price":
            return labels
        return {
            **labels,
            "customer": (self.env._("Customer"), "text"),
            "amount": (self.env._("Concession"), "money"),
            "percent": (self.env._("Concession in percent"), "percent"),
            "currency": (self.env._("Currency of the order"), "text"),
            "offer": (self.env._("Offered, net"), "number"),
            "policy": (self.env._("By the policy, net"), "number"),
            "concession": (self.env._("Concession in the order's currency"), "number"),
            "concessions": (self.env._("Lines (offered / policy)"), "text"),
            "margin": (self.env._("Margin left"), "number"),
            "margin_percent": (self.env._("Margin left in percent"), "percent"),
            "distributor": (self.env._("Distributor protected here"), "text"),
        }

    def _sdw_facts_rows(self, code, facts):
        if code == "price" and facts.get("currency") == self.company_id.currency_id.name:
            facts = {key: value for key, value in facts.items() if key not in ("currency", "concession")}
        return super()._sdw_facts_rows(code, facts)

    def _sdw_format_fact(self, value, kind):
        if kind == "number":
            return self.currency_id.format(value or 0.0)
        return super()._sdw_format_fact(value, kind)

    def _sdw_worse(self, approval, facts):
        worse = super()._sdw_worse(approval, facts)
        if approval.code != "price":
            return worse
        before = approval.facts or {}
        keys = [key for key in ("customer_id", "currency") if before.get(key) != facts[key]]
        keys += [key for key, digits in DIGITS.items() if round(facts[key] - (before.get(key) or 0.0), digits) > 0]
        changes = [self._sdw_change(key, before, facts) for key in keys]
        if self._sdw_other_lines(before.get("lines") or {}, facts["lines"]):
            changes.append(self._sdw_change("concessions", before, facts))
        return worse + changes

    def _sdw_change(self, key, before, facts):
        shown = "customer" if key == "customer_id" else key
        return {"key": shown, "before": before.get(shown), "after": facts[shown]}

    def _sdw_other_lines(self, before, after):
        """Whether a line concedes that did not, or more than it did."""
        return any(
            number not in before or round(line["concession"] - before[number]["concession"], 6) > 0
            for number, line in after.items()
        )

    def _sdw_approvals_decided(self, approvals):
        result = super()._sdw_approvals_decided(approvals)
        self.invalidate_recordset(["price_approval_state", "blocker_panel"], flush=False)
        return result

    def action_request_approval(self, code, reason):
        result = super().action_request_approval(code, reason)
        self.invalidate_recordset(["price_approval_state", "blocker_panel"], flush=False)
        return result

    # ------------------------------------------------------------------ not to be shown to customers yet (decision 7)
    def _sdw_not_released(self):
        """The drafts held at the gate *quote*: their printout carries a mark, customers do not get it."""
        return self.filtered(lambda order: order.state == "draft")._sdw_held("quote")
