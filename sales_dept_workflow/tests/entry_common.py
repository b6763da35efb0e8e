from odoo import fields
from odoo.fields import Command

from .test_ship_gate import ShipCase


class EntryCase(ShipCase):
    """The credit rule enforced, and goods of which too little lies in the warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._sdw_today()
        cls.rare = cls.pump("Rare Pump")
        cls.put(cls.rare, 10)

    @classmethod
    def pump(cls, name):
        values = {"type": "consu", "is_storable": True, "list_price": 1000.0, "invoice_policy": "delivery"}
        return cls.env["product.product"].create({**values, "name": name, "taxes_id": [Command.clear()]})

    @classmethod
    def put(cls, product, quantity):
        """Goods come in by an inventory count, as a user would book them."""
        quant = cls.env["stock.quant"].with_context(inventory_mode=True)
        have = product.with_context(warehouse_id=cls.warehouse.id).qty_available
        values = {"product_id": product.id, "location_id": cls.warehouse.lot_stock_id.id}
        quant.create({**values, "inventory_quantity": have + quantity}).action_apply_inventory()

    @classmethod
    def day(cls, days):
        return fields.Date.add(cls.today, days=days)

    def short(self, quantity=15, **values):
        """A confirmed order of more than there is."""
        return self.confirmed(lines=[(self.rare, quantity, {})], **values)

    def inquiry(self, order):
        return order.sudo().sdw_supply_ids.filtered(lambda inquiry: inquiry.state != "cancelled")

    def promise(self, order, days=10):
        self.inquiry(order).with_user(self.production).action_promise(self.day(days))

    def told(self, record, user=None):
        """What the open activities of a document say (to ``user``)."""
        activities = record.sudo().activity_ids
        return " / ".join(activities.filtered(lambda found: not user or found.user_id == user).mapped("summary"))
