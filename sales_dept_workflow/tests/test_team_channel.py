from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SdwCase, covers


@tagged("post_install", "-at_install")
class TestTeamChannel(SdwCase):
    """A team has a channel of its own, whose members are those of the team (R-33)."""

    def channel(self, user=None):
        self.team.with_user(user or self.salesperson).action_sdw_open_channel()
        return self.team.sudo().sdw_channel_id

    def partners(self, *users):
        return self.env["res.partner"].union(*(user.partner_id for user in users))

    @covers("R-33")
    def test_members_are_kept_in_step(self):
        channel = self.channel()
        self.assertEqual(channel.channel_type, "group")
        people = (self.manager, self.salesperson, self.supervisor)
        self.assertEqual(channel.channel_member_ids.partner_id, self.partners(*people))
        self.team.member_ids |= self.second_salesperson
        self.assertIn(self.second_salesperson.partner_id, channel.channel_member_ids.partner_id)
        self.team.member_ids -= self.salesperson
        self.team.user_id = self.director
        now = (self.director, self.supervisor, self.second_salesperson)
        self.assertEqual(channel.channel_member_ids.partner_id, self.partners(*now))
        self.assertEqual(self.channel(self.supervisor), channel, "one for good")

    @covers("R-33")
    def test_for_nobody_else(self):
        for user in (self.second_salesperson, self.accountant):
            with self.assertRaises(AccessError):
                self.channel(user)
        channel = self.channel()
        for user in (self.second_salesperson, self.director):
            self.assertFalse(self.env["discuss.channel"].with_user(user).search([("id", "=", channel.id)]))
        private = self.env["discuss.channel"].create({"name": "Board", "channel_type": "group"})
        seller = self.env.ref("sales_team.group_sale_manager")
        self.second_salesperson.group_ids |= seller
        with self.assertRaises(AccessError):
            self.team.with_user(self.second_salesperson).sdw_channel_id = private
