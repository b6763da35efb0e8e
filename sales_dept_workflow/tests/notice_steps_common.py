from odoo.exceptions import AccessError

from .notice_common import NoticeCase

FORGED = {
    "default_state": "loaded",
    "default_signed_on": "2001-01-01",
    "default_handed_over_on": "2001-01-01",
    "default_keeper_id": 1,
    "tracking_disable": True,
    "sdw_bypass": True,
    "su": True,
}


class NoticeSteps(NoticeCase):
    """A transfer ready for its notice, and the people of the way."""

    def setUp(self):
        super().setUp()
        self.order_ = self.released(lines=[(self.product, 5, {})])
        self.picking = self.transfer(self.order_)

    def users_but(self, *logins):
        return [user for login, user in self.users.items() if login not in logins]

    def assertRefused(self, users, record, method, *args):
        """Nobody of them gets through, whatever he says in the context."""
        for user in users:
            with self.assertRaises(AccessError, msg=f"{user.login} {method}"):
                getattr(record.with_user(user).with_context(**FORGED), method)(*args)
