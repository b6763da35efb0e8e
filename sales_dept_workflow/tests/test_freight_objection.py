from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import covers
from .freight_common import FORGED, FreightCase

OUTCOME = "sales_dept_workflow.mail_activity_type_freight_outcome"


@tagged("post_install", "-at_install")
class TestFreightObjection(FreightCase):
    def activities(self, order):
        domain = [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        return self.env["mail.activity"].search([*domain, ("activity_type_id", "=", self.env.ref(OUTCOME).id)])

    @covers("D-08")
    def test_held_until_decided(self):
        order = self.told(self.confirmed())
        objection = order.with_user(self.sales_admin).action_freight_objection("freight", "Too dear")
        self.assertEqual(order.sudo().freight_objection, "freight")
        for gate in ("request", "ship"):
            self.assertEqual(self.codes(order, gate), ["freight_objection"])
        request = self.pending(order)
        self.assertEqual((request.code, request.assignee_id), ("freight", self.manager), "he hears of it at once")
        self.assertEqual(request.facts["objection"], "Too dear")
        for context in ({}, FORGED):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.ship(order.sudo().picking_ids.with_user(self.keeper).with_context(**context))
        with self.assertRaises(AccessError):
            order.with_user(self.manager).write({"freight_objection": False})
        request.with_user(self.manager).action_reject("The carrier's price stays")
        self.assertEqual((objection.state, objection.approval_id), ("kept", request))
        self.assertFalse(self.codes(order))
        self.assertEqual(self.activities(order).user_id, self.sales_admin, "who reported it tells the customer")
        self.ship(order.sudo().picking_ids)

    @covers("D-08")
    def test_accepted(self):
        order = self.told(self.confirmed())
        order.with_user(self.salesperson).action_freight_objection("freight", "Too dear")
        self.approve(self.pending(order), self.manager)
        self.assertRecordValues(order.sudo(), [{"freight_term": "prepaid", "freight_objection": False}])
        other = self.told(self.confirmed())
        objection = other.with_user(self.salesperson).action_freight_objection("settlement", "Pays in May")
        self.approve(self.pending(other), self.manager)
        self.assertRecordValues(other.sudo(), [{"freight_term": "collect", "freight_objection": False}])
        self.assertEqual(objection.state, "accepted")

    @covers("D-08")
    def test_an_objection_outlives_its_request(self):
        """Withdrawn or lapsed requests decide nothing: the goods stay held, and the manager can be asked again."""
        order = self.told(self.confirmed())
        order.with_user(self.salesperson).action_freight_objection("freight", "Too dear")
        self.pending(order).with_user(self.manager).action_cancel()
        self.assertEqual(self.codes(order), ["freight_objection"])
        order.with_user(self.salesperson).action_request_approval("freight", "Again")
        order.sudo().order_line.product_uom_qty = 9
        self.assertFalse(self.pending(order))
        self.assertIn("freight_objection", self.codes(order))
        order.sudo()._action_cancel()
        self.assertEqual(order.sudo().sdw_freight_objection_ids.state, "withdrawn")
        self.assertFalse(order.sudo().freight_objection)

    @covers("D-08")
    def test_what_is_refused(self):
        order = self.told(self.confirmed())
        mine = order.with_user(self.salesperson)
        for kind, text in (("price", "x"), ("freight", " "), ("freight", None), ("freight", "x" * 5000), (None, "x")):
            with self.assertRaises(UserError), self.cr.savepoint():
                mine.action_freight_objection(kind, text)
        with self.assertRaises(AccessError):
            order.with_user(self.second_salesperson).action_freight_objection("freight", "x")
        objection = mine.action_freight_objection("freight", "Too dear")
        with self.assertRaises(UserError):
            mine.action_freight_objection("settlement", "And late")
        Objection = self.env["sdw.freight.objection"]
        for user in (self.salesperson, self.sales_admin, self.manager):
            with self.assertRaises(AccessError):
                objection.with_user(user).write({"state": "kept"})
            with self.assertRaises(AccessError):
                Objection.with_user(user).create({"order_id": order.id, "kind": "freight", "text": "x"})
        with self.assertRaises(UserError):
            objection.sudo().unlink()
        self.assertFalse(Objection.with_user(self.second_salesperson).search([]))
        self.assertEqual(Objection.with_user(self.manager).search([]), objection)

    @covers("D-08")
    def test_a_later_objection_leaves_what_was_agreed(self):
        order = self.confirmed()
        request = order.with_user(self.salesperson).action_request_approval("freight", "Replacement")
        self.approve(request, self.manager)
        order.with_user(self.salesperson).action_freight_objection("settlement", "Pays in May")
        self.assertEqual(request.state, "approved")
        self.pending(order).with_user(self.manager).action_reject("No")
        self.assertFalse(self.codes(order))
