from odoo.fields import Command

from .common import SdwCase


class CreditCase(SdwCase):
    """The credit rule enforced; orders confirmed by the salesperson, decided by the accountant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "credit")

    def confirmed(self, user=None, **values):
        order = self.order(user=user, **values)
        order.action_confirm()
        return order

    def pending(self, order):
        return order.sudo().approval_ids.filtered(
            lambda approval: approval.code == "credit" and approval.state == "pending"
        )

    def released(self, **values):
        order = self.confirmed(**values)
        self.pending(order).with_user(self.accountant).action_approve()
        return order

    def codes(self, document, gate="ship"):
        return [blocker["code"] for blocker in document.get_blockers(gate)]

    def check(self, order, kind):
        return order.sudo().credit_check_ids.filtered(lambda check: check.kind == kind)

    def panel(self, order, user=None):
        order.invalidate_recordset()
        checks = order.with_user(user or self.accountant).sdw_check_panel["checks"]
        return {name: check for name, check in zip(("price", "credit", "payment"), checks, strict=True)}

    def limit(self, amount, partner=None):
        (partner or self.customer).sudo().credit_limit = amount

    def invoiced(self, partner, amount, due=None, user=None):
        """A posted invoice over ``amount`` without tax."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-01-01",
                "invoice_date_due": due or "2099-01-01",
                "invoice_line_ids": [
                    Command.create({"name": "x", "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]})
                ],
            }
        )
        move.action_post()
        return move
