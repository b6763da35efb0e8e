from odoo import api, models

#: A message to so many firms is still a letter.
LETTER = 10


class SdwExportLog(models.Model):
    """When a mail, or a paper, is one to many customers (A-30)."""

    _inherit = "sdw.export.log"

    @api.model
    def _check_mailing(self, documents, subject):
        """Ask whether a mail about each of these documents may be sent.

        Customers' files are written to one by one. Papers go to whom they are for; many at once are sent by whoever
        works on reports.
        """
        if not self._is_kept():
            return
        if not self._is_file(documents._name):
            self._check_named("mail", documents._name, self._customers_of(documents), subject)
        elif len(documents) > 1:
            self._check("mail", documents._name, len(documents), subject)

    @api.model
    def _check_letter(self, model, partner_ids, subject):
        """Ask whether one message may go to these partners; no query for a few."""
        if len(partner_ids) <= LETTER or not self._is_kept():
            return
        customers = self.env["res.partner"].browse(partner_ids)._sdw_customers()
        if len(customers) > LETTER:
            self._check("mail", model, len(customers), subject)

    @api.model
    def _printed(self, documents, title):
        """Papers are made for customers: nobody is refused, but many at once are on record."""
        customers = self._customers_of(documents) if self._is_kept() else ()
        if len(customers) > self._few():
            self._record("print", documents._name, len(customers), title)
