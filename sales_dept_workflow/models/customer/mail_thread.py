from odoo import models


class MailThread(models.AbstractModel):
    """A message to many customers at once is a mass mail, whatever document it is written on and however they are on
    it, as recipients or as followers (A-30).
    """

    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self.env.su:
            outside = [person["id"] for person in recipients if person.get("share") and person.get("id")]
            self.env["sdw.export.log"]._check_letter(self._name, outside, message.sudo().subject)
        return recipients
