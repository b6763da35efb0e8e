from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from .codes import ADMIN


class CrmTeam(models.Model):
    """A sales team talks in a channel of its own: the leader and the members, kept in step, nobody else (R-33)."""

    _name = "crm.team"
    _inherit = ["crm.team", "sdw.guard.mixin"]

    sdw_channel_id = fields.Many2one(
        "discuss.channel", "Channel of the Team", readonly=True, copy=False, groups="base.group_user"
    )

    @api.model
    def _sdw_guarded_fields(self):
        return super()._sdw_guarded_fields() | {"sdw_channel_id"}

    def action_sdw_open_channel(self):
        """Open the channel of the team; the first time it is made. For its own people, and the sales admin."""
        self.ensure_one()
        self.check_access("read")
        user, team = self.env.user, self._sdw_system()
        if user not in team._sdw_people() and not user.has_group(f"sales_dept_workflow.{ADMIN}"):
            raise AccessError(self.env._("The channel of a team is for its leader and its members."))
        if not team.sdw_channel_id:
            team._sdw_make_channel()
        return {
            "type": "ir.actions.client",
            "tag": "mail.action_discuss",
            "params": {"active_id": f"discuss.channel_{team.sdw_channel_id.id}"},
        }

    def _sdw_people(self):
        people = self.user_id | self.member_ids
        return people.filtered(lambda user: user.active and not user.share)

    def _sdw_make_channel(self):
        partners = self._sdw_people().partner_id
        members = [Command.create({"partner_id": partner.id}) for partner in partners]
        channels = self.env["discuss.channel"]
        self.sdw_channel_id = channels.create(
            {"name": self.name, "channel_type": "group", "channel_member_ids": members}
        )

    def _sdw_keep_channels(self):
        """Whoever joins the team joins its channel, whoever leaves it leaves that, too."""
        for team in self._sdw_system().filtered("sdw_channel_id"):
            channel, people = team.sdw_channel_id, team._sdw_people().partner_id
            gone = channel.channel_member_ids.partner_id - people
            channel._add_members(partners=people - channel.channel_member_ids.partner_id, post_joined_message=False)
            for partner in gone:
                channel._action_unfollow(partner=partner, post_leave_message=False)

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            self._sdw_keep_channels()
        return result
