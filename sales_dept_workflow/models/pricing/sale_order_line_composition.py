from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sdw_composition(self, composed, found):
        """{title, rows} of one line.

        :param composed: its ``policy.Composition``
        :param found: its ``policy.LinePolicy``, or None where no rule holds it to a policy
        """
        unit = self.product_uom_id.name

        def money(amount):
            return f"{self.currency_id.format(amount)} / {unit}"

        rows = [
            (self.env._("List price"), money(composed.list_price)),
            (self.env._("Price rule"), self._sdw_rule_name(composed)),
            (self.env._("The customer's price"), money(composed.own)),
        ]
        if composed.special:
            rows.append((self.env._("Special requirement"), f"+ {composed.special:g} %"))
        if composed.agreement:
            name = composed.agreement.partner_id.display_name
            rows.append(
                (
                    self.env._("Region of %(distributor)s", distributor=name),
                    f"+ {composed.agreement.uplift_percent:g} %",
                )
            )
        rows.append((self.env._("Policy price"), money(composed.policy)))
        rows.append((self.env._("Offered"), money(self.price_unit * (1 - self.discount / 100))))
        given = found.concession if found else 0.0
        if given:
            rows.append((self.env._("Concession"), self.currency_id.format(given)))
        title = f"{self.product_id.display_name} × {self.product_uom_qty:g} {unit}"
        warned = len(rows) - 1 if given else None
        return {
            "title": title,
            "rows": [
                {"label": label, "value": value, "warn": number == warned} for number, (label, value) in enumerate(rows)
            ],
        }

    def _sdw_rule_name(self, composed):
        if not composed.rule:
            return self.env._("None: the list price")
        return f"{composed.pricelist.name}: {composed.rule.name} ({composed.rule.price})"
