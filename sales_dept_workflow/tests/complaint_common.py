from odoo.fields import Command
from odoo.tests import Form

from .test_complaint import ComplaintCase


class MajorCase(ComplaintCase):
    """The rule on major complaints enforced; delivered and invoiced orders to complain of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.sale_team_id = cls.team
        cls.switch("block", "complaint")
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def delivered(self, quantity=5, invoiced=True, **values):
        """An order of which everything was delivered, and invoiced."""
        order = self.order(lines=[(self.product, quantity, {})], **values).sudo()
        order.action_confirm()
        self.ship(order.picking_ids)
        if invoiced:
            order._create_invoices().action_post()
        return order

    def claimed(self, order, claim="return", quantity=2, amount=0.0, user=None, **values):
        """A complaint about this many of the order's goods."""
        lines = [Command.create({"product_id": self.product.id, "quantity": quantity})] if quantity else []
        values = {"order_id": order.id, "claim": claim, "claim_amount": amount, "line_ids": lines, **values}
        return self.learnt(self.complaint(user=user, **values))

    def learnt(self, complaint):
        """With a root cause, and nothing to be changed: what a major complaint needs besides before it is closed."""
        cause = self.env["sdw.complaint.cause"].search([], limit=1)
        complaint._sdw_system().write({"cause_id": cause.id, "improvement_waived": "Known and dealt with"})
        return complaint

    def asked(self, complaint):
        return complaint.with_user(self.salesperson).action_request_approval("complaint", "The customer insists")

    def granted(self, complaint):
        self.asked(complaint).with_user(self.manager).action_approve()
        return complaint

    def sent(self, order):
        """The transfer by which the goods left."""
        return order.sudo().picking_ids.filtered(lambda picking: picking.picking_type_code == "outgoing")

    def codes(self, document, gate):
        return [blocker["code"] for blocker in document.get_blockers(gate)]

    # ------------------------------------------------------------------ doors
    def return_wizard(self, picking, quantity=1, user=None, **context):
        """Core's return wizard, filled in."""
        wizard = (
            self.env["stock.return.picking"]
            .with_user(user or self.keeper)
            .with_context(active_id=picking.id, active_model="stock.picking", **context)
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.quantity = quantity
        return wizard

    def by_hand(self, quantity=1, partner=None, user=None, **values):
        """A transfer that brings goods back from a customer, made by hand."""
        places = {
            "location_id": self.customers.id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
        }
        goods = {"product_id": self.product.id, "product_uom_qty": quantity, **places}
        return (
            self.env["stock.picking"]
            .with_user(user or self.keeper)
            .create(
                {
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "partner_id": (self.customer if partner is None else partner).id,
                    "move_ids": [Command.create(goods)],
                    **places,
                    **values,
                }
            )
        )

    def credit_note(self, amount=100.0, partner=None, user=None, lines=None):
        """A credit note typed by hand."""
        with Form(
            self.env["account.move"].with_user(user or self.accountant).with_context(default_move_type="out_refund")
        ) as form:
            form.partner_id = partner or self.customer
            with form.invoice_line_ids.new() as line:
                line.name = "Credit"
                line.price_unit = amount
                line.tax_ids.clear()
        return form.record

    def reversal(self, invoice, user=None, **context):
        moves = self.env["account.move.reversal"].with_user(user or self.accountant)
        return moves.with_context(active_model="account.move", active_ids=invoice.ids, **context).create(
            {"journal_id": invoice.journal_id.id, "move_ids": [Command.set(invoice.ids)]}
        )
