from unittest import SkipTest

from odoo.fields import Command
from odoo.tests import tagged

from .common import covers
from .test_ship_gate import ShipCase


@tagged("post_install", "-at_install")
class TestKits(ShipCase):
    """An order of a kit ships what the kit is made of, no more and nothing else (where Manufacturing is installed)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "sale_mrp" not in cls.env.registry._init_modules:
            raise SkipTest("Manufacturing is not installed")
        names = ("Kit", "Half a kit", "Wheel", "Axle", "Stranger")
        products = cls.env["product.product"].create(
            [{"name": name, "type": "consu", "list_price": 100.0, "taxes_id": [Command.clear()]} for name in names]
        )
        cls.kit, cls.half, cls.wheel, cls.axle, cls.stranger = products
        cls.half_bom = cls.bom(cls.half, (cls.axle, 1))
        cls.kit_bom = cls.bom(cls.kit, (cls.wheel, 4), (cls.half, 2))

    @classmethod
    def bom(cls, product, *parts):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [Command.create({"product_id": part.id, "product_qty": many}) for part, many in parts],
            }
        )

    def kits(self, quantity=3, *more):
        order = self.released(lines=[(self.kit, quantity, {}), *more])
        picking = self.pick(self.transfer(order)).with_user(self.keeper)
        return order, picking

    def moves(self, picking, product):
        return picking.move_ids.filtered(lambda move: move.product_id == product)

    @covers("O-05")
    def test_components_are_what_was_ordered(self):
        order, picking = self.kits(3)
        self.assertEqual(picking.move_ids.mapped("product_id"), self.wheel | self.axle)
        self.assertFalse(self.codes(picking))
        picking.button_validate()
        self.assertEqual((picking.state, order.order_line.qty_delivered), ("done", 3))
        line = picking.move_line_ids.filtered(lambda line: line.product_id == self.wheel)
        self.assertHeld(line.with_user(self.keeper).write, {"quantity": 13})

    @covers("O-05")
    def test_more_of_a_component(self):
        _order, picking = self.kits(3)
        self.moves(picking, self.wheel).quantity = 13
        self.assertEqual(self.codes(picking), ["goods_differ"])
        self.assertHeld(picking.button_validate)
        self.assertHeld(picking.with_context(skip_backorder=True, sdw_bypass=True)._action_done)
        self.assertHeld(picking.write, {"state": "done"})
        self.assertHeld(picking.move_ids.write, {"state": "done"})

    @covers("O-05")
    def test_part_of_it_and_a_backorder(self):
        order, picking = self.kits(3)
        self.moves(picking, self.wheel).quantity = 4
        self.moves(picking, self.axle).quantity = 2
        picking._action_done()
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.pick(self.transfer(order)).with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 3)

    @covers("O-05")
    def test_a_component_sold_on_its_own_as_well(self):
        order, picking = self.kits(1, (self.wheel, 2, {}))
        self.assertEqual(sum(self.moves(picking, self.wheel).mapped("quantity")), 6)
        picking._action_done()
        self.assertEqual(order.order_line.mapped("qty_delivered"), [1, 2])

    @covers("O-05")
    def test_a_stranger_in_the_name_of_the_kit(self):
        """Any stock user may write for which order line, and of which kit's part, a move is."""
        order, picking = self.kits(1)
        forged = {
            "picking_id": picking.id,
            "product_id": self.stranger.id,
            "product_uom_qty": 1,
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
            "sale_line_id": order.order_line.id,
            "bom_line_id": self.kit_bom.bom_line_ids[0].id,
        }
        self.env["stock.move"].with_user(self.keeper).create(forged)
        self.assertEqual(self.codes(self.pick(picking)), ["goods_differ"])
        self.assertHeld(picking.button_validate)
        self.assertHeld(picking._action_done)
        self.assertHeld(picking.move_ids.write, {"state": "done"})

    @covers("O-05")
    def test_another_kit_lends_nothing(self):
        """A part of a kit that was not ordered, in the name of the line."""
        other = self.bom(self.stranger, (self.axle, 5))
        _order, picking = self.kits(1)
        axles = self.moves(picking, self.axle)
        axles.write({"bom_line_id": other.bom_line_ids.id, "quantity": 5})
        self.assertEqual(self.codes(picking), ["goods_differ"])
        self.assertHeld(picking._action_done)

    def test_a_kit_changed_after_confirmation(self):
        """What was promised is delivered by the kit as it was."""
        order, picking = self.kits(1)
        self.bom(self.kit, (self.stranger, 1)).sequence = -1
        picking.invalidate_recordset()
        self.assertFalse(self.codes(picking))
        picking._action_done()
        self.assertEqual(order.order_line.qty_delivered, 1)

    def test_units(self):
        order = self.released(lines=[(self.kit, 1, {"product_uom_id": self.env.ref("uom.product_uom_dozen").id})])
        picking = self.pick(self.transfer(order)).with_user(self.keeper)
        self.assertEqual(sum(self.moves(picking, self.wheel).mapped("quantity")), 48)
        picking._action_done()
        self.assertEqual(order.order_line.qty_delivered, 1)
