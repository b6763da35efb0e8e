from odoo import api, models


class CrmTeamMember(models.Model):
    _inherit = "crm.team.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.crm_team_id._sdw_keep_channels()
        return members

    def write(self, vals):
        teams = self.crm_team_id
        result = super().write(vals)
        (teams | self.crm_team_id)._sdw_keep_channels()
        return result

    def unlink(self):
        teams = self.crm_team_id
        result = super().unlink()
        teams._sdw_keep_channels()
        return result
