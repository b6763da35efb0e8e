from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common.rules import ask_reason, moment
from .codes_negotiation import CODE, LIVE, MANAGER, NEGOTIATION, READERS, RULE

FLAG = "sdw_negotiation_required"


class SaleOrder(models.Model):
    """No signature before the negotiation the customer asked for has ended in agreement (N-02, N-05).

    One flag says that a negotiation is required. Whoever ticks it, or links a negotiation, shuts the gate; only an
    agreed negotiation opens it, or a manager who says why none is needed any more. Orders nobody flagged (a shop's,
    a till's) cost nothing.
    """

    _inherit = "sale.order"

    negotiation_ids = fields.Many2many(
        NEGOTIATION,
        "sdw_negotiation_order_rel",
        "order_id",
        "negotiation_id",
        string="Negotiations",
        copy=False,
        groups=READERS,
    )
    sdw_negotiation_count = fields.Integer(
        "Number of Negotiations", compute="_compute_sdw_negotiation_count", groups=READERS
    )
    sdw_negotiation_required = fields.Boolean(
        "Negotiation Required",
        tracking=True,
        groups="base.group_user",
        help="The customer insists on negotiating: nothing is signed or confirmed before both sides agree.",
    )
    sdw_negotiation_on = fields.Datetime(
        "Negotiation Required since", readonly=True, copy=False, groups="base.group_user"
    )
    sdw_negotiation_waiver = fields.Text(
        "Why no Negotiation Is Needed", readonly=True, copy=False, groups="base.group_user"
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_negotiation_on", "sdw_negotiation_waiver"}

    @api.depends("negotiation_ids")
    def _compute_sdw_negotiation_count(self):
        for order in self:
            order.sdw_negotiation_count = len(order.negotiation_ids)

    # ------------------------------------------------------------------ the flag
    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if any(vals.get(FLAG) or vals.get("negotiation_ids") for vals in vals_list):
            orders._sdw_linked({})
            orders._sdw_demanded()
        return orders

    def write(self, vals):
        if FLAG in vals and not vals[FLAG]:
            self._sdw_check_flag_kept()
        links = None
        if "negotiation_ids" in vals:
            links = {order: order.sudo().negotiation_ids for order in self}
        result = super().write(vals)
        if links is not None:
            self._sdw_linked(links)
        if vals.get(FLAG):
            self._sdw_demanded()
        return result

    def _sdw_check_flag_kept(self):
        if not self.env.su and any(order.sdw_negotiation_required for order in self):
            raise AccessError(
                self.env._("The customer asked to negotiate. Only a sales manager waives that, and says why.")
            )

    def _sdw_linked(self, before):
        """The link was written on this side: the same checks as on the other."""
        none = self.env[NEGOTIATION].sudo()
        touched = self.sudo().negotiation_ids.union(*before.values()) if before else self.sudo().negotiation_ids
        earlier = {
            negotiation: (negotiation.order_ids - self)
            | self.sudo().filtered(lambda order, one=negotiation: one in before.get(order, none))
            for negotiation in touched
        }
        touched.with_env(self.env)._check_links(earlier)
        touched._check_same_customer()

    def _sdw_demanded(self):
        """Flagged: from now on the rule binds these quotations, and who plans the negotiation hears of it at once."""
        flagged = self.sudo().filtered(lambda order: order.sdw_negotiation_required and not order.sdw_negotiation_on)
        flagged._sdw_system().write({"sdw_negotiation_on": moment()})
        alone = flagged.filtered(lambda order: not order.negotiation_ids and order.state in ("draft", "sent"))
        self.env[NEGOTIATION]._open_for(alone, False)

    def _sdw_require_negotiation(self):
        """A negotiation was linked to these orders."""
        free = self.sudo().filtered(lambda order: not order.sdw_negotiation_required)
        if free:
            free._sdw_system().write({FLAG: True})

    def _sdw_prepare_negotiation(self, demand):
        lead = self.opportunity_id
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "lead_id": lead.id if lead.company_id in (self.company_id, lead.company_id.browse()) else False,
            "order_ids": [Command.set(self.ids)],
            "user_id": (self.user_id or self.env.user).id,
            "demand": demand,
        }

    # ------------------------------------------------------------------ gate
    def _sdw_exempt(self, rule, since):
        """A quotation older than the rule is bound by it from the moment somebody asks for a negotiation."""
        asked = rule == RULE and self._origin.sudo().sdw_negotiation_on
        if asked and asked >= since and self.state != "sale":
            return False
        return super()._sdw_exempt(rule, since)

    def _sdw_applies(self, spec):
        return super()._sdw_applies(spec) and (spec.code != CODE or self.sudo().sdw_negotiation_required)

    def _get_blockers(self, gate):
        found = super()._get_blockers(gate)
        if gate == "confirm":
            flagged = self._sdw_subject_to(RULE).filtered(lambda order: order.sudo().sdw_negotiation_required)
            flagged.sudo().negotiation_ids.issue_ids.mapped("state")  # read for all at once
            for order in flagged:
                message, action = order._sdw_negotiation_missing()
                if message:
                    found[order].append(order._sdw_blocker(CODE, message, action))
        return found

    def _sdw_negotiation_missing(self):
        """(why nothing may be signed yet, the action that leads there): both empty once it is agreed."""
        negotiations = self.sudo().negotiation_ids
        live = negotiations.filtered(lambda negotiation: negotiation.state in LIVE)
        if not live and "agreed" in negotiations.mapped("state"):
            return "", False
        if live or negotiations:
            named = (live or negotiations)[:1]
            return named._sdw_missing(), {**named._action_open(), "name": self.env._("Open the negotiation")}
        message = self.env._("The customer wants to negotiate, and no negotiation has been reported.")
        return message, self._sdw_ask_negotiation()

    def _sdw_ask_negotiation(self):
        return ask_reason(self, self.env._("Report to the manager"), "action_request_negotiation")

    # ------------------------------------------------------------------ buttons
    def action_request_negotiation(self, demand):
        """The customer insists on negotiating: report it to the sales manager at once (N-02).

        :param str demand: what the customer wants to negotiate, mandatory
        """
        self._sdw_check_role("group_sdw_salesperson")
        self.check_access("write")
        negotiations = self.env[NEGOTIATION]
        negotiations._check_reason(demand)
        if any(order.state not in ("draft", "sent") for order in self):
            raise UserError(self.env._("Only a quotation is negotiated."))
        return negotiations._open_for(self, demand)._action_open()

    def action_waive_negotiation(self, reason):
        """The manager lets these quotations be signed without a negotiation, on record.

        :param str reason: mandatory; kept on the order
        """
        self._sdw_check_role(MANAGER)
        self.check_access("write")
        self.env[NEGOTIATION]._check_reason(reason)
        orders = self._sdw_system()
        orders.write({FLAG: False, "sdw_negotiation_on": False, "sdw_negotiation_waiver": reason})
        body = self.env._("No negotiation needed any more: %(reason)s", reason=reason)
        orders._message_log_batch(dict.fromkeys(orders.ids, body))
        idle = orders.negotiation_ids.filtered(
            lambda negotiation: negotiation.state in LIVE
            and not any(negotiation.order_ids.mapped("sdw_negotiation_required"))
        )
        idle._fail(reason)
        return True

    def action_view_negotiations(self):
        """Open the negotiations about these orders."""
        self._sdw_check_caller()
        return self.negotiation_ids._action_open()
