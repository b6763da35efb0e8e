"""What the rules say a customer pays, and what an order gives away against it (Q-04, Q-05; decisions 10-13).

Core's own price functions are asked, for the customer's own pricelist, with the rules of each pricelist read once
(``RuleBook``): the number of queries does not grow with the lines. Compared are net amounts:
what core itself would store for the line.
"""

from dataclasses import dataclass, field

from odoo.tools import float_round

#: Under this key of the context pricelists find their rules already read. Only an object of this module is believed.
BOOK = "sdw_rule_book"


class RuleBook:
    """The rules of pricelists for a set of products, whatever their dates, each read once."""

    def __init__(self, products):
        self.products = products
        self.rules = {}

    def applicable(self, pricelist, date):
        """The rules of ``pricelist`` in force at ``date``, in core's order of precedence."""
        if pricelist.id not in self.rules:
            self.rules[pricelist.id] = pricelist._sdw_rules_ever(self.products)
        return self.rules[pricelist.id].filtered(
            lambda rule: (not rule.date_start or rule.date_start <= date)
            and (not rule.date_end or rule.date_end >= date)
        )


@dataclass
class LinePolicy:
    """One line against the policy, in the order's currency, net of taxes."""

    unit: float = 0.0  # policy price per unit of the line, uplift included, as price_unit states prices
    base: float = 0.0  # net at the customer's own price
    policy: float = 0.0  # the same with the regional uplift
    net: float = 0.0  # net as offered
    base_concession: float = 0.0
    concession: float = 0.0
    agreement: object = None  # the distributor's agreement behind the uplift


@dataclass
class Judgement:
    """One order against the policy. What is above the policy on one line does not make up for another (decision 11)."""

    lines: dict = field(default_factory=dict)
    base_concession: float = 0.0
    concession: float = 0.0

    @property
    def policy(self):
        return sum(max(line.policy, 0.0) for line in self.lines.values())

    @property
    def offer(self):
        return sum(line.net for line in self.lines.values())

    @property
    def percent(self):
        return self.concession / self.policy * 100 if self.policy else (100.0 if self.concession else 0.0)

    @property
    def conceding(self):
        return {line: found for line, found in self.lines.items() if found.concession}


@dataclass
class Offer:
    """A price as core would put it on a line: what is paid, what is shown before discount, and the discount."""

    price: float
    display: float
    discount: float = 0.0


