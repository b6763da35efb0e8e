from operator import methodcaller

from odoo import api, fields, models

from .rules import QUOTATION_RULES, moment
from .shared import forget, shared

#: The gate that stands before each state of an order, whatever door leads there.
GATE_OF_STATE = {"sent": "quote", "sale": "confirm"}
#: Leaving for one of these ends what was decided on the order (decision 30), whatever door leads there.
ENDS = ("cancel", "draft")
#: What may accompany a change of state without being judged first.
HARMLESS = {"date_order", "signature", "signed_by", "signed_on", "locked"}
#: In cr.cache: the orders whose lines are being written through the order, so that they are judged once, at the end.
WRITING = "sdw_orders_being_written"
#: What the price rules say of orders while one write takes them through a gate: gate, stamp and checks ask the same.
JUDGED = "sdw_orders_judged"


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "sdw.approval.mixin"]

    sdw_confirmed_on = fields.Datetime("Confirmed on", copy=False, readonly=True, groups="base.group_user")
    sdw_confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", copy=False, readonly=True, groups="base.group_user"
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_confirmed_on", "sdw_confirmed_by_id"}

    @api.model
    def _sdw_watched_fields(self):
        """Fields whose change re-evaluates approvals and ends a quotation's exemption. Extend through ``super()``."""
        return {"partner_id", "partner_shipping_id", "pricelist_id", "order_line"}

    # ------------------------------------------------------------------ the stop: every door to a state ends here
    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for state, gate in GATE_OF_STATE.items():
            entering = orders.filtered(lambda order, state=state: order.state == state)
            if entering:
                entering._check_gate(gate)
                entering._sdw_stamp_confirmation(state)
        return orders

    def write(self, vals):
        gate = GATE_OF_STATE.get(vals.get("state"))
        if not gate:
            return self._sdw_leave(vals)
        others = {name: value for name, value in vals.items() if name != "state"}
        if set(others) - HARMLESS:
            # What is judged must be what is written: first the content, then the state.
            self._sdw_write(others)
            vals = {"state": vals["state"]}
        entering = self.filtered(lambda order: order.state != vals["state"])
        with shared(self.env.cr, JUDGED):
            if entering:
                entering._check_gate(gate)
            result = super().write(vals)
            entering._sdw_stamp_confirmation(vals["state"])
        return result

    def _sdw_leave(self, vals):
        state = vals.get("state")
        ended = self.filtered(lambda order: order.state != state) if state in ENDS else self.browse()
        result = self._sdw_write(vals)
        ended = ended.filtered(lambda order: order.company_id.sudo()._sdw_any_rule())
        if ended:
            ended._sdw_ended(state)
        return result

    def _sdw_ended(self, state):
        """These orders were cancelled or taken back to draft: nobody decides on them any more, and nothing approved,
        checked or signed comes along into the next version. Extend through ``super()``.
        """
        if state == "draft":
            self._sdw_end_approvals()
            self._sdw_system().write({"signature": False, "signed_by": False, "signed_on": False})
        else:
            self._sdw_cancel_approvals()

    def _sdw_write(self, vals):
        watched = self._sdw_watched_fields().intersection(vals)
        if not watched:
            return super().write(vals)
        writing = self.env.cr.cache.setdefault(WRITING, set())
        mine = set(self.ids) - writing
        writing |= mine
        try:
            result = super().write(vals)
        finally:
            writing -= mine
        self.browse(mine)._sdw_changed()
        return result

    def _sdw_stamp_confirmation(self, state):
        if state == "sale":
            self._sdw_system().write({"sdw_confirmed_on": moment(), "sdw_confirmed_by_id": self.env.uid})

    def _sdw_changed(self):
        """After a change of what the rules read. Extend through ``super()``; raise to refuse a user's direct write."""
        forget(self.env.cr, JUDGED)
        ruled = self.filtered(lambda order: order.company_id.sudo()._sdw_any_rule())
        if not ruled:
            return
        quotations = ruled.filtered(lambda order: order.state in ("draft", "sent"))
        quotations._sdw_system().write({"sdw_guarded_on": moment()})
        ruled._sdw_refresh_approvals(ruled._sdw_approval_codes())

    # ------------------------------------------------------------------ age
    def _sdw_exempt(self, rule, since):
        """Confirmed before the rule; or, for rules about the offer itself, last changed before it (decision 1)."""
        order, offered = self._origin.sudo(), self._sdw_made_on()
        if not order:
            return False
        # Orders confirmed before the add-on was installed carry no stamp; they were made before any rule.
        confirmed = order.sdw_confirmed_on or offered
        if order.state == "sale":
            return confirmed < since or (rule in QUOTATION_RULES and offered < since)
        # Taking a confirmed order back to draft does not make its goods older.
        return offered < since and (rule in QUOTATION_RULES or confirmed < since)

    # ------------------------------------------------------------------ the customer's doors
    def _validate_order(self):
        held = self._sdw_held("confirm")
        held._sdw_tell_customer_waiting()
        ready = self - held
        return super(SaleOrder, ready)._validate_order() if ready else None

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and not self._sdw_held("confirm", kinds=("internal",))

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._sdw_held("confirm", kinds=("internal",))

    def _sdw_tell_customer_waiting(self):
        """The customer did his part, we have not done ours: nothing is lost, he is told kindly, we are told at once."""
        for order in self._sdw_system():
            order = order.with_context(lang=order.partner_id.lang)
            order.message_post(
                body=order.env._("Thank you. We have received your confirmation; your order is being processed."),
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        today = fields.Date.context_today(self)
        summary = methodcaller("_sdw_waiting_summary")
        rows = [(order, order.user_id or order._sdw_manager(), today, summary) for order in self.sudo()]
        self._sdw_schedule("sales_dept_workflow.mail_activity_type_held", rows)

    def _sdw_waiting_summary(self):
        return self.env._("The customer has signed or paid: clear what holds the order, then confirm it")

    # ------------------------------------------------------------------ panel
    def _sdw_panel_gates(self):
        gates = {"draft": ("quote", "confirm"), "sent": ("confirm",), "sale": ("ship",)}
        return {order: gates.get(order.state, ()) for order in self}

    def action_quotation_send(self):
        drafts = self.filtered(lambda order: order.state == "draft")
        drafts._check_gate("quote")
        return super().action_quotation_send()
