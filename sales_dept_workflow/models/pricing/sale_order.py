from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.sql import column_exists, create_column

from ..common.rules import moment
from ..common.sale_order import JUDGED
from ..common.shared import forget, once
from .policy import Policy
from .sale_order_line import FROZEN

#: What only people of the sales department change on an order (decision 34).
COMMERCIAL = {"partner_id", "partner_shipping_id", "pricelist_id", "currency_id", "fiscal_position_id"}

#: What the policy reads of an order. With another of these it is another offer, not the one that was confirmed.
BASIS = COMMERCIAL | {"company_id", "partner_invoice_id"}


class SaleOrder(models.Model):
    """What an order gives away against the policy price, and who has to agree (Q-04 … Q-07, Z-05)."""

    _inherit = "sale.order"

    sdw_priced_on = fields.Datetime(
        "Priced on",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When prices last changed or the quotation was sent (server time): the day whose prices are offered.",
    )
    concession_amount = fields.Monetary(
        "Concession", compute="_compute_concession", compute_sudo=True, groups="base.group_user"
    )
    concession_percent = fields.Float(
        "Concession (%)", compute="_compute_concession", compute_sudo=True, groups="base.group_user"
    )
    price_approval_state = fields.Selection(
        [
            ("not_needed", "Not needed"),
            ("needed", "Needed"),
            ("pending", "Pending"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("lapsed", "Lapsed"),
        ],
        compute="_compute_price_approval_state",
        compute_sudo=True,
        groups="base.group_user",
    )

    def _auto_init(self):
        if not column_exists(self.env.cr, self._table, "sdw_priced_on"):
            create_column(self.env.cr, self._table, "sdw_priced_on", "timestamp")
        return super()._auto_init()

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_priced_on"}

    @api.model
    def _sdw_watched_fields(self):
        return super()._sdw_watched_fields() | {"company_id", "currency_id", "fiscal_position_id"}

    # ------------------------------------------------------------------ judging
    def _sdw_judge(self, lines=None):
        """Hold orders to the policy.

        :param lines: lines that may not yet be among their order's (a form being filled in)
        :return: {order: Judgement} of the orders that rule *price* or *territory* concerns; for others nothing is read
        """
        if lines is None:
            return once(self, JUDGED, SaleOrder._sdw_judge_anew)
        return self._sdw_judge_anew(lines)

    def _sdw_judge_anew(self, lines=None):
        protected, priced = self._sdw_subject_to("territory"), self._sdw_subject_to("price")
        concerned = protected | priced
        if not concerned:
            return {}
        system = concerned._sdw_system()
        judged = system.order_line
        if lines is not None:
            judged |= lines._sdw_system().filtered(lambda line: line.order_id in system)
        return Policy(system, judged, protected, priced).judge()

    def _sdw_price_date(self):
        """The moment whose prices this order may ask for: when it was priced, while that offer is good, else now."""
        self.ensure_one()
        now = fields.Datetime.now()
        priced = self.sdw_priced_on
        if not priced:
            return now
        last = fields.Date.add(priced.date(), days=self.company_id.quotation_validity_days)
        if self.validity_date:
            last = min(last, self.validity_date)
        return priced if self.company_id._sdw_today() <= last else now

    @api.depends("order_line.concession_amount", "order_line.price_subtotal", "currency_id")
    def _compute_concession(self):
        judged = self._sdw_judge()
        for order in self:
            found = judged.get(order)
            order.concession_amount = found.concession if found else 0.0
            order.concession_percent = found.percent if found else 0.0

    @api.depends("order_line.concession_amount", "partner_id")
    def _compute_price_approval_state(self):
        judged = self._sdw_judge()
        needed = self.browse(order.id for order, found in judged.items() if found.concession)
        states = self._origin._sdw_approval_states("price", needed._origin)
        for order in self:
            order.price_approval_state = states.get(order._origin, "not_needed")

    # ------------------------------------------------------------------ gate
    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate in ("quote", "confirm"):
            self._sdw_add_price_blockers(found)
        return found

    def _sdw_add_price_blockers(self, found):
        judged = {
            self.browse(order.id): judgement for order, judgement in self._sdw_judge().items() if judgement.concession
        }
        conceding = self.browse(order.id for order in judged)
        if not conceding:
            return
        latest = conceding._sdw_latest("price")
        covering = conceding._sdw_covering("price", latest)
        enforced = {rule: conceding._sdw_subject_to(rule) for rule in ("price", "territory")}
        for order in conceding.filtered(lambda order: not covering[order]):
            ask = partial(order._sdw_ask_blocker, approval_code="price", latest=latest[order])
            if order in enforced["price"] and judged[order].base_concession:
                message = order._sdw_concession_message(judged[order])
                remedy = self.env._("The general manager has not agreed to that.")
                found[order].append(ask("price_approval", message=message, remedy=remedy))
            if order in enforced["territory"] and judged[order].concession > judged[order].base_concession:
                message = order._sdw_uplift_message(judged[order])
                remedy = self.env._("Refer the customer, raise the price, or have it approved.")
                found[order].append(ask("territory_uplift", message=message, remedy=remedy))

    def _sdw_concession_message(self, judgement):
        return self.env._(
            "The prices are %(amount)s below the customer's pricelist.",
            amount=self.currency_id.format(judgement.base_concession),
        )

    def _sdw_uplift_message(self, judgement):
        line, worst = max(judgement.conceding.items(), key=lambda item: item[1].concession - item[1].base_concession)
        distributor = worst.agreement or self.sudo().distributor_id
        return self.env._(
            "%(distributor)s (phone %(phone)s) protects %(territory)s: %(product)s is offered at %(offered)s,"
            " required are %(required)s.",
            distributor=distributor.partner_id.display_name,
            phone=distributor.phone or "–",
            territory=distributor.territory_id.name,
            product=line.product_id.display_name or line.name,
            offered=self.currency_id.format(worst.net),
            required=self.currency_id.format(worst.policy),
        )

    # ------------------------------------------------------------------ changes
    def _sdw_changed(self):
        priced = self.filtered(lambda order: order.company_id.sudo()._sdw_judges_prices())
        priced.filtered(lambda order: order.state in ("draft", "sent"))._sdw_system().write(
            {"sdw_priced_on": fields.Datetime.now()}
        )
        result = super()._sdw_changed()
        if not self.env.su:
            confirmed = priced.filtered(lambda order: order.state == "sale")
            confirmed._sdw_check_floor()
            confirmed._sdw_freeze(fresh=True)
        return result

    def _sdw_check_floor(self):
        """A user does not take a confirmed order below what was approved (decision 13).

        :raise UserError: naming what is missing
        """
        if not self:
            return
        found = {order: [] for order in self}
        self._sdw_add_price_blockers(found)
        refused = {order: [b for b in blockers if b["mode"] == "block"] for order, blockers in found.items()}
        refused = {order: blockers for order, blockers in refused.items() if blockers}
        if refused:
            raise UserError(self._sdw_refusal(refused))

    def _sdw_stamp_confirmation(self, state):
        result = super()._sdw_stamp_confirmation(state)
        priced = self.filtered(lambda order: order.company_id.sudo()._sdw_judges_prices())
        if state == "sent":
            priced._sdw_stamp_offer()
        elif priced:
            priced._sdw_freeze()
        return result

    def _sdw_stamp_offer(self):
        """Sending offers today's prices anew; where those are higher, an offer that is still good stands as made."""
        before = self._sdw_judge()
        earlier = {order: order.sdw_priced_on for order in before}
        offered = self.browse(order.id for order in before)
        offered._sdw_system().write({"sdw_priced_on": moment().replace(microsecond=0)})
        forget(self.env.cr, JUDGED)
        for order, now in offered.filtered(lambda order: earlier[order])._sdw_judge().items():
            if now.concession > before[order].concession:
                order.sdw_priced_on = earlier[order]
        forget(self.env.cr, JUDGED)

    def _sdw_freeze(self, fresh=False):
        """Keep each line's policy of the moment of confirmation: later pricelists are about later orders.

        :param bool fresh: only lines that have none yet (added or changed after the confirmation)
        """
        orders = self
        if fresh:
            orders = self.filtered(lambda order: not all(order.sudo().order_line.mapped("sdw_frozen_qty")))
        for judgement in orders._sdw_judge().values():
            for line, found in judgement.lines.items():
                if not (fresh and line.sdw_frozen_qty):
                    line._sdw_freeze(found)

    def _sdw_ended(self, state):
        result = super()._sdw_ended(state)
        if state == "draft":
            # The next confirmation is held to the policy of its own day, and the manager's reasons are asked anew.
            blank = {**dict.fromkeys(FROZEN, 0.0), "sdw_special_reason": False, "sdw_special_reason_by_id": False}
            self._sdw_system().order_line.write(blank)
        return result

    # ------------------------------------------------------------------ prices follow the region when asked to
    @api.onchange("partner_id", "partner_shipping_id")
    def _onchange_sdw_region(self):
        """Core's own hint: another region, other prices; the user presses Update Prices."""
        before = self._origin.sudo().territory_uplift_percent
        if (
            self.order_line
            and self.sudo().territory_uplift_percent != before
            and self.sudo().company_id._sdw_mode("territory") == "block"
        ):
            self.show_update_pricelist = True

    # ------------------------------------------------------------------ unlock
    def write(self, vals):
        self._sdw_check_commercial(COMMERCIAL.intersection(vals))
        if BASIS.intersection(vals):
            self._sdw_thaw(vals)
        if "locked" in vals and not vals["locked"] and not self.env.su:
            locked = self.filtered(lambda order: order.locked and order.company_id.sudo()._sdw_any_rule())
            if locked:
                locked._sdw_check_unlock()
        return super().write(vals)

    def _sdw_thaw(self, vals):
        """A confirmed order that gets another customer, address or currency is judged as of now."""
        moved = self.sudo().filtered(
            lambda order: order.state == "sale"
            and any(order[name].id != (vals[name] or False) for name in BASIS.intersection(vals))
        )
        moved._sdw_system().order_line.filtered("sdw_frozen_qty").write(dict.fromkeys(FROZEN, 0.0))

    def _sdw_check_commercial(self, touched):
        """Core lets invoicing and stock users write orders; what a customer pays is the sales department's."""
        if not touched or self.env.su or self.env.user.has_group("sales_team.group_sale_salesman"):
            return
        if any(order.company_id.sudo()._sdw_mode("price") == "block" for order in self):
            raise AccessError(self.env._("Customer and prices of an order are changed by the sales department only."))

    def _sdw_check_unlock(self):
        groups = ("group_sdw_sales_manager", "group_sdw_sales_admin")
        if not any(self.env.user.has_group(f"sales_dept_workflow.{group}") for group in groups):
            raise AccessError(self.env._("A confirmed order is unlocked by a sales manager or the sales admin."))
