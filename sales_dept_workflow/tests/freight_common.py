from .common import SdwCase

FORGED = {
    "sdw_bypass": True,
    "skip_freight": True,
    "tracking_disable": True,
    "mail_activity_automation_skip": True,
    "default_freight_told_on": "2020-01-01",
    "default_freight_amount": 1.0,
    "default_freight_term": "prepaid",
}


class FreightCase(SdwCase):
    """The freight rule alone, enforced."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "freight")
        cls.salesperson.sdw_superior_id = cls.manager

    def confirmed(self, **values):
        order = self.order(**values)
        order.sudo().action_confirm()
        return order

    def told(self, order, amount=300.0):
        order.with_user(self.sales_admin).action_freight_told(amount, "phone")
        return order

    def codes(self, order, gate="ship"):
        return [blocker["code"] for blocker in order.with_user(self.manager).get_blockers(gate)]

    def pending(self, order):
        return order.sudo().approval_ids.filtered(lambda approval: approval.state == "pending")
