from odoo import models


class MailTemplate(models.Model):
    """A template sent to many at once is a mass mail, too (A-30)."""

    _inherit = "mail.template"

    def send_mail_batch(self, res_ids, *args, **kwargs):
        if self.model in self.env:
            self.env["sdw.export.log"]._check_mailing(self.env[self.model].browse(res_ids), self.sudo().name)
        return super().send_mail_batch(res_ids, *args, **kwargs)
