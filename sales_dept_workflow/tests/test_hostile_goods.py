from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .collection_common import CollectionCase
from .common import covers
from .test_ship_gate import ShipCase


@tagged("post_install", "-at_install")
class TestHostileGoods(ShipCase):
    """Goods that try to leave by another company, another order's release, or straight from the vendor."""

    def other_company(self):
        company = self.env["res.company"].create({"name": "Second", "country_id": self.company.country_id.id})
        for user in (self.keeper, self.salesperson):
            user.company_ids |= company
        return company

    @covers("O-05")
    def test_transfer_stays_with_its_company(self):
        company = self.other_company()
        picking = self.pick(self.transfer(self.confirmed())).with_user(self.keeper)
        there = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).out_type_id
        for values in ({"company_id": company.id}, {"picking_type_id": there.id}):
            with self.assertRaises(AccessError):
                picking.write(values)
        self.assertHeld(picking.with_company(company).with_context(allowed_company_ids=company.ids)._action_done)

    @covers("O-04", "O-05")
    def test_between_companies(self):
        """The transit between companies is a way to a customer."""
        transit = self.env["stock.location"].create({"name": "Transit", "usage": "transit", "company_id": False})
        picking = self.manual(location_dest_id=transit.id)
        picking.move_ids.location_dest_id = transit
        picking.action_confirm()
        self.assertEqual(self.codes(picking), ["credit_approval"])
        self.assertHeld(self.pick(picking)._action_done)
        own = self.env["stock.location"].create({"name": "Own", "usage": "transit", "company_id": self.company.id})
        picking.location_dest_id = own
        picking.move_ids.location_dest_id = own
        self.pick(picking)._action_done()
        self.assertEqual(picking.state, "done", "transit inside the company ships nothing")

    @covers("O-04", "O-05")
    def test_one_transfer_for_two_orders(self):
        released, held = self.released(), self.confirmed()
        picking = self.transfer(released).with_user(self.keeper)
        self.transfer(held).move_ids.with_user(self.keeper).write({"picking_id": picking.id})
        self.assertEqual(picking.sudo()._sdw_orders(), (released | held).sudo())
        self.assertEqual(self.codes(picking), ["credit_approval"])
        self.assertHeld(self.pick(picking)._action_done)
        self.pending(held).with_user(self.accountant).action_approve()
        picking._action_done()
        self.assertEqual((released | held).mapped("order_line.qty_delivered"), [1, 1])

    @covers("O-04", "O-05")
    def test_dropship(self):
        """What goes from the vendor to the customer is shipped like everything else."""
        route = self.env.ref("stock_dropshipping.route_drop_shipping", raise_if_not_found=False)
        if not route:
            self.skipTest("stock_dropshipping is not installed")
        vendor = self.env["res.partner"].create({"name": "Vendor", "supplier_rank": 1})
        product = self.env["product.product"].create(
            {
                "name": "Straight",
                "is_storable": True,
                "list_price": 100,
                "taxes_id": [Command.clear()],
                "route_ids": [Command.set(route.ids)],
                "seller_ids": [Command.create({"partner_id": vendor.id, "price": 50})],
            }
        )
        order = self.confirmed(lines=[(product, 2, {})])
        purchase = self.env["purchase.order"].search([("partner_id", "=", vendor.id)])
        purchase.button_confirm()
        picking = purchase.picking_ids
        self.assertEqual((picking.location_id.usage, picking.location_dest_id.usage), ("supplier", "customer"))
        self.assertEqual(self.codes(picking), ["credit_approval"])
        self.assertHeld(self.pick(picking).with_user(self.keeper)._action_done)
        self.pending(order).with_user(self.accountant).action_approve()
        picking.with_user(self.keeper)._action_done()
        self.assertEqual(order.order_line.qty_delivered, 2)
        followup = self.env["sdw.arrival.followup"].search([("picking_id", "=", picking.id)])
        self.assertEqual(followup.partner_id, self.customer, "not the vendor is asked whether the goods arrived")


@tagged("post_install", "-at_install")
class TestHostilePapers(CollectionCase):
    """Papers on record stay as they are: what was signed, what went to the court."""

    @covers("C-03", "C-04", "C-08")
    def test_papers_stay(self):
        self.customer.credit_grade = "d"
        self.invoice()
        self.sweep()
        case = self.cases.search([("partner_id", "=", self.customer.id)]).with_user(self.salesperson)
        case.action_propose_agreement()
        agreement = case.agreement_ids
        agreement.line_ids = [Command.clear(), Command.create({"amount": 1000, "due_date": self.ahead(10)})]
        agreement.action_send()
        agreement.action_sign("Mr Customer", "aGVsbG8=")
        case.action_refused("Changed his mind")
        files = self.env["ir.attachment"].sudo()
        signature = files.search([("res_model", "=", agreement._name), ("res_field", "=", "signature")])
        papers = signature | agreement.sudo().sdw_paper_ids | case.sudo().sdw_paper_ids
        self.assertEqual(len(papers), 3)
        for user in (self.salesperson, self.manager, self.legal, self.sales_admin, self.gm):
            for paper in papers:
                for values in ({"raw": b"forged"}, {"res_id": 0}, {"name": "x"}):
                    with self.assertRaises(AccessError):
                        paper.with_user(user).write(values)
                with self.assertRaises(AccessError):
                    paper.with_user(user).unlink()
                self.assertFalse(paper.with_user(user)._has_attachments_ownership([None]))
        forged = {"name": "signature", "res_model": agreement._name, "res_id": agreement.id, "raw": b"x"}
        with self.assertRaises(AccessError):
            files.with_user(self.salesperson).create({**forged, "res_field": "signature"})
        note = files.with_user(self.salesperson).create(forged)
        with self.assertRaises(AccessError):
            note.write({"res_field": "signature"})
        note.unlink()
        with self.assertRaises(AccessError):
            agreement.write({"sdw_paper_ids": [Command.clear()]})

    def test_hold_is_not_left_by_an_unrelated_refusal(self):
        """Nobody but finance, by money or approval, lifts a hold."""
        self.invoice()
        self.sweep()
        case = self.cases.search([("partner_id", "=", self.customer.id)])
        case.with_user(self.salesperson).action_refused("No")
        for user in (self.salesperson, self.manager, self.legal, self.accountant, self.gm):
            with self.assertRaises(UserError):
                case.with_user(user).action_close("Done")
        with self.assertRaises(AccessError):
            case.with_user(self.gm).action_confirm_money()
