from odoo import models
from odoo.exceptions import AccessError, UserError

from .codes import TENDER


class SdwTender(models.Model):
    """The files of a tender: they belong to it alone, and the reviewed bid stays as it is (T-04, decision 17)."""

    _inherit = TENDER

    def _claim_files(self):
        """Files uploaded for a tender become its own; nobody gets at another document's by naming its number."""
        for tender in self.sudo():
            files = tender.document_ids | tender.invitation_ids
            foreign = files.filtered(lambda file, tender=tender: not tender._owns(file))
            if not foreign:
                continue
            if any(file.res_id or file.res_field or not self._uploaded(file) for file in foreign):
                raise AccessError(self.env._("This file belongs to another document. Please upload it here."))
            foreign.write({"res_model": self._name, "res_id": tender.id})
        links = self.sudo().document_ids.filtered(lambda file: file.type != "binary")
        if links:
            names = ", ".join(links.mapped("name"))
            raise UserError(self.env._("A bid document is a file, not a link that may change: %(names)s.", names=names))

    def _owns(self, file):
        return (file.res_model, file.res_id) == (self._name, self.id) and not file.res_field

    def _uploaded(self, file):
        return self.env.su or file.create_uid == self.env.user

    def _bid_hashes(self):
        """The bid documents by name and content, in an order of their own."""
        return sorted([file.name, file.checksum or ""] for file in self.sudo().document_ids)

    def _lock_files(self):
        """Put the bid on record: from now on nobody changes or removes its files."""
        for tender in self._sdw_system():
            tender.sdw_paper_ids = tender.document_ids

    def _unlock_files(self):
        self._sdw_system().write({"sdw_paper_ids": [(5,)]})
