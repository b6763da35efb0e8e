from odoo import models


class PortalShare(models.TransientModel):
    """A document shared with many customers is a mass mail with a link (A-30)."""

    _inherit = "portal.share"

    def action_send_mail(self):
        self.env["sdw.export.log"]._check_letter(self.res_model, self.partner_ids.ids, self.note)
        return super().action_send_mail()
