from odoo import api, models

from .codes import PLAN


class SdwDeadlineMixin(models.AbstractModel):
    _inherit = "sdw.deadline.mixin"

    @api.model
    def _cron_deadlines(self, now=None):
        """The sweep of deadlines follows development plans to the first order, too."""
        result = super()._cron_deadlines(now)
        self.env[PLAN]._sdw_system()._sdw_sweep_first_orders()
        return result
