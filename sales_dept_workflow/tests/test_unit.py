from odoo.tests import HttpCase, tagged

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
