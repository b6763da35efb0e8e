import math

from odoo import api, fields, models
from odoo.exceptions import UserError

HOW = [
    ("phone", "By phone"),
    ("message", "By message or e-mail"),
    ("meeting", "In person"),
    ("paper", "On the quotation or contract"),
]
TELLERS = ("group_sdw_sales_admin", "group_sdw_sales_manager")


class SaleOrder(models.Model):
    """What the goods will cost to bring is told to the customer before they are sent (D-07)."""

    _inherit = "sale.order"

    freight_amount = fields.Monetary("Freight", readonly=True, copy=False, tracking=True, groups="base.group_user")
    freight_told_on = fields.Datetime(
        "Freight Told on", readonly=True, copy=False, tracking=True, groups="base.group_user"
    )
    freight_told_by = fields.Many2one(
        "res.users", "Freight Told by", readonly=True, copy=False, ondelete="restrict", groups="base.group_user"
    )
    sdw_freight_told_how = fields.Selection(HOW, "Told how", readonly=True, copy=False, groups="base.group_user")
    sdw_freight_told_for = fields.Json("Told for", readonly=True, copy=False, groups="base.group_user")

    @api.model
    def _sdw_guarded_fields(self):
        told = {"freight_amount", "freight_told_on", "freight_told_by", "sdw_freight_told_how", "sdw_freight_told_for"}
        return super()._sdw_guarded_fields() | told

    # ------------------------------------------------------------------ telling
    def action_freight_told(self, amount, how):
        """Record that the customer has been told what the freight costs.

        :param float amount: in the order's currency, more than nothing
        :param str how: ``phone``, ``message``, ``meeting`` or ``paper``
        :raise AccessError: for anybody but the sales administration and managers
        """
        self._sdw_check_role(*TELLERS)
        self._sdw_check_told(amount, how)
        now = fields.Datetime.now()
        for order in self._sdw_system():
            order.write(
                {
                    "freight_amount": amount,
                    "freight_told_on": now,
                    "freight_told_by": self.env.uid,
                    "sdw_freight_told_how": how,
                    "sdw_freight_told_for": order._sdw_freight_basis(),
                }
            )
        self._sdw_refresh_approvals(["freight"])
        return True

    def _sdw_check_told(self, amount, how):
        if not isinstance(how, str) or how not in dict(HOW):
            raise UserError(self.env._("Please say how the customer was told."))
        if isinstance(amount, bool) or not isinstance(amount, (int, float)) or not math.isfinite(amount) or amount <= 0:
            raise UserError(self.env._("Please enter what the freight costs."))
        for order in self.sudo():
            if order.state == "cancel" or order.freight_term == "pickup":
                raise UserError(self.env._("%(order)s: there is no freight to be told.", order=order.display_name))

    def action_open_freight_told(self):
        """Open the window that records what the customer was told."""
        return self._sdw_freight_window(self.env._("Freight Told to the Customer"), "sdw.freight.told.wizard")

    def _sdw_freight_window(self, name, model):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    # ------------------------------------------------------------------ what it was told for
    def _sdw_freight_goods(self):
        """{product: quantity in its own unit} of the goods ordered."""
        goods = {}
        for line in self._sdw_goods_lines():
            product = line.product_id
            if product.type == "consu" and line.product_uom_qty:
                quantity = line.product_uom_id._compute_quantity(line.product_uom_qty, product.uom_id, round=False)
                goods[product] = goods.get(product, 0.0) + quantity
        return goods

    def _sdw_freight_basis(self):
        """Where to, which goods and in which currency: what makes an amount told another one."""
        where = self.partner_shipping_id
        place = where.state_id._sdw_known().name, where.country_id._sdw_known().code
        parts = (where.street, where.street2, where.zip, where.city, *place)
        return {
            "address_id": where.id,
            "address": ", ".join(part for part in parts if part),
            "currency_id": self.currency_id.id,
            "goods": {str(product.id): round(quantity, 6) for product, quantity in self._sdw_freight_goods().items()},
        }

    def _sdw_freight_is_told(self):
        self.ensure_one()
        return bool(self.freight_told_on) and self.sdw_freight_told_for == self._sdw_freight_basis()

    def _sdw_changed(self):
        """Other goods, another address: the customer has to be told anew."""
        result = super()._sdw_changed()
        told = self.sudo().filtered("freight_told_on")
        told.filtered(lambda order: not order._sdw_freight_is_told())._sdw_forget_freight()
        return result

    def _sdw_forget_freight(self):
        if self:
            gone = dict.fromkeys(("freight_told_on", "freight_told_by", "sdw_freight_told_how", "sdw_freight_told_for"))
            self._sdw_system().write(gone)

    # ------------------------------------------------------------------ on the portal
    def _sdw_freight_shown(self):
        """Whether the customer sees on his page what the freight costs him."""
        self.ensure_one()
        order = self.sudo()
        return order.state in ("sent", "sale") and order.freight_term != "pickup" and order._sdw_freight_is_told()
