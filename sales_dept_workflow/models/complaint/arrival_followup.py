from odoo import models

from .codes import COMPLAINT


class SdwArrivalFollowup(models.Model):
    _inherit = "sdw.arrival.followup"

    def _problem_told(self, note, channel, lines=(), photos=(), contact=None):
        """A problem with the goods is a complaint."""
        result = super()._problem_told(note, channel, lines=lines, photos=photos, contact=contact)
        self.env[COMPLAINT]._report(self, note, channel, lines=lines, photos=photos, contact=contact)
        return result

    def _complainer(self):
        return self.partner_id or self.order_id.partner_id
