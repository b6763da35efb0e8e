"""What every test of the add-on shares: the roles, a company with its rules switched on, customers and products."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


def covers(*requirements):
    """Say which rows of ``docs/requirements.csv`` a test proves: ``@covers("Q-04", "Q-05")`` on a method or a class.

    ``make coverage`` reads the marks from the source, so the ids are written out as strings.
    """

    def mark(test):
        test.covers = requirements
        return test

    return mark


#: login → role group (without module). One user each, as in the demo story.
ROLES = {
    "salesperson": "group_sdw_salesperson",
    "supervisor": "group_sdw_supervisor",
    "manager": "group_sdw_sales_manager",
    "director": "group_sdw_director",
    "vp": "group_sdw_vice_president",
    "gm": "group_sdw_general_manager",
    "sales_admin": "group_sdw_sales_admin",
    "accountant": "group_sdw_accountant",
    "finance": "group_sdw_finance",
    "shipping": "group_sdw_shipping",
    "keeper": "group_sdw_warehouse",
    "production": "group_sdw_production",
    "legal": "group_sdw_legal",
    "support": "group_sdw_support",
    "archivist": "group_sdw_archivist",
}


class SdwCase(TransactionCase):
    """Users of every role in the company, one sales team led by the manager, a product and a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(no_reset_password=True).env
        cls.company = cls.env.company
        cls.users = {
            login: new_test_user(cls.env, f"sdw_{login}", groups=f"sales_dept_workflow.{group}", name=login.title())
            for login, group in ROLES.items()
        }
        for login, user in cls.users.items():
            setattr(cls, login, user)
        cls.second_salesperson = new_test_user(
            cls.env, "sdw_second", groups="sales_dept_workflow.group_sdw_salesperson"
        )
        cls.team = cls.env["crm.team"].create(
            {
                "name": "East Team",
                "user_id": cls.manager.id,
                "member_ids": [Command.set((cls.salesperson | cls.supervisor).ids)],
            }
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Pump",
                "type": "consu",
                "is_storable": True,
                "list_price": 1000.0,
                "taxes_id": [Command.clear()],
                "invoice_policy": "delivery",
            }
        )
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.env["stock.quant"]._update_available_quantity(cls.product, cls.warehouse.lot_stock_id, 1000)
        cls.customer = cls.env["res.partner"].create(
            {"name": "Customer", "is_company": True, "user_id": cls.salesperson.id}
        )

    @classmethod
    def switch(cls, mode, *rules):
        """Set rules of the company to ``mode``."""
        cls.company.write({f"sdw_mode_{rule}": mode for rule in rules})

    @classmethod
    def order(cls, user=None, partner=None, lines=None, **values):
        """A quotation of ``user`` (the salesperson): lines are (product, quantity, extra values)."""
        user = user or cls.salesperson
        lines = lines or [(cls.product, 1, {})]
        return (
            cls.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": (partner or cls.customer).id,
                    "order_line": [
                        Command.create({"product_id": product.id, "product_uom_qty": quantity, **extra})
                        for product, quantity, extra in lines
                    ],
                    "user_id": user.id,
                    **values,
                }
            )
        )

    @classmethod
    def ship(cls, picking, quantity=None):
        """Pick everything (or ``quantity`` of each move) and validate the transfer, backorder included."""
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    @classmethod
    def approve(cls, approval, *users):
        """Let ``users`` approve the steps in turn."""
        for user in users:
            approval.with_user(user).action_approve()
        return approval
