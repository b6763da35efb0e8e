from lxml import etree

from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .approval_common import ApprovalCase

SALES = {"salesperson", "supervisor", "manager", "director", "vp", "gm", "sales_admin"}
#: Menus of the common part → who sees them ("*": every role and the administrator).
SEEN = {
    "menu_approvals_to_decide": "*",
    "menu_approvals_mine": "*",
    "menu_delegations": "*",
    "menu_approvals_all": {
        *("manager", "director", "vp", "gm", "sales_admin", "accountant", "finance", "legal", "administrator"),
    },
    "menu_audit_findings": {
        *("manager", "director", "vp", "gm", "sales_admin", "accountant", "finance", "legal", "administrator"),
    },
    "menu_customers": {*SALES, "accountant", "finance", "legal", "archivist"},
    "menu_quotations": SALES,
    "menu_orders": SALES,
    "menu_to_ship": {"shipping", "keeper"},
    "menu_settings": {"administrator"},
    "menu_approval_types": {"administrator"},
    "menu_positions": {"administrator"},
}
CORE = {
    "sale.menu_sale_report": {"manager", "director", "vp", "gm"},
    "crm.crm_menu_report": SALES,
}


@tagged("post_install", "-at_install")
class TestMenus(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, "sdw_system", groups="base.group_system")
        cls.everybody = {**cls.users, "administrator": cls.administrator}

    def visible(self, user):
        """The menus the web client is given: visible themselves, and so is every menu above them."""
        menus = self.env["ir.ui.menu"].browse(self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
        return menus.filtered(
            lambda menu: all(int(above) in menus._ids for above in menu.parent_path.split("/") if above)
        )

    def assertSeen(self, xmlid, expected):
        menu = self.env.ref(xmlid)
        seen = {role for role, user in self.everybody.items() if menu in self.visible(user)}
        self.assertEqual(seen, set(self.everybody) if expected == "*" else expected, xmlid)

    def test_each_role_sees_its_menus(self):
        self.assertSeen("sales_dept_workflow.menu_root", "*")
        for name, expected in SEEN.items():
            self.assertSeen(f"sales_dept_workflow.{name}", expected)
        outsider = new_test_user(self.env, "sdw_outsider", groups="base.group_user")
        self.assertNotIn(self.env.ref("sales_dept_workflow.menu_root"), self.visible(outsider))

    def test_no_role_without_a_window(self):
        root = self.env.ref("sales_dept_workflow.menu_root")
        for role, user in self.users.items():
            menus = self.visible(user).filtered(lambda menu: menu.parent_path.startswith(root.parent_path))
            self.assertTrue(menus.filtered("action"), role)

    def test_sales_managers_read_sales_reports(self):
        for xmlid, expected in CORE.items():
            self.assertSeen(xmlid, expected)
        accounting = self.env.ref("account.menu_finance_reports")
        for login in SALES:
            self.assertNotIn(accounting, self.visible(self.users[login]), login)

    def test_every_window_opens_for_whoever_sees_it(self):
        """The views load, and their columns read, without an access error; there are records to read."""
        self.approve(self.ask(), self.manager)
        self.switch("warn", "price")
        root = self.env.ref("sales_dept_workflow.menu_root")
        opened = set()
        for role, user in self.everybody.items():
            menus = self.visible(user).filtered(lambda menu: menu.parent_path.startswith(root.parent_path))
            for action in {menu.action for menu in menus if menu.action}:
                if action._name != "ir.actions.act_window":
                    continue
                with self.subTest(role=role, action=action.name):
                    self._open(action, user)
                    opened.add(action.id)
        self.assertGreaterEqual(len(opened), 8)

    def _open(self, action, user):
        model = self.env[action.res_model].with_user(user).with_context(lang="en_US")
        views = model.get_views(action.views, {"load_filters": True, "toolbar": True})["views"]
        domain = safe_eval(action.domain or "[]", {"uid": user.id})
        if action.res_model == "res.config.settings":
            return
        for kind in ("list", "kanban", "form"):
            if kind in views:
                arch = etree.fromstring(views[kind]["arch"])
                self._read(model, domain, arch)
                self._read_progress(model, domain, arch)

    def _read(self, model, domain, arch):
        # Fields of this model only: those of a one2many's own view lie below a <field>.
        names = {
            node.get("name") for node in arch.iter("field") if not any(up.tag == "field" for up in node.iterancestors())
        }
        specification = {name: self._specification(model._fields[name]) for name in names}
        model.web_search_read(domain, specification, limit=5)

    def _read_progress(self, model, domain, arch):
        """What a kanban view asks for on a phone, where it comes first."""
        for bar in arch.iter("progressbar"):
            if arch.get("default_group_by"):
                progress = {"field": bar.get("field"), "colors": safe_eval(bar.get("colors"))}
                model.read_progress_bar(domain, arch.get("default_group_by"), progress)

    def _specification(self, field):
        return {"fields": {"display_name": {}}} if field.relational else {}
