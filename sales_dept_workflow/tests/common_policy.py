"""Price policy documents: a new one by the manager's own hands, as far as a test needs it."""

from odoo.fields import Command

from .common_pricing import PricingCase

FORGED = {
    "default_state": "in_force",
    "default_sdw_in_force": True,
    "default_endorsed_by_id": 1,
    "default_dispatched_on": "2020-01-01",
    "sdw_bypass": True,
    "install_mode": True,
    "import_file": True,
}


class PolicyCase(PricingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("block", "price")
        cls.goods = cls.env["product.category"].create({"name": "Pumps"})
        cls.product.categ_id = cls.goods

    def policy(self, *pricelists, user=None, **values):
        """A draft of the manager's, for these lists (the public one by default)."""
        pricelists = pricelists or (self.pricelist,)
        ids = [pricelist.id for pricelist in pricelists]
        return (
            self.env["sdw.pricing.policy"]
            .with_user(user or self.manager)
            .create({"reason": "New season", "pricelist_ids": [Command.set(ids)], **values})
        )

    def prepare(self, policy, percent=10):
        """A discount for everybody, written into the copy by the manager."""
        policy.action_prepare_prices()
        for revision in policy.revision_ids:
            revision.write(
                {
                    "item_ids": [
                        Command.clear(),
                        Command.create({"compute_price": "percentage", "percent_price": percent}),
                    ]
                }
            )
        return policy

    def submitted(self, policy=None):
        policy = policy or self.prepare(self.policy())
        policy.action_submit()
        return policy

    def approved(self, policy=None):
        policy = self.submitted(policy)
        self.approve(policy.sudo().approval_ids.filtered(lambda one: one.state == "pending"), self.gm)
        return policy

    def acknowledge(self, policy, *users):
        for user in users or (self.sales_admin, self.finance):
            receipts = policy.with_user(user).dispatch_ids
            receipts.filtered(lambda one, user=user: one.user_id == user).action_acknowledge()
        return policy

    def in_force(self, policy=None):
        return self.acknowledge(self.approved(policy))
