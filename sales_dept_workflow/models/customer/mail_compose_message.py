from odoo import models


class MailComposeMessage(models.TransientModel):
    """A mail to many customers, one by one or by a filter, is the archivist's (A-30)."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        for wizard in self:
            if not self.env.su and self.env["sdw.export.log"]._is_file(wizard.model):
                wizard._sdw_check_many()
        return super()._action_send_mail(auto_commit=auto_commit)

    def _sdw_check_many(self):
        """As core will find them: by the filter, else by their numbers (which a context may bring along)."""
        if self.res_domain:
            count = self.env[self.model].search_count(self._evaluate_res_domain(), limit=1000)
        else:
            count = len(self._evaluate_res_ids())
        if count > 1:
            self.env["sdw.export.log"]._check("mail", self.model, count, self.subject)
