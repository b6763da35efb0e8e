from odoo.tests import new_test_user, tagged

from .common import SdwCase, covers

#: Users of Odoo who hold none of our roles, as a company has them before and after it installs the add-on.
STRANGERS = {
    "salesman": "sales_team.group_sale_salesman_all_leads",
    "sales manager": "sales_team.group_sale_manager",
    "keeper": "stock.group_stock_manager",
    "accountant": "account.group_account_manager",
    "employee": "base.group_user",
}


@tagged("post_install", "-at_install")
class TestStrangers(SdwCase):
    """Whoever has no role in the sales department goes on working with Odoo's documents as before."""

    @covers("G-33")
    def test_every_field_that_is_shown_can_be_read(self):
        order = self.order()
        order.sudo().action_confirm()
        lead = self.env["crm.lead"].create({"name": "Inquiry", "partner_id": order.partner_id.id})
        invoice = self.env["account.move"].create({"move_type": "out_invoice", "partner_id": order.partner_id.id})
        records = [order, order.order_line, order.picking_ids, order.picking_ids.move_ids, lead, invoice]
        records += [order.partner_id, order.pricelist_id, order.order_line.product_id, self.env.company]
        for name, groups in STRANGERS.items():
            user = new_test_user(self.env, f"stranger_{name.replace(' ', '_')}", groups=f"base.group_user,{groups}")
            for record in records:
                self.env.invalidate_all()
                mine = record.with_user(user)
                if not mine.has_access("read"):
                    continue
                for field in self.ours(mine):
                    with self.subTest(user=name, field=f"{record._name}.{field}"):
                        mine.read([field])

    def ours(self, records):
        """The fields this add-on brings to a core model, as far as the user is shown them."""
        fields = self.env["ir.model.fields"].sudo().search([("model", "=", records._name)])
        ours = fields.filtered(lambda field: "sales_dept_workflow" in (field.modules or "").split(", "))
        return [name for name in ours.mapped("name") if name in records.fields_get([name])]
