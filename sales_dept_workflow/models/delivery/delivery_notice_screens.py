from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .codes import CODE
from .delivery_notice import LIVE


class SdwDeliveryNotice(models.Model):
    """What the screens show and ask: the signing queue, the shipping board, the keeper's tablet."""

    _inherit = "sdw.delivery.notice"

    state = fields.Selection(group_expand="_group_expand_state")
    can_sign = fields.Boolean(compute="_compute_can_sign", help="Whether it waits for the reader's own signature.")
    copies_left = fields.Integer("Copies not Handed out", compute="_compute_copies_left")
    goods = fields.Char("Goods at a Glance", compute="_compute_goods")
    differs = fields.Boolean("Picked Differs", compute="_compute_differs", help="Something else is picked than signed.")

    next_step = fields.Char("Next Step", compute="_compute_next_step", help="What comes next, and whose turn it is.")

    @api.depends("state", "handed_over_on", "vehicle_number", "dropship", "copies_left")
    @api.depends_context("lang")
    def _compute_next_step(self):
        for notice in self:
            notice.next_step = notice._next_step()

    def _next_step(self):
        steps = {
            "draft": self.env._("Sales admin: put it to signature"),
            "to_sign": self.env._("General manager: sign"),
            "loaded": self.env._("Warehouse keeper: validate the transfer"),
            "shipped": self.copies_left and self.env._("Warehouse keeper: hand out the copies"),
        }
        return steps.get(self.state, self.state in ("signed", "checked") and self._next_before_loading())

    def _next_before_loading(self):
        if not self.handed_over_on:
            if self.dropship:
                return self.env._("Sales admin: tell when the vendor has dispatched")
            return self.env._("Sales admin: hand it over to the shipping centre")
        if not self.vehicle_number:
            return self.env._("Shipping centre: name vehicle and driver")
        if self.state == "checked":
            return self.env._("Warehouse keeper: have it loaded, the driver signs")
        return self.env._("Warehouse keeper: check the goods and sign")

    @api.model
    def _group_expand_state(self, states, domain):
        """The board shows the whole way, void ones only where there are any."""
        return [*LIVE, "shipped", *(["cancelled"] if "cancelled" in states else [])]

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        waiting = self.filtered(lambda notice: notice.state == "to_sign")
        pending = waiting._sdw_pending(CODE).with_env(self.env)
        mine = set(pending.filtered("can_decide").mapped("res_id"))
        for notice in self:
            notice.can_sign = notice._origin.id in mine

    @api.depends("state", "copy_ids.handed_on")
    def _compute_copies_left(self):
        for notice in self:
            out = notice.state in ("loaded", "shipped")
            notice.copies_left = out and len(notice.copy_ids.filtered(lambda copy: not copy.handed_on))

    @api.depends("line_ids.quantity", "line_ids.product_id")
    @api.depends_context("lang")
    def _compute_goods(self):
        for notice in self:
            totals = {}
            for line in notice.line_ids:
                key = (line.product_id.sudo().name, line.product_uom_id.name)
                totals[key] = totals.get(key, 0.0) + line.quantity
            notice.goods = ", ".join(f"{product} × {total:g} {unit}" for (product, unit), total in totals.items())

    @api.depends("line_ids.differs")
    def _compute_differs(self):
        for notice in self:
            notice.differs = any(line.differs for line in notice.line_ids)

    def _picked_pool(self):
        """{(product id, lot id): quantity in the product's own unit} of what is picked; while nobody ticked what he
        picked, of all that is reserved, as the keeper's check takes it.
        """
        pool = defaultdict(float)
        for line in self.sudo().picking_id._sdw_leaving_lines():
            pool[line.product_id.id, line.lot_id.id] += line.quantity_product_uom
        return pool

    # ------------------------------------------------------------------ the signing queue
    def action_sdw_sign(self):
        """Sign these notices: the general manager, or who stands in for him (O-07).

        :raise UserError: when one of them does not wait for a signature
        """
        self._sdw_waiting_requests().action_approve()
        return True

    def action_sdw_refuse(self):
        """Ask for the reason, then send these notices back."""
        return self._sdw_waiting_requests().action_open_reject()

    def _sdw_waiting_requests(self):
        self._sdw_check_caller()
        pending = self._sdw_pending(CODE).with_env(self.env)
        without = self.filtered(lambda notice: notice.id not in pending.mapped("res_id"))
        if without:
            raise UserError(self.env._("%(notice)s does not wait for a signature.", notice=without[0].name))
        return pending

    # ------------------------------------------------------------------ windows
    def action_open_order(self):
        self.ensure_one()
        return self._window(self.order_id)

    def action_open_transfer(self):
        self.ensure_one()
        return self._window(self.picking_id)

    def _window(self, record):
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[record.get_formview_id(), "form"]],
        }
