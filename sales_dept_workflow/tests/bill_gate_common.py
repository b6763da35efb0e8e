from dateutil.relativedelta import relativedelta

from .bill_common import BillCase


class BillGate(BillCase):
    """The rule on, and a bill of a term that is too long."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "acceptance_bill")

    def long_bill(self):
        issue = self.today - relativedelta(months=1)
        return self.verified(issue_date=issue, maturity_date=issue + relativedelta(months=12, days=1))

    def findings(self, records):
        return self.env["sdw.audit.finding"].search([("res_model", "=", records._name), ("res_id", "in", records.ids)])
