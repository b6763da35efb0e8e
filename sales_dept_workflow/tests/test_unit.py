from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools.js_transpiler import is_odoo_module
from odoo.tools.misc import file_open

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestUnit(HttpCase):
    """The unit tests of our widgets (static/tests/*.test.js), in the browser."""

    def test_widgets(self):
        suite = test_js.HOOTCommon._generate_hash(self, "@sales_dept_workflow")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )


@tagged("post_install", "-at_install")
class TestAssets(TransactionCase):
    """One script that is not read as a module stops every page its bundle is on, the login page among them."""

    def test_scripts_are_modules(self):
        for bundle in ("web.assets_backend", "web.assets_frontend"):
            paths = self.env["ir.asset"]._get_asset_paths(bundle, {})
            scripts = [path for path, *_more in paths if "/sales_dept_workflow/" in path and path.endswith(".js")]
            self.assertTrue(scripts, bundle)
            for path in scripts:
                with file_open(path.lstrip("/")) as script:
                    self.assertTrue(is_odoo_module(path, script.read()), path)
