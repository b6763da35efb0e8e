from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ROLES, SdwCase, covers


@tagged("post_install", "-at_install")
class TestRoles(SdwCase):
    """What each role sees and never holds (decisions 33 to 35)."""

    def test_ladder_widens(self):
        mine = self.order()
        stranger = self.order(user=self.second_salesperson)
        orders = self.env["sale.order"]

        def seen(user):
            return orders.with_user(user).search([("id", "in", (mine | stranger).ids)])

        self.assertEqual(seen(self.salesperson), mine)
        self.assertEqual(seen(self.second_salesperson), stranger)
        self.assertEqual(seen(self.manager), mine, "a manager sees his teams, not the whole company")
        for user in (self.director, self.vp, self.gm, self.sales_admin):
            self.assertEqual(seen(user), mine | stranger)

    @covers("G-05", "G-06")
    def test_manager_holds_no_core_administration(self):
        for group in (
            "sales_team.group_sale_manager",
            "sales_team.group_sale_salesman_all_leads",
            "account.group_account_manager",
        ):
            for login in ("manager", "director", "vp", "gm", "finance", "accountant"):
                self.assertFalse(self.users[login].has_group(group), f"{login} must not hold {group}")

    @covers("G-18", "G-19", "G-20", "G-21", "G-22", "G-27")
    def test_controllers_hold_no_sales_role(self):
        for login in ("accountant", "finance", "shipping", "keeper", "production", "legal", "support", "archivist"):
            self.assertFalse(self.users[login].has_group("sales_dept_workflow.group_sdw_salesperson"), login)

    def test_fifteen_roles(self):
        self.assertEqual(len(ROLES), 15)
        self.assertGreaterEqual(
            self.env["res.groups"]._sdw_groups(), self.env.ref("sales_dept_workflow.group_sdw_legal")
        )

    def test_portal_reads_nothing_of_ours(self):
        """Every field we add to a core document is out of a customer's reach, and every public method (decision 9)."""
        portal = new_test_user(self.env, "sdw_portal", groups="base.group_portal")
        self.customer.child_ids = portal.partner_id
        portal.partner_id.parent_id = self.customer
        order = self.order(partner=portal.partner_id)
        order.message_subscribe(portal.partner_id.ids)
        documents = {
            "sale.order": order,
            "sale.order.line": order.order_line,
            "res.partner": portal.partner_id,
            "stock.picking": self.env["stock.picking"],
            "account.move": self.env["account.move"],
        }

        for model, record in documents.items():
            for name in self._our_fields(model):
                self.assertFalse(
                    record.with_user(portal)._has_field_access(record._fields[name], "read"),
                    f"{model}.{name} is open to customers",
                )
        with self.assertRaises(AccessError):
            order.with_user(portal).get_blockers("confirm")
        with self.assertRaises(AccessError):
            order.with_user(portal).action_request_approval("price", "please")

    def _our_fields(self, model):
        fields = self.env["ir.model.fields"].search([("model", "=", model)])
        return fields.filtered(lambda field: field.modules.split(", ") == ["sales_dept_workflow"]).mapped("name")
