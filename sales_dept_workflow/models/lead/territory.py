from odoo import models


class SdwTerritory(models.Model):
    _inherit = "sdw.territory"

    def _sdw_account_manager(self):
        """Who looks after new customers here: the first salesperson of the region or of one it is part of, else the
        nearest regional manager (A-56, S-07). Nobody for no region.
        """
        users = self.env["res.users"]
        if not self:
            return users
        chain = self.sudo().browse(self._ids_upwards())
        for territory in chain:
            if members := territory.member_ids.filtered("active"):
                return members.sorted("id")[:1]
        return next((territory.user_id for territory in chain if territory.user_id.active), users)
