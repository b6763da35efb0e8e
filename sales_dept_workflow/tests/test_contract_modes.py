from odoo.tests import tagged

from .contract_common import ContractCase


@tagged("post_install", "-at_install")
class TestContractModes(ContractCase):
    """The contract rule off, warning, or younger than the quotation; and the search."""

    def test_off_and_warn(self):
        self.switch("off", "contract")
        order = self.order()
        self.assertEqual((self.codes(order), order.contract_state), ([], "none"))
        self.assertFalse(order.sdw_contract_template_id)
        order.action_confirm()
        self.assertFalse(order.sdw_milestone_ids)
        self.switch("warn", "contract")
        warned = self.order()
        warned.action_confirm()
        found = self.env["sdw.audit.finding"].search([("res_id", "=", warned.id), ("res_model", "=", "sale.order")])
        self.assertEqual(set(found.mapped("code")), {"contract_approval", "contract_unsigned"})
        self.assertEqual(warned.state, "sale")

    def test_older_quotations_are_exempt_until_they_change(self):
        self.switch("off", "contract")
        order, changed = self.order(), self.order()
        self.switch("block", "contract")
        self.assertEqual((self.codes(order), order.contract_state), ([], "none"))
        changed.order_line.product_uom_qty = 2
        self.assertEqual(self.codes(changed), ["contract_approval", "contract_unsigned"])
        order.action_confirm()

    def test_search_by_state(self):
        made = {
            "draft": self.order(),
            "approved": self.reviewed(self.order()),
            "signed": self.signed(),
            "performing": self.performing(),
        }
        made["review"] = self.order()
        self.submit(made["review"])
        made["none"] = self.order()
        made["none"]._action_cancel()
        everything = self.env["sale.order"].browse(order.id for order in made.values())
        for state, order in made.items():
            self.assertEqual(order.contract_state, state)
            found = everything.search([("contract_state", "=", state), ("id", "in", everything.ids)])
            self.assertEqual(found, order.with_env(self.env), state)
        found = everything.search([("contract_state", "!=", "none"), ("id", "in", everything.ids)])
        self.assertEqual(len(found), 5)
