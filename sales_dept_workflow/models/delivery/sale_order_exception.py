from odoo import fields, models

from ..common.rules import roles
from .entry_codes import EXCEPTION
from .sale_order_supply import READERS

#: In cr.cache: the orders found short in this transaction, whose transfers are to be starred once they are made.
SHORT = "sdw_orders_short"
UNSOLVED = ("open", "in_progress")


class SaleOrder(models.Model):
    """What does not run as usual is solved first, by everybody concerned (E-03, E-09)."""

    _inherit = "sale.order"

    sdw_exception_ids = fields.One2many(EXCEPTION, "order_id", "Exceptions", copy=False, readonly=True, groups=READERS)

    sdw_exception_count = fields.Integer(
        "Number of Exceptions", compute="_compute_sdw_exception_count", groups=roles("salesperson")
    )

    def _compute_sdw_exception_count(self):
        rows = self.env[EXCEPTION]._read_group([("order_id", "in", self.ids)], ["order_id"], ["__count"])
        counts = {order.id: count for order, count in rows}
        for order in self:
            order.sdw_exception_count = counts.get(order._origin.id, 0)

    # ------------------------------------------------------------------ found by the system
    def write(self, vals):
        watched = {"partner_shipping_id", "sdw_contract_differs"}.intersection(vals)
        before = self._sdw_consignees_confirmed() if watched else {}
        result = super().write(vals)
        for order, consignee in before.items():
            order._sdw_note_difference(consignee)
        return result

    def _sdw_consignees_confirmed(self):
        confirmed = self.filtered(lambda order: order.state == "sale")._sdw_subject_to("credit")
        return {order: order.partner_shipping_id for order in confirmed}

    def _sdw_note_difference(self, consignee):
        """After the order was confirmed, what it says about the customer is no longer what was agreed."""
        note = ""
        if self.sudo().contract_signed_on and self.sudo().sdw_contract_differs:
            note = self.env._("The order differs from the signed contract.")
        elif self.partner_shipping_id != consignee:
            note = self.env._(
                "The delivery address was changed from %(before)s to %(after)s after the order was confirmed.",
                before=consignee.display_name,
                after=self.partner_shipping_id.display_name,
            )
        if note:
            self.env[EXCEPTION]._open({self: note}, "data")

    def _sdw_short(self):
        result = super()._sdw_short()
        if self:
            self.env.cr.cache.setdefault(SHORT, set()).update(self.ids)
            notes = {order: self.env._("Goods are short; production has been asked for a date.") for order in self}
            self.env[EXCEPTION]._open(notes, "shortage")
        return result

    def _sdw_supply_over(self):
        result = super()._sdw_supply_over()
        shortages = self.env[EXCEPTION]._unsolved(self).filtered(lambda exception: exception.kind == "shortage")
        shortages._solve(self.env._("What was short is promised or has come in."))
        return result

    def _sdw_ended(self, state):
        result = super()._sdw_ended(state)
        ruled = self.filtered(lambda order: order.company_id.sudo()._sdw_mode("credit") != "off")
        self.env[EXCEPTION]._unsolved(ruled)._solve(self.env._("The order was taken back."))
        return result

    # ------------------------------------------------------------------ first in the warehouse
    def _action_confirm(self):
        result = super()._action_confirm()
        # Their transfers did not exist yet when the goods were found short.
        self.browse(order.id for order in self if order.id in self.env.cr.cache.get(SHORT, ()))._sdw_star()
        return result

    def _sdw_star(self):
        """The transfers of these orders come first until they are done."""
        waiting = self.sudo().picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        waiting.filtered(lambda picking: picking.priority != "1").write({"priority": "1"})

    # ------------------------------------------------------------------ the gate
    def _get_blockers(self, gate):
        blockers = super()._get_blockers(gate)
        subject = self.sudo()._sdw_subject_to("credit") if gate == "ship" else self.browse()
        if subject:
            asked = {order._origin.id: order for order in subject}
            for exception in subject._sdw_hanging(EXCEPTION):
                order = asked[exception.order_id.id]
                # What is short is said already, with who can tell the date.
                said = any(blocker["code"] == "supply_date" for blocker in blockers[order])
                if not (said and exception.kind == "shortage"):
                    blockers[order].append(order._sdw_exception_blocker(exception))
        return blockers

    def _sdw_sql_hanging(self):
        return [*super()._sdw_sql_hanging(), self._sdw_sql_hanging_on(EXCEPTION, UNSOLVED)]

    def _sdw_exception_blocker(self, exception):
        message = self.env._("An exception is open: %(note)s", note=exception.note)
        return self._sdw_blocker("order_exception", message, self._sdw_exception_window())

    def _sdw_exception_window(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exceptions"),
            "res_model": EXCEPTION,
            "views": [[False, "list"], [False, "form"]],
            "domain": [("order_id", "in", self.ids)],
            "context": {"default_order_id": self.id if len(self) == 1 else False},
        }

    def action_sdw_exceptions(self):
        """Open the exceptions of these orders."""
        self._sdw_check_caller()
        return self._sdw_exception_window()

    def action_sdw_report_exception(self):
        """Open the form on which an exception of this order is reported."""
        self._sdw_check_caller()
        return {**self._sdw_exception_window(), "views": [[False, "form"]], "target": "new"}
