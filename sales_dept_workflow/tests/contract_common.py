import base64

from odoo import fields

from .common import SdwCase

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SCAN = base64.b64encode(b"%PDF-1.4 signed and sealed").decode()


class ContractCase(SdwCase):
    """The rule *contract* in force; quotations with the standard terms of the shipped template."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sdw_legal_review_amount = 50000
        cls.switch("block", "contract")

    def codes(self, order, gate="confirm"):
        return sorted(blocker["code"] for blocker in order.with_user(self.sales_admin).get_blockers(gate))

    @classmethod
    def submit(cls, order):
        order.with_user(order.user_id).action_submit_contract()
        return order.sudo().approval_ids.filtered(lambda approval: approval.code.startswith("contract"))[:1]

    @classmethod
    def reviewed(cls, order, *users):
        """Submitted, and approved by the manager (and whoever else)."""
        cls.approve(cls.submit(order), *(users or [cls.manager]))
        return order

    @classmethod
    def file_paper(cls, order, user=None, **values):
        day = values.pop("day", fields.Date.today())
        return order.with_user(user or cls.sales_admin).action_sign_contract(
            values.pop("name", "Mr. Wang"), day, "scan.pdf", values.pop("file", SCAN)
        )

    @classmethod
    def signed(cls, order=None, **values):
        order = cls.reviewed(order or cls.order(**values))
        cls.file_paper(order)
        return order

    @classmethod
    def performing(cls, order=None, **values):
        order = cls.signed(order, **values)
        order.with_user(cls.sales_admin).action_confirm()
        return order
