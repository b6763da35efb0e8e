from odoo import api, models

from ...report.dossier.section import Annex


class SdwLegalDossier(models.AbstractModel):
    """The papers behind the sections, as they are on file: contracts, notices, signatures, agreements, photos."""

    _inherit = "sdw.legal.dossier"

    @api.model
    def _annexes(self, case):
        """[:class:`Annex`] in the order of the sections, each file once. Extend through ``super()``."""
        facts = self._facts(case)
        found = [
            *self._papers_of(facts.orders.sdw_contract_version_ids.attachment_id, self.env._("Contract")),
            *self._papers_of(facts.orders.contract_attachment_ids, self.env._("Contract")),
            *self._papers_of(facts.orders.sdw_customer_order_ids, self.env._("Customer's order")),
            *self._papers_of(facts.notices.sdw_paper_ids, self.env._("Delivery notice")),
            *self._papers_of(self._stored(facts.pickings, "signature"), self.env._("Consignee's signature")),
            *self._papers_of(self._stored(facts.dispatches, "fapiao_file"), self.env._("VAT invoice")),
            *self._papers_of(case.sdw_paper_ids - case.dossier_ids, self.env._("Collection")),
            *self._papers_of(case.agreement_ids.sdw_paper_ids, self.env._("Repayment agreement")),
            *self._papers_of(facts.complaints.sdw_paper_ids, self.env._("Complaint")),
            *self._papers_of(case.legal_step_ids.file_ids, self.env._("Court")),
        ]
        unique = dict(reversed([(file.checksum or file.id, (file, title)) for file, title in found]))
        return [self._annex(file, title) for file, title in reversed(unique.values())]

    @api.model
    def _papers_of(self, files, title):
        return [(file, title) for file in files.sudo().sorted("id")]

    @api.model
    def _stored(self, records, name):
        """The files of a binary field of these records."""
        return self._found(
            "ir.attachment",
            [("res_model", "=", records._name), ("res_id", "in", records.ids), ("res_field", "=", name)],
        )

    @api.model
    def _annex(self, file, title):
        """What it is called: the file's own name, or that of the document whose field it is."""
        name = file.name
        if file.res_field:
            name = self.env[file.res_model].sudo().browse(file.res_id).display_name
        return Annex(f"{title}: {name}", name, file.mimetype, file.raw or b"")
