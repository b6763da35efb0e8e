from odoo import models

from ..common.shared import once, read_lines
from .credit_exposure import MONEY


class SaleOrder(models.Model):
    """What the accountant sees of an order, and when it is worse than what he saw (decision 17)."""

    _inherit = "sale.order"

    def _get_approval_facts(self, code):
        facts = super()._get_approval_facts(code)
        if code != "credit":
            return facts
        money = self.sudo()._sdw_credit_money()
        prepaid = self.sudo()._sdw_prepaid_received()
        for order, promised in self._sdw_credit_promised().items():
            figures = {key: money[order][key] for key in ("limit", "exposure", "overdue", "bills")}
            facts[order] = {**promised, **figures, "prepaid": prepaid[order]}
        return facts

    def _sdw_facts_to_compare(self, code):
        """What the order promises: the customer's money is judged anew by whoever decides, it makes nothing worse."""
        return self._sdw_credit_promised(named=False) if code == "credit" else super()._sdw_facts_to_compare(code)

    def _sdw_credit_promised(self, named=True):
        orders = self.sudo()
        read_lines(orders, "order_line")
        return {
            order: {
                "customer": order.partner_id.commercial_partner_id.display_name,
                "customers": order._sdw_credit_customers(),
                "amount": order._sdw_goods_amount(),
                "mode": order.payment_mode or "credit",
                "share": order.prepaid_percent,
                "terms": order.payment_term_id.id,
                "terms_name": order.payment_term_id.name or "",
                "lines": order._sdw_credit_lines(named),
            }
            for order in orders
        }

    def _sdw_facts_labels(self, code):
        if code != "credit":
            return super()._sdw_facts_labels(code)
        return {
            "customer": (self.env._("Customer"), "text"),
            "amount": (self.env._("This order"), "money"),
            "limit": (self.env._("Credit limit"), "money"),
            "exposure": (self.env._("Credit in use, without this order"), "money"),
            "overdue": (self.env._("Overdue"), "money"),
            "bills": (self.env._("Bills not yet paid"), "money"),
            "prepaid": (self.env._("Prepaid for this order"), "money"),
            "terms_name": (self.env._("Payment terms"), "text"),
        }

    def _sdw_credit_customers(self):
        """Who buys, who is invoiced, who receives: their commercial partners' ids."""
        partners = (self.partner_id, self.partner_invoice_id, self.partner_shipping_id)
        return [partner.commercial_partner_id.id for partner in partners]

    def _sdw_goods_lines(self):
        return self.order_line.filtered(lambda line: not line.display_type and not line._sdw_passes())

    def _sdw_goods_amount(self):
        """Total with VAT of what the customer ordered, in company currency."""
        total = sum(self._sdw_goods_lines().mapped("price_total"))
        return self.company_id.currency_id.round(total / (self.currency_rate or 1.0))

    def _sdw_credit_lines(self, named):
        """{id of the line: product, quantity and net price per reference unit}: what must not get worse.

        :param bool named: with the name of the goods, which nobody compares
        """
        lines = {}
        for line in self._sdw_goods_lines():
            unit = (
                line.product_uom_id._compute_quantity(1.0, line.product_id.uom_id, round=False)
                if line.product_id
                else 1.0
            )
            price = line.price_unit * (1 - (line.discount or 0.0) / 100)
            lines[str(line.id)] = {
                **({"name": line._sdw_goods_name()} if named else {}),
                "product": line.product_id.id,
                "quantity": round(line.product_uom_qty * unit, 6),
                "price": round(price / (unit or 1.0), 6),
            }
        return lines

    def _sdw_credit_money(self):
        """{order: limit, exposure without this order, this order, overdue, deferred, bills} in company currency;
        set-based.
        """
        return once(self, MONEY, SaleOrder._sdw_credit_money_anew)

    def _sdw_credit_money_anew(self):
        result = {}
        for company, orders in self.grouped("company_id").items():
            owners = orders.partner_id.commercial_partner_id.with_company(company)
            exposure, open_amounts = self.env["sdw.credit.exposure"]._get_with_open(owners, orders, company)
            late = owners.filtered(lambda owner, found=exposure: found[owner.id][1] > 0)
            deferred = self.env["sdw.credit.exposure"]._get_deferred(late, company)
            bills = self.env["sdw.credit.exposure"]._get_bills_pending(owners, company)
            limits = {owner.id: owner.credit_limit for owner in owners}
            for order in orders:
                owner = order.partner_id.commercial_partner_id.id
                used, overdue = exposure[owner]
                counted, whole = open_amounts[order]
                result[order] = {
                    "limit": limits[owner],
                    "exposure": company.currency_id.round(used - counted),
                    "order": company.currency_id.round(whole),
                    "overdue": overdue,
                    "deferred": deferred.get(owner, 0.0),
                    "bills": bills[owner],
                }
        return result

    # ------------------------------------------------------------------ worse
    def _sdw_worse(self, approval, facts):
        if approval.code != "credit":
            return super()._sdw_worse(approval, facts)
        before = approval.facts or {}
        return [
            *self._sdw_worse_terms(before, facts),
            *self._sdw_worse_amount(before, facts, approval.type_id._sdw_known().tolerance_percent),
            *self._sdw_worse_lines(before.get("lines", {}), facts["lines"]),
        ]

    def _sdw_worse_terms(self, before, facts):
        rows = (("customers", "customer"), ("mode", "mode"), ("terms", "terms_name"))
        changes = [
            {"key": shown, "before": before.get(shown), "after": facts[shown]}
            for key, shown in rows
            if (before.get(key) or False) != (facts[key] or False)
        ]
        if facts["mode"] == "mixed" and facts["share"] < before.get("share", 0.0):
            changes.append({"key": "share", "before": before.get("share"), "after": facts["share"]})
        return changes

    def _sdw_worse_amount(self, before, facts, tolerance):
        allowed = before.get("amount", 0.0) * (1 + (tolerance or 0.0) / 100)
        if self._sdw_company().currency_id.compare_amounts(facts["amount"], allowed) <= 0:
            return []
        return [{"key": "amount", "before": before.get("amount"), "after": facts["amount"]}]

    def _sdw_worse_lines(self, before, after):
        changes, lines = [], self.sudo().order_line
        for key, line in after.items():
            old, goods = before.get(key), lines.browse(int(key))
            if not old:
                if line["quantity"]:
                    changes.append({"key": goods._sdw_goods_name(), "before": 0, "after": line["quantity"]})
            elif line["product"] != old["product"]:
                changes.append({"key": old["name"], "before": old["name"], "after": goods._sdw_goods_name()})
            else:
                changes += [
                    {"key": goods._sdw_goods_name(), "before": old[name], "after": line[name]}
                    for name, worse in (
                        ("quantity", line["quantity"] > old["quantity"]),
                        ("price", line["price"] < old["price"]),
                    )
                    if worse
                ]
        return changes

    # ------------------------------------------------------------------ steps and duty
    def _sdw_approval_steps(self, code, steps):
        steps = super()._sdw_approval_steps(code, steps)
        if code != "credit" or self.company_id.sudo().sdw_order_review:
            return steps
        manager = self.env["res.groups"]._sdw_role("sales_dept_workflow.group_sdw_sales_manager")
        return steps.filtered(lambda step: step.group_id != manager)
