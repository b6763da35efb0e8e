import hashlib
import json

from odoo import api, models

from .codes_contract import LEGAL, PLAIN

#: What is compared as it stands; each with the fact that is shown when it differs.
SAME = {
    "customer_id": "customer",
    "consignee_id": "consignee",
    "currency": "currency",
    "delivery": "delivery",
    "delivery_date": "delivery_date",
    "payment": "payment",
    "payment_term_id": "payment_term",
    "payment_due_date": "payment_due_date",
    "liability": "liability",
    "terms": "terms",
}

#: Of a line, what may change in our favour after the review.
MONEY = {"net", "total"}


class SaleOrder(models.Model):
    """What a contract says: shown to whoever reviews it, kept when it is signed, compared ever after (Z-10)."""

    _inherit = "sale.order"

    @api.model
    def _sdw_approval_codes(self):
        return [*super()._sdw_approval_codes(), PLAIN, LEGAL]

    def _sdw_contract_code(self):
        """Which approval this contract needs (Z-09)."""
        limit = self.company_id.sdw_legal_review_amount
        legal = self.contract_nonstandard or not limit or self._sdw_contract_amount() > limit
        return LEGAL if legal else PLAIN

    def _sdw_contract_amount(self):
        """Total with VAT in company currency."""
        return self.company_id.currency_id.round(self.amount_total / (self.currency_rate or 1.0))

    # ------------------------------------------------------------------ the content
    def _sdw_contract_content(self):
        """{order: facts}, set-based: parties, clauses, and line by line what is sold at what price."""
        return {order: order._sdw_contract_facts() for order in self.sudo()}

    def _sdw_contract_facts(self):
        return {
            "customer_id": self.partner_id.id,
            "customer": self.partner_id.display_name,
            "consignee_id": self.partner_shipping_id.id,
            "consignee": self.partner_shipping_id.display_name,
            "currency": self.currency_id.name,
            "amount": self._sdw_contract_amount(),
            "delivery": self.sdw_delivery_clause or "",
            "delivery_date": str(self.sdw_delivery_date or ""),
            "payment": self.sdw_payment_clause or "",
            "payment_term_id": self.payment_term_id.id,
            "payment_term": self.payment_term_id.name or "",
            "payment_due_date": str(self.sdw_payment_due_date or ""),
            "liability": self.sdw_liability_clause or "",
            "terms": self.sdw_contract_terms or "",
            "nonstandard": self.contract_nonstandard,
            "lines": {str(line.id): line._sdw_contract_facts() for line in self._sdw_contract_lines()},
        }

    def _sdw_contract_lines(self):
        """The lines the contract is about: what later flows add (down payments, freight, goods delivered beyond the
        order) is not; a note is, for it may promise something.
        """
        return self.order_line.filtered(
            lambda line: not line._sdw_passes() and (line.product_uom_qty or line.display_type)
        )

    @api.model
    def _sdw_contract_digest(self, facts):
        """SHA-256 of what the parties agree on; names that may be spelled otherwise one day do not count."""
        lines = sorted(json.dumps(line, sort_keys=True) for line in facts["lines"].values())
        content = [{key: facts[key] or "" for key in SAME}, lines]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    # ------------------------------------------------------------------ the approval
    def _get_approval_facts(self, code):
        if code not in (PLAIN, LEGAL):
            return super()._get_approval_facts(code)
        content = self._sdw_contract_content()
        for order, facts in content.items():
            facts["template"] = order.sdw_contract_template_id.name or ""
            facts["goods"] = "\n".join(self._sdw_contract_goods(line) for line in facts["lines"].values())
        return content

    def _sdw_facts_to_compare(self, code):
        return self._sdw_contract_content() if code in (PLAIN, LEGAL) else super()._sdw_facts_to_compare(code)

    @api.model
    def _sdw_contract_goods(self, line):
        if not line["product"]:
            return line["name"]
        special = f" ({line['special']})" if line["special"] else ""
        return f"{line['name']}: {line['quantity']:g} × {line['net']:,.2f}{special}"

    def _sdw_facts_labels(self, code):
        if code not in (PLAIN, LEGAL):
            return super()._sdw_facts_labels(code)
        labels = {"amount": (self.env._("Contract amount"), "money"), "goods": (self.env._("Goods"), "text")}
        own = {
            "delivery": "sdw_delivery_clause",
            "delivery_date": "sdw_delivery_date",
            "payment": "sdw_payment_clause",
            "payment_term": "payment_term_id",
            "payment_due_date": "sdw_payment_due_date",
            "liability": "sdw_liability_clause",
            "terms": "sdw_contract_terms",
            "template": "sdw_contract_template_id",
            "nonstandard": "contract_nonstandard",
        }
        return {
            "customer": (self.env._("Customer"), "text"),
            "consignee": (self.env._("Consignee"), "text"),
            "currency": (self.env._("Currency"), "text"),
            **labels,
            **{key: (self._fields[name]._description_string(self.env), "text") for key, name in own.items()},
        }

    def _sdw_format_fact(self, value, kind):
        if value is True:
            return self.env._("Yes")
        return super()._sdw_format_fact(value, kind)

    def _sdw_facts_rows(self, code, facts):
        if code in (PLAIN, LEGAL) and facts.get("consignee") == facts.get("customer"):
            facts = {key: value for key, value in facts.items() if key != "consignee"}
        return super()._sdw_facts_rows(code, facts)

    # ------------------------------------------------------------------ worse
    def _sdw_worse(self, approval, facts):
        if approval.code not in (PLAIN, LEGAL):
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        changes = [
            {"key": shown, "before": before.get(shown), "after": facts[shown]}
            for key, shown in SAME.items()
            if (before.get(key) or "") != (facts[key] or "")
        ]
        if facts["nonstandard"] and not before.get("nonstandard"):
            changes.append({"key": "nonstandard", "before": False, "after": True})
        return changes + self._sdw_worse_contract_lines(before.get("lines") or {}, facts["lines"])

    @api.model
    def _sdw_worse_contract_lines(self, before, after):
        """Other goods, other quantities, or less money for them. More money for the same goods needs no new review."""
        changes = [
            {"key": line["name"], "before": self._sdw_contract_goods(line), "after": ""}
            for number, line in before.items()
            if number not in after
        ]
        for number, line in after.items():
            old = before.get(number)
            if not old or line["net"] < old["net"] or any(old[key] != line[key] for key in line if key not in MONEY):
                shown = self._sdw_contract_goods(old) if old else ""
                changes.append({"key": line["name"], "before": shown, "after": self._sdw_contract_goods(line)})
        return changes
