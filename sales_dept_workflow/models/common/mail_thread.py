from odoo import models

from .activity import UNFOLLOWED


class MailThread(models.AbstractModel):
    """Not every activity of ours makes its user a follower."""

    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if UNFOLLOWED in self.env.cr.cache:
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
