import base64

from odoo.fields import Command

from .collection_common import CollectionCase

SCAN = base64.b64encode(b"scan")


class AgreementCase(CollectionCase):
    """A customer who owes, and what he signs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt, cls.case = cls.overdue_case()

    def propose(self, *lines):
        """The case's agreement, as the salesperson draws it up: lines are (days ahead, amount)."""
        action = self.case.with_user(self.salesperson).action_propose_agreement()
        agreement = self.env[action["res_model"]].browse(action["res_id"]).with_user(self.salesperson)
        if lines:
            commands = [Command.create({"due_date": self.ahead(days), "amount": amount}) for days, amount in lines]
            agreement.line_ids = [Command.clear(), *commands]
        return agreement

    def bad(self):
        self.customer.credit_limit = 100.0
        self.case.invalidate_recordset()

    def signed_plan(self, *lines):
        self.bad()
        agreement = self.propose(*lines)
        agreement.action_send()
        agreement.action_sign("Mr Debtor", SCAN)
        return agreement

    def signed_deferral(self, days=20):
        agreement = self.propose((days, 1000.0))
        approval = agreement.action_request_approval("repayment", "Cash is short until then")
        approval.with_user(self.manager).action_approve()
        agreement.action_send()
        agreement.action_sign("Mr Debtor", SCAN)
        agreement.with_user(self.sales_admin).action_archive_paper("A-1", "Cabinet 3")
        return agreement
