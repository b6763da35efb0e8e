"""How a policy price came about, for people to read (decision 10); the figures are those of the policy itself."""

from dataclasses import dataclass

from .policy import Policy


@dataclass
class Composition:
    """How the policy price of one unit of a line comes about, in the order's currency."""

    list_price: float
    pricelist: object
    rule: object  # the pricelist's rule that applies, or empty: the list price counts
    own: float  # the customer's own price
    special: float  # surcharge for the special requirement, percent
    agreement: object  # the distributor's agreement behind the regional uplift, or empty
    policy: float


class Composer(Policy):
    """Explains the prices that the policy judges by."""

    def compose(self):
        """:return: {line: Composition} of the product lines; rules, distributors and positions are read once for all"""
        by_order = self.lines.grouped("order_id")
        return {
            line: self._compose(order, line)
            for order in self.orders
            for line in by_order.get(order, self.lines.browse()).with_company(order.company_id)
            if line.product_id and not line.display_type and not line.is_downpayment
        }

    def _compose(self, order, line):
        header = line._sdw_combo_line() or line
        special = header.special_uplift_percent if order in self.specials else 0.0
        agreement = order._sdw_protector_of(header.product_id) if order in self.uplifted else order.distributor_id[:0]
        rule, asked = self._rule(order, line)
        company, currency = order.company_id, order.currency_id
        date = asked["date"]
        listed = line.product_id._price_compute(
            "list_price", uom=line.product_uom_id, currency=currency, company=company, date=date
        )
        own = self._offer(order, line)
        raised = self._offer(order, line, special, agreement.uplift_percent)
        return Composition(
            list_price=listed[line.product_id.id],
            pricelist=self._pricelist(order),
            rule=rule,
            own=own.price,
            special=special,
            agreement=agreement,
            policy=raised.price,
        )
