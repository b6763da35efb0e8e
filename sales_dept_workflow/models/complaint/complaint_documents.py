from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .codes import COMPLAINT, OPEN_STATES

HANDLED = (*OPEN_STATES, "solved")
#: What goods come back for: whatever was granted, but money alone.
RETURNED = ("return", "replacement", "repair")
CREDITED = ("return", "compensation")


class SdwComplaint(models.Model):
    """The documents made from a decided complaint, by the core's own wizards: goods that come back, the credit note.

    They are made for whoever handles it; the warehouse receives, accounting posts.
    """

    _inherit = COMPLAINT

    def action_make_return(self):
        """Make the return of the goods granted that are not on their way back yet, and open it.

        :raise UserError: without a decision, or when nothing is left to come back
        """
        self._check_document(RETURNED)
        complaint, made = self._sdw_system(), self.env["stock.picking"]
        rest = complaint._goods_to_return()
        for picking in complaint._shipments():
            made |= complaint._return_of(picking, rest).with_env(self.env)
        if not made:
            raise UserError(
                self.env._("Nothing of these goods was delivered, or all of it is on its way back already.")
            )
        complaint.return_picking_id = made[-1:].id
        return self._open_made(made[-1:])

    def _check_document(self, claims):
        self.ensure_one()
        self._check_step(HANDLED)
        if self.claim not in claims or not self._granted_facts():
            raise UserError(self.env._("The sales manager has to grant it first: please ask for his decision."))

    def _open_made(self, document):
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [[False, "form"]],
        }

    def action_open_return(self):
        """Open the return made last."""
        self._sdw_check_caller()
        return self._open_made(self.return_picking_id)

    def action_open_refund(self):
        """Open the credit note made last."""
        self._sdw_check_caller()
        return self._open_made(self.refund_id)

    def action_open_replacement(self):
        """Open the replacement shipment made last."""
        self._sdw_check_caller()
        return self._open_made(self.replacement_picking_id)

    def _shipments(self):
        """The transfers by which the goods left, the one complained of first."""
        pickings = self.picking_id | self.order_id.order_line.move_ids.picking_id.sorted("id", reverse=True)
        return pickings.filtered(lambda picking: picking.state == "done")._sdw_shipments()

    def _goods_to_return(self):
        """{product: quantity in its own unit} granted and not yet back or on its way."""
        granted, back = self._granted_facts().get("quantities", {}), self._returned()[self]
        products = self.env["product.product"].browse(int(product) for product in granted)
        return {product: granted[str(product.id)] - back.get(product, 0.0) for product in products}

    def _return_of(self, picking, rest):
        """The return of what is left of ``rest`` from one transfer, by the core's wizard; takes it off ``rest``."""
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id, "sdw_complaint_id": self.id})
        for line in wizard.product_return_moves:
            move, unit = line.move_id, line.product_id.uom_id
            back = move.returned_move_ids.filtered(lambda back: back.state != "cancel")
            left = move.quantity - sum(back.mapped("product_uom_qty"))
            wanted = unit._compute_quantity(rest.get(line.product_id, 0.0), move.product_uom, round=False)
            line.quantity = max(min(left, wanted), 0.0)
            rest[line.product_id] = rest.get(line.product_id, 0.0) - move.product_uom._compute_quantity(
                line.quantity, unit, round=False
            )
        if not any(wizard.product_return_moves.mapped("quantity")):
            return picking.browse()
        return picking.browse(wizard.action_create_returns()["res_id"])

    # ------------------------------------------------------------------ the credit note
    def action_make_refund(self):
        """Make the draft credit note of what was granted, and open it for whoever may read it; accounting posts it.

        :raise UserError: without a decision, an invoice, or anything left to credit
        """
        self._check_document(CREDITED)
        complaint = self._sdw_system()
        invoice, left = complaint._invoice_to_credit(), complaint._left_to_credit()
        if not invoice or complaint.currency_id.compare_amounts(left, 0.0) <= 0:
            raise UserError(self.env._("There is no posted invoice to credit, or all that was granted is credited."))
        wizard = complaint.env["account.move.reversal"]._for_complaint(complaint, invoice)
        refund = self.env["account.move"].browse(wizard.refund_moves()["res_id"]).sudo()
        complaint._fill_refund(refund, left)
        complaint.refund_id = refund
        if self.env["account.move"].has_access("read"):
            return self._open_made(refund)
        return True

    def _invoice_to_credit(self):
        invoices = self.invoice_ids | self.order_id.invoice_ids
        posted = invoices.filtered(lambda move: move.state == "posted" and move.move_type == "out_invoice")
        return posted.filtered("amount_residual")[:1] or posted[:1]

    def _left_to_credit(self):
        """What was granted less what has been credited, drafts included, in the currency of the claim."""
        drafts = self.env["account.move"].search([("sdw_complaint_id", "=", self.id), ("state", "=", "draft")])
        notes = drafts | self._credit_notes().filtered(self._counts)
        return self._granted_facts().get("claim_amount", 0.0) - sum(self._credit(note) for note in notes)

    def _fill_refund(self, refund, left):
        """Bring the reversed invoice down to what was granted: the goods, or one line of money."""
        if self.claim == "compensation":
            self._fill_compensation(refund, left)
        else:
            self._fill_goods(refund)

    def _fill_goods(self, refund):
        rest = {int(product): quantity for product, quantity in self._granted_facts().get("quantities", {}).items()}
        commands = []
        for line in refund.invoice_line_ids:
            product = line.product_id
            units = line.product_uom_id._compute_quantity(line.quantity, product.uom_id, round=False) if product else 0
            taken = min(units, rest.get(product.id, 0.0))
            rest[product.id] = rest.get(product.id, 0.0) - taken
            if taken <= 0:
                commands.append(Command.delete(line.id))
            elif taken < units:
                commands.append(Command.update(line.id, {"quantity": line.quantity * taken / units}))
        refund.write({"invoice_line_ids": commands})

    def _fill_compensation(self, refund, left):
        """One line worth what is left, taxed and booked like the goods."""
        line = refund.invoice_line_ids.filtered(lambda line: line.display_type == "product")[:1]
        amount = self.currency_id._convert(left, refund.currency_id, refund.company_id, refund.date)
        net = amount * line.price_subtotal / line.price_total if line.price_total else amount
        included = any(tax.price_include for tax in line.tax_ids)
        values = {
            "name": self.env._("Compensation for complaint %(name)s", name=self.name),
            "quantity": 1.0,
            "discount": 0.0,
            "price_unit": refund.currency_id.round(amount if included else net),
            "account_id": line.account_id.id,
            "tax_ids": [Command.set(line.tax_ids.ids)],
        }
        commands = [Command.delete(each.id) for each in refund.invoice_line_ids]
        refund.write({"invoice_line_ids": [*commands, Command.create(values)]})