class Policy:
    """Judges orders, which share one rule book, one search for distributors and one look at fiscal positions."""

    def __init__(self, orders, lines, uplifted, specials):
        """
        :param orders: ``sale.order`` records, as the system sees them (superuser, clean context)
        :param lines: their lines to judge
        :param uplifted: the orders on which the regional uplift counts
        :param specials: the orders on which the surcharge for a special requirement counts
        """
        self.env = orders.env
        self.orders = orders
        self.lines = lines
        self.uplifted = uplifted
        self.specials = specials
        self.book = RuleBook(lines.product_id)
        digits = self.env["decimal.precision"]
        self.price_digits = digits.precision_get("Product Price")
        self.discount_digits = digits.precision_get("Discount")
        self.positions = {}
        self.pricelists = {}

    def judge(self):
        """:return: {order: Judgement}"""
        result = {}
        by_order = self.lines.grouped("order_id")
        for order in self.orders:
            lines = by_order.get(order, self.lines.browse())
            result[order] = self._judge_order(order, lines.with_company(order.company_id))
        return result

    def _judge_order(self, order, lines):
        judgement = Judgement()
        for line in lines:
            if line._sdw_judged():
                judgement.lines[line] = self._judge_line(order, line)
        for header, members in lines._sdw_combos().items():
            self._join(judgement, header, members)
        currency = order.currency_id
        for found in judgement.lines.values():
            judgement.base_concession += found.base_concession
            judgement.concession += found.concession
        judgement.base_concession = currency.round(judgement.base_concession)
        judgement.concession = currency.round(judgement.concession)
        return judgement

    def _join(self, judgement, header, members):
        """A combo is judged as a whole, on its own line."""
        parts = [judgement.lines[line] for line in header | members if line in judgement.lines]
        total = judgement.lines[header]
        total.base, total.policy, total.net = (
            sum(getattr(part, name) for part in parts) for name in ("base", "policy", "net")
        )
        for line in members:
            judgement.lines.pop(line, None)
        self._concede(header.order_id.currency_id, header, total)

    # ------------------------------------------------------------------ one line
    def _judge_line(self, order, line):
        found = LinePolicy(net=line._sdw_offered_net())
        header = line._sdw_combo_line() or line
        if order in self.uplifted:
            found.agreement = order._sdw_protector_of(header.product_id) or None
        special = header.special_uplift_percent if order in self.specials else 0.0
        uplift = found.agreement.uplift_percent if found.agreement else 0.0
        if line._sdw_frozen():
            self._thaw(line, found)
        elif line.product_id:
            offer = raised = self._offer(order, line, special)
            found.base = found.policy = self._net(order, line, offer)
            if uplift:
                raised = self._offer(order, line, special, uplift)
                found.policy = self._net(order, line, raised)
            found.unit = self._price_unit(order, line, raised.price)
        self._concede(order.currency_id, line, found)
        return found

    def _thaw(self, line, found):
        """A confirmed line is held to the policy of its confirmation, whatever became of the pricelist since."""
        share = line.product_uom_qty / line.sdw_frozen_qty
        # What was kept is rounded: more goods must not multiply the rounding into a concession.
        slack = line.order_id.currency_id.rounding / 2 if share != 1 else 0.0
        found.base, found.policy = ((net - slack) * share for net in (line.sdw_frozen_base, line.sdw_frozen_policy))
        found.unit = found.policy / line.product_uom_qty

    def _concede(self, currency, line, found):
        """A line of negative quantity takes something off the order: all of it is conceded."""
        if line.product_uom_qty < 0:
            found.base = found.policy = 0.0
        found.base_concession = self._difference(currency, found.base, found.net)
        found.concession = self._difference(currency, found.policy, found.net)

    def _difference(self, currency, policy, net):
        return currency.round(policy - net) if currency.compare_amounts(policy, net) > 0 else 0.0

    # ------------------------------------------------------------------ what core would ask for
    def _offer(self, order, line, *uplifts):
        """The customer's own price for this line, in the order's currency, raised by each of ``uplifts`` (percent)."""
        if line.product_type == "combo":
            return Offer(0.0, 0.0)
        if line._sdw_combo_line():
            return self._combo_offer(order, line, uplifts)
        return self._plain_offer(order, line, uplifts)

    def _plain_offer(self, order, line, uplifts):
        rule, asked = self._rule(order, line)
        own, date = asked["currency"], asked["date"]
        product = line.product_id.with_company(order.company_id).with_context(**{BOOK: self.book})
        priced = product.with_context(**line._get_product_price_context())
        prices = [rule._compute_price(priced, **asked)]
        if rule._show_discount():
            prices.append(rule._compute_price_before_discount(priced, **asked))
        if own != order.currency_id:
            prices = [own._convert(price, order.currency_id, order.company_id, date, round=False) for price in prices]
        return self._as_shown([uplifted(price, self.price_digits, *uplifts) for price in prices])

    def _rule(self, order, line):
        """(the rule of the customer's own pricelist for this line, what it was asked for)"""
        pricelist = self._pricelist(order)
        asked = {
            "quantity": line.product_uom_qty or 1.0,
            "uom": line.product_uom_id,
            "date": order._sdw_price_date(),
            "currency": pricelist.currency_id or order.company_id.currency_id,
        }
        product = line.product_id.with_company(order.company_id).with_context(**{BOOK: self.book})
        rules = self.env["product.pricelist.item"].with_company(order.company_id).with_context(**{BOOK: self.book})
        return rules.browse(pricelist._get_product_rule(product, **asked)), asked

    def _as_shown(self, prices):
        """Price and, if the rule shows it, the price before discount, as core puts them on a line."""
        price, before = prices[0], prices[-1]
        discount = (before - price) / before * 100 if before else 0.0
        # Core hides a surcharge: it is part of the price then.
        shown = (discount > 0 and before > 0) or (discount < 0 and before < 0)
        discount = float_round(discount, precision_digits=self.discount_digits) if shown else 0.0
        return Offer(price, max(before, price), discount)

    def _combo_offer(self, order, line, uplifts):
        """The item's share of the combo's price, split as core splits it; it carries the combo's discount."""
        header = line._sdw_combo_line()
        whole = self._plain_offer(order, header, uplifts)
        combos, currency, date = header.product_template_id.combo_ids, order.currency_id, order._sdw_price_date()
        bases = {
            combo: combo.currency_id._convert(combo.base_price, currency, order.company_id, date) for combo in combos
        }
        shares = {
            combo: currency.round(base * whole.display / (sum(bases.values()) or 1)) for combo, base in bases.items()
        }
        shares[combos[-1]] += whole.display - sum(shares.values())
        extra = line.combo_item_id.extra_price
        extra += line.product_id._get_no_variant_attributes_price_extra(line.product_no_variant_attribute_value_ids)
        display = shares[line.combo_item_id.combo_id] + extra
        return Offer(display * (1 - whole.discount / 100), display, whole.discount)

    def _pricelist(self, order):
        """The customer's own in-force pricelist, whatever the order says (Z-05)."""
        key = order.partner_id, order.company_id
        if key not in self.pricelists:
            partner = order.partner_id.with_company(order.company_id)
            self.pricelists[key] = partner.property_product_pricelist.with_context(**{BOOK: self.book}).with_company(
                order.company_id
            )
        return self.pricelists[key]

    # ------------------------------------------------------------------ net of taxes
    def _taxes(self, order, line):
        """The product's taxes and what the customer's own fiscal position makes of them."""
        taxes = line.product_id.taxes_id._filter_taxes_by_company(order.company_id)
        return taxes, (self._position(order).map_tax(taxes) if taxes else taxes)

    def _position(self, order):
        key = order.company_id, order.partner_id, order.partner_shipping_id
        if key not in self.positions:
            positions = self.env["account.fiscal.position"].with_company(order.company_id)
            positions = positions.with_context(**{BOOK: self.book})
            self.positions[key] = positions._get_fiscal_position(order.partner_id, order.partner_shipping_id)
        return self.positions[key]

    def _price_unit(self, order, line, price):
        taxes, mapped = self._taxes(order, line)
        return line.product_id._get_tax_included_unit_price_from_price(
            price,
            product_taxes=taxes,
            fiscal_position=self._position(order) if taxes else None,
            product_taxes_after_fp=mapped,
        )

    def _net(self, order, line, offer):
        """What core would store as the line's subtotal at this offer."""
        mapped = self._taxes(order, line)[1]
        return line._sdw_net(self._price_unit(order, line, offer.display), offer.discount, mapped)


def uplifted(price, digits, *percents):
    """``price`` raised by each of ``percents``, rounded to ``digits``; without any it stays as it is."""
    if not any(percents):
        return price
    for percent in percents:
        price *= 1 + percent / 100
    return float_round(price, precision_digits=digits)
