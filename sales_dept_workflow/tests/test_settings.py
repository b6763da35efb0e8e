from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from ..models.common import rules
from .common import SdwCase

RULES = ("territory", "price", "credit", "shipping_hold")


@tagged("post_install", "-at_install")
class TestSettings(SdwCase):
    """The switches as the administrator sets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, "sdw_system", groups="base.group_system")

    def settings(self, user=None):
        return self.env["res.config.settings"].with_user(user or self.administrator)

    def test_every_rule_has_its_switch(self):
        """A rule that is built can be switched on alone, not only with all others."""
        arch = self.settings().get_view(view_type="form")["arch"]
        self.assertEqual({rule for rule in rules.RULES if f'name="sdw_mode_{rule}"' not in arch}, set())

    def test_saving(self):
        with Form(self.settings()) as form:
            form.sdw_mode_price = "warn"
            form.sdw_arrival_days = 5
            form.sdw_order_review = True
        form.record.execute()
        self.assertRecordValues(
            self.company,
            [{"sdw_mode_price": "warn", "sdw_arrival_days": 5, "sdw_order_review": True, "sdw_mode_credit": "off"}],
        )
        self.assertTrue(self.company.sdw_since_price)

    def test_saving_again_moves_no_moment(self):
        self.switch("block", "price")
        since = self.company.sdw_since_price
        form = Form(self.settings())
        form.sdw_long_overdue_days = 60
        form.save().execute()
        self.assertEqual(self.company.sdw_since_price, since)
        with self.assertRaises(AssertionError):
            form.sdw_since_price = "2001-01-01"
        self.settings().create({"sdw_since_price": "2001-01-01"}).execute()
        self.assertEqual(self.company.sdw_since_price, since, "a moment is the server's, whatever a client sends")

    def test_switch_on_all(self):
        documented = self.company._sdw_documented_rules()
        self.settings().create({}).action_sdw_switch_on_all()
        for rule in documented:
            self.assertEqual(self.company[f"sdw_mode_{rule}"], "block")
            self.assertTrue(self.company[f"sdw_since_{rule}"])

    def test_nobody_else(self):
        for login in ("gm", "sales_admin", "finance"):
            with self.assertRaises(AccessError):
                self.settings(self.users[login]).create({"sdw_mode_price": "off"})
            with self.assertRaises(AccessError):
                self.company.with_user(self.users[login]).action_sdw_switch_on_all()
