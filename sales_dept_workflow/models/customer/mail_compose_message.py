from odoo import models


class MailComposeMessage(models.TransientModel):
    """A mail to many customers, one by one or by a filter, is the archivist's (A-30)."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        log = self.env["sdw.export.log"]
        for wizard in self if log._is_kept() else ():
            if wizard.model and wizard.model in self.env:
                log._check_mailing(wizard._sdw_documents(), wizard.subject)
        return super()._action_send_mail(auto_commit=auto_commit)

    def _sdw_documents(self):
        """As core will find them: by the filter, else by their numbers (which a context may bring along)."""
        documents = self.env[self.model]
        if self.res_domain:
            return documents.search(self._evaluate_res_domain())
        return documents.browse(self._evaluate_res_ids())
